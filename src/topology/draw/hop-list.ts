import type {Topology} from '../topology.ts';
import {summary} from '../walk/outcome.ts';
import {branchWords, saidOf, walkWords} from '../walk/words.ts';
import {type Branch, HOP_KINDS, type Hop, type Walk} from '../walk.ts';
import {type Spaces, spacesOf} from '../where.ts';

/** A hop with its number in drawings: from 1, along each way. */
export interface NumberedHop {
  readonly number: number;
  readonly hop: Hop;
  /** The way that it belongs to; none for what every packet takes. */
  readonly branch?: Branch;
}

/** The hops that every packet takes, then those of each branch, which go on with the number after. */
export function numberedHops({hops, branches}: Walk): readonly NumberedHop[] {
  return [
    ...hops.map((hop, index) => ({number: index + 1, hop})),
    ...branches.flatMap(branch => branch.hops.map((hop, index) => ({number: hops.length + index + 1, hop, branch}))),
  ];
}

/** Every way from its first hop on; one where it never comes to a choice. */
export function waysOf({hops, branches}: Walk): readonly (readonly Hop[])[] {
  return branches.length === 0 ? [hops] : branches.map(branch => [...hops, ...branch.hops]);
}

/** `swarm-02`, `swarm-02 vote.1 eth0`: namespaces are called as in the drawings. */
export function placeWords(spaces: Spaces, {node, netns, device}: Hop): string {
  const label = spaces.get(`${node}/${netns}`)?.label ?? netns;
  return [node, ...(netns === 'host' ? [] : [label]), ...(device === undefined ? [] : [device])].join(' ');
}

/** `3 ok, the mark, swarm-02 ingress_sbox: port 30000 gets the mark 0x103`. */
function hopWords(spaces: Spaces, {number, hop}: NumberedHop): string {
  return `${number} ${hop.status}, ${HOP_KINDS[hop.kind]}, ${placeWords(spaces, hop)}: ${saidOf(hop)}`;
}

/** What comes of it first, and then all of it: where the end is out of sight, that is what has to be seen. */
export function walkList(topology: Topology, walk: Walk): readonly string[] {
  const [title = '', ...hops] = hopList(topology, walk);
  return [title, ...summary(walk), ...hops];
}

/** All of it, a line a hop; those of a branch stand below its task. */
export function hopList(topology: Topology, walk: Walk): readonly string[] {
  const spaces = spacesOf(topology);
  let last: Branch | undefined;
  return [
    walkWords(walk),
    ...numberedHops(walk).flatMap(one => {
      const head = one.branch === last || one.branch === undefined ? [] : [`to ${branchWords(one.branch)}`];
      last = one.branch;
      return [...head, hopWords(spaces, one)];
    }),
  ];
}
