import {ALL_FACTS, type Snapshot} from '../../core/facts.ts';
import {type Facts, factsOf} from '../facts.ts';
import {createTrail} from '../join/trail.ts';
import {Unknown} from '../unknown.ts';
import type {Goal, Start, Walk} from '../walk.ts';
import {attempt} from './attempt.ts';
import {findClient} from './client.ts';
import {toName} from './from-container.ts';
import {fromOutside, type Steps} from './from-outside.ts';
import {toAddress} from './to-address.ts';

/**
 * Follows packets of TCP through a snapshot, hop by hop, and the answers back; each way ends at the first hop that does not
 * hold, or that the snapshot does not tell.
 */
export function follow(snapshot: Snapshot, from: Start, to: Goal): Walk {
  return {from, to, ...stepsOf(factsOf(snapshot, ALL_FACTS), from, to)};
}

function stepsOf(facts: Facts, from: Start, to: Goal): Steps {
  if (from.kind === 'outside') {
    if (to.kind === 'port') return fromOutside(facts, from.node, to.port);
    const what = to.kind === 'service' ? `the name ${to.name} is told` : `${to.address} is reached`;
    return notFollowed(from.node, `${what} in containers only: start at one`);
  }
  const trail = createTrail();
  const node = from.node ?? facts.nodes[0]?.id ?? '?';
  const client = attempt(trail, {kind: 'leave', node, netns: 'host'}, () => findClient(facts, from.name, from.node));
  if (client === undefined) return {hops: trail.hops, branches: []};
  if (to.kind === 'service') return toName(facts, client, to.name);
  if (to.kind === 'address') return toAddress(facts, client, to.address);
  return notFollowed(client.node, `the way from a container to a published port is not followed: start at a node`);
}

function notFollowed(node: string, what: string): Steps {
  const trail = createTrail();
  attempt(trail, {kind: 'route', node, netns: 'host'}, () => {
    throw new Unknown('unsupported', what);
  });
  return {hops: trail.hops, branches: []};
}
