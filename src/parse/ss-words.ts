/** States of `ss` as netstat spells them; undefined for a socket without a state. */
export const SS_STATES: ReadonlyMap<string, string | undefined> = new Map([
  ['ESTAB', 'ESTABLISHED'],
  ['SYN-SENT', 'SYN_SENT'],
  ['SYN-RECV', 'SYN_RECV'],
  ['NEW-SYN-RECV', 'SYN_RECV'],
  ['FIN-WAIT-1', 'FIN_WAIT1'],
  ['FIN-WAIT-2', 'FIN_WAIT2'],
  ['TIME-WAIT', 'TIME_WAIT'],
  ['UNCONN', undefined],
  ['CLOSED', 'CLOSE'],
  ['CLOSE-WAIT', 'CLOSE_WAIT'],
  ['LAST-ACK', 'LAST_ACK'],
  ['LISTEN', 'LISTEN'],
  ['CLOSING', 'CLOSING'],
  ['BOUND-INACTIVE', 'BOUND_INACTIVE'],
  ['UNKNOWN', 'UNKNOWN'],
]);

export interface NetId {
  readonly protocol: string;
  readonly type?: string;
  /** Its addresses are no addresses of IP. */
  readonly isById?: boolean;
}

/** The column Netid. */
export const NET_IDS: ReadonlyMap<string, NetId> = new Map<string, NetId>([
  ...['tcp', 'udp', 'raw', 'udplite', 'sctp', 'dccp', 'mptcp', 'icmp6', 'tipc'].map(
    protocol => [protocol, {protocol}] as const,
  ),
  ['???', {protocol: 'unknown'}],
  ['xdp', {protocol: 'xdp', isById: true}],
  ['nl', {protocol: 'netlink', isById: true}],
  ['u_str', {protocol: 'unix', type: 'stream'}],
  ['u_dgr', {protocol: 'unix', type: 'dgram'}],
  ['u_seq', {protocol: 'unix', type: 'seqpacket'}],
  ['p_raw', {protocol: 'packet', type: 'raw', isById: true}],
  ['p_dgr', {protocol: 'packet', type: 'dgram', isById: true}],
  ['v_str', {protocol: 'vsock', type: 'stream', isById: true}],
  ['v_dgr', {protocol: 'vsock', type: 'dgram', isById: true}],
  ['ti_sq', {protocol: 'tipc', type: 'seqpacket'}],
  ['ti_st', {protocol: 'tipc', type: 'stream'}],
  ['ti_rd', {protocol: 'tipc', type: 'rdm'}],
  ['ti_dg', {protocol: 'tipc', type: 'dgram'}],
]);
