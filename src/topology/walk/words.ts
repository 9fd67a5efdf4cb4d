import type {Branch, Hop, Walk} from '../walk.ts';

/** `from outside to port 30000 of swarm-02`, `from worker.1 to redis`. */
export function walkWords({from, to}: Pick<Walk, 'from' | 'to'>): string {
  if (from.kind === 'outside') return `from outside to ${to.kind === 'port' ? `port ${to.port} of ` : ''}${from.node}`;
  return `from ${from.name} to ${to.kind === 'service' ? to.name : to.kind === 'address' ? to.address : `port ${to.port}`}`;
}

/** What decides a hop, or why it does not hold. */
export function saidOf(hop: Hop): string {
  return hop.status === 'ok' ? hop.decides : hop.reason;
}

/** What decides a hop as well, and was not looked at; undefined where all was. */
export function untoldWords(hop: Hop): string | undefined {
  const {untold = []} = hop.status === 'ok' ? hop : {};
  return untold.length === 0 ? undefined : `not looked at: ${untold.join(', ')}`;
}

/** `vote.1, 10.0.0.6 on swarm-01`. */
export function branchWords({task, node, address}: Branch): string {
  return `${task}, ${address} on ${node}`;
}
