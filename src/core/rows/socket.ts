import type {Link} from './link.ts';
import type {Route} from './route.ts';

/** One end of a socket. */
export interface Endpoint {
  /** `0.0.0.0`, `::`, …; `*` where `ss` means any address of both families. IPv4 in IPv6 is written as IPv4. */
  readonly address: string;
  /** Absent for any port (`*`). */
  readonly port?: number;
  /** What stands in place of a port's number: `ssh`, or the program of a netlink socket. */
  readonly service?: string;
  readonly dev?: string;
}

export interface SocketProcess {
  readonly pid: number;
  /** netstat cuts it, see the notes. */
  readonly program: string;
  readonly fd?: number;
}

/** A row of `netstat -an` or `ss -an`. */
export interface Socket {
  /** `tcp`, `udp`, `raw`, `unix`, `netlink`, `packet`, …; absent when `ss` was asked for one and left its column out. */
  readonly protocol?: string;
  /** `inet` or `inet6`; absent where it is not printed. */
  readonly family?: string;
  /** Of unix sockets: `stream`, `dgram`, `seqpacket`. */
  readonly type?: string;
  /** As netstat spells it (`LISTEN`, `ESTABLISHED`, `TIME_WAIT`); absent for an unconnected or datagram socket. */
  readonly state?: string;
  readonly recvQ?: number;
  readonly sendQ?: number;
  readonly local?: Endpoint;
  readonly peer?: Endpoint;
  readonly path?: string;
  readonly peerPath?: string;
  readonly inode?: number;
  readonly peerInode?: number;
  /** A number or a name. */
  readonly user?: string;
  /** Empty: netstat printed `-`, so the kernel holds the socket or one may not see who does. Absent: not printed. */
  readonly processes?: readonly SocketProcess[];
  readonly timer?: {readonly name: string; readonly expires: string; readonly retransmits: number};
  /** `cgroup`, `sk`, `v6only`, … of `ss -e`. */
  readonly details?: Readonly<Record<string, string>>;
  /** What `ss -i` and `-m` print, verbatim. */
  readonly info?: string;
}

export interface SocketTable {
  readonly sockets: readonly Socket[];
}

/** What `netstat` prints, by its option; what was not asked for is empty. */
export interface NetstatTables extends SocketTable {
  readonly routes: readonly Route[];
  readonly links: readonly Link[];
}
