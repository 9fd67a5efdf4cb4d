import type {Hop, Walk} from '../../walk.ts';
import type {Live} from './compare.ts';
import type {LiveHop, LiveVerdict} from './judge.ts';
import type {Seen} from './showing.ts';

/** What was seen at each hop of a walk, in words. */
export function liveNotes(walk: Walk, live: Live): ReadonlyMap<Hop, string> {
  const pairs = (hops: readonly Hop[], seen: readonly LiveHop[]) =>
    hops.flatMap((hop, index) => {
      const one = seen[index];
      return one === undefined ? [] : [[hop, `live: ${hopWords(one)}`] as const];
    });
  const branches = walk.branches.flatMap(({hops}, index) => {
    const branch = live.branches[index];
    return branch === undefined || branch.requests === 0 ? [] : pairs(hops, branch.hops);
  });
  return new Map([...pairs(walk.hops, live.hops), ...branches]);
}

/** Whether it was as foretold, way by way and at last as a whole. */
export function liveSummary(live: Live): readonly string[] {
  const {branches, common, requests, outcome} = live;
  const count = (n: number) => `${n} ${n === 1 ? 'request' : 'requests'}`;
  return [
    ...(common === undefined ? [] : [`live: ${verdictWords(common)}`]),
    ...branches.map(({task, requests: own, verdict}) => {
      const times = own === 0 ? '' : ` (${count(own)})`;
      return `live: ${task}${times}: ${verdictWords(verdict)}`;
    }),
    `live: ${count(requests.length)} sent: ${OUTCOMES[outcome]}`,
  ];
}

const OUTCOMES: Readonly<Record<LiveVerdict['kind'], string>> = {
  agrees: 'all went as foretold',
  differs: 'it did not go as foretold',
  untried: 'not all ways were tried',
  unknown: 'not all could be looked at',
};

function verdictWords(verdict: LiveVerdict): string {
  return `${verdict.kind === 'unknown' ? 'could not look' : verdict.kind}: ${verdict.reason}`;
}

function hopWords(hop: LiveHop): string {
  switch (hop.kind) {
    case 'seen':
      return `seen, ${seenWords(hop.at)}`;
    case 'unseen':
      return 'not seen';
    case 'hidden':
      return 'cannot be seen there';
    case 'unwatched':
      return `not watched: ${hop.reason}`;
  }
}

function seenWords(at: Seen): string {
  return 'server' in at ? `IPVS chose ${at.server}` : `${at.ifname} ${at.way}`;
}
