import {Failed} from '../failed.ts';

/** Where a packet for a published port is looked at on its way, in the order in which that is done. */
const HOPS = {
  dnat: 'the DNAT rule of the host',
  accept: 'the firewall of the host',
  gateway: 'the wire into ingress_sbox',
  mark: 'the mark',
  fwm: 'the IPVS service of the mark',
  servers: 'the real servers',
  snat: 'the SNAT rule of ingress_sbox',
  overlay: 'the wire into the overlay',
  neigh: 'the neighbour table',
  fdb: 'the forwarding table',
  tunnel: 'the tunnel',
  task: 'the interface of the task',
  port: 'the wire to the task',
  redirect: 'the REDIRECT rule of the task',
  input: 'the firewall of the task',
  back: 'the way back',
} as const;

export type Hop = keyof typeof HOPS;

/** The way of what enters at one node for one port. */
export interface Way {
  readonly entry: string;
  readonly port: number;
}

/**
 * Looks at one hop, on a node. A failure is told as that of the hop: its code is the hop's, and `why` keeps the reason's
 * own. `reword` may say the sentence in another way.
 */
export function at<Found>(
  hop: Hop,
  {entry, port}: Way,
  node: string,
  look: () => Found,
  reword: (why: string, seen: string) => string | undefined = () => undefined,
): Found {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const {failure} = error;
    const seen = failure.words?.seen ?? '';
    const what = reword(failure.code, seen) ?? failure.reason.replace(`${node}: `, '');
    const where = node === entry ? HOPS[hop] : `${HOPS[hop]}, on ${node}`;
    throw new Failed({
      ...failure,
      code: hop,
      reason: `port ${port} on ${entry} ends at ${where}: ${what}`,
      words: {...failure.words, seen, hop: HOPS[hop], node, entry, why: failure.code},
    });
  }
}
