import type {Witness} from '../../core/verdict.ts';
import {at, type Way} from '../join/hops.ts';
import type {Place} from '../join/tasks.ts';
import {createTrail} from '../join/trail.ts';
import {Unknown} from '../unknown.ts';
import type {Branch, Hop, HopKind} from '../walk.ts';
import {attempt} from './attempt.ts';
import type {Backend} from './backends.ts';

/** What chooses among the tasks: IPVS, or the answer of the name server. */
export interface Choice {
  readonly kind: HopKind;
  readonly node: string;
  readonly netns: string;
  /** The addresses that may be chosen. */
  readonly chosen: readonly string[];
  /** Why an address is chosen; throws `Failed` where it is not, or should not be. */
  readonly look: (address: string, backend: Backend | undefined) => Witness;
  readonly tell: (address: string, backend: Backend | undefined) => string;
}

/**
 * One branch for each running task, and for each address that is chosen though no running task has it. `follow` goes from
 * the choice on.
 */
export function branchesOf(
  way: Way,
  common: readonly Hop[],
  choice: Choice,
  backends: readonly Backend[],
  follow: (way: Way, place: Place, address: string) => void,
): readonly Branch[] {
  const known = new Set(backends.map(({address}) => address));
  const stray = [...new Set(choice.chosen)].filter(address => !known.has(address));
  const ends = [
    ...backends.map(backend => ({backend, address: backend.address})),
    ...stray.map(address => ({backend: undefined, address})),
  ];
  return ends.map(({backend, address}) => {
    const trail = createTrail(common);
    const inBranch: Way = {...way, trail};
    const {kind, node, netns} = choice;
    attempt(trail, {kind: 'task', node: backend?.node ?? node, netns: 'host'}, () => {
      at(kind, inBranch, node, () => choice.look(address, backend), {
        netns: () => netns,
        tell: witness => ({netns, decides: choice.tell(address, backend), evidence: [witness]}),
      });
      if (backend === undefined) return;
      if (backend.place instanceof Unknown) throw backend.place;
      follow(inBranch, backend.place, address);
    });
    return {task: backend?.name ?? address, node: backend?.node ?? '?', address, hops: trail.hops};
  });
}
