import type {Sighting, Watched} from '../../../core/marked.ts';
import type {Branch, Hop, Walk} from '../../walk.ts';
import type {Aim} from './aim.ts';
import {
  type Blindness,
  gotWords,
  type Judged,
  judge,
  type LiveHop,
  type LiveVerdict,
  type Terms,
  untried,
} from './judge.ts';
import {type Journey, journeyOf} from './traces.ts';

/** A branch of the walk, and the requests that were given to its task. */
interface LiveBranch extends Judged {
  readonly task: string;
  readonly requests: number;
}

/** What was seen of a walk that was really tried. */
export interface Live {
  readonly outcome: LiveVerdict['kind'];
  /** Of the hops that every request takes. */
  readonly hops: readonly LiveHop[];
  readonly branches: readonly LiveBranch[];
  /** What the hops before all branches say by themselves: when no request came to a branch, or there is none. */
  readonly common: LiveVerdict | undefined;
  readonly requests: readonly {readonly mark: number; readonly task: string | undefined; readonly became: string}[];
}

/** What is worse is told. */
const ORDER = ['unknown', 'differs', 'untried', 'agrees'] as const;

/** Holds what was foretold against what was seen. A place that was not watched never agrees. */
export function compare(walk: Walk, aim: Aim, watched: Watched): Live {
  const blindness: Blindness = ({node, netns}) =>
    watched.unwatched.find(one => one.node === node && one.netns === netns)?.reason;
  const isBlind = (place: Parameters<Blindness>[0]) => watched.unsent ?? blindness(aim.plan.sender) ?? blindness(place);
  const entry = walk.from.kind === 'outside' ? walk.from.node : aim.plan.sender.node;
  const context: Terms = {entry, isBlind, isOutside: walk.from.kind === 'outside'};
  const sent = aim.plan.requests.filter(({mark}) => watched.unsent !== null || watched.sent.includes(mark));
  const seen = byMark(watched.sightings);
  const journeys = sent.map(request => {
    const sightings = seen.get(request.mark) ?? [];
    return journeyOf(request, aim, {...watched, sightings}, walk.branches, entry);
  });
  const ofBranch = (branch: Branch) => journeys.filter(({taken}) => taken === branch.address);
  const branches = walk.branches.map((branch): LiveBranch => {
    const way = [...walk.hops, ...branch.hops];
    const judged = worst(ofBranch(branch).map(journey => judge(way, journey, context)));
    const hops = judged?.hops.slice(walk.hops.length) ?? branch.hops.map((): LiveHop => ({kind: 'unseen'}));
    const verdict = judged?.verdict ?? untried(branch.hops, journeys.length, isBlind);
    return {task: branch.task, requests: ofBranch(branch).length, hops, verdict};
  });
  const stray = journeys.filter(({taken}) => !walk.branches.some(({address}) => address === taken));
  const common = worst(stray.map(journey => withoutBranch(walk, journey, judge(walk.hops, journey, context))));
  const all = journeys.map(journey => judge(walk.hops, journey, context).hops);
  const verdicts = [...branches.map(({verdict}) => verdict), ...(common === undefined ? [] : [common.verdict])];
  const blind = [aim.plan.sender, ...aim.ends].map(isBlind).find(reason => reason !== undefined);
  const kinds = [...verdicts.map(({kind}) => kind), ...(blind === undefined ? [] : (['unknown'] as const))];
  return {
    outcome: ORDER.find(kind => kinds.includes(kind)) ?? 'unknown',
    hops: walk.hops.map((_, index) => best(all.flatMap(hops => hops[index] ?? []))),
    branches,
    common: common?.verdict ?? (blind === undefined ? undefined : {kind: 'unknown', reason: blind}),
    requests: journeys.map(journey => ({
      mark: journey.request.mark,
      task: walk.branches.find(({address}) => address === journey.taken)?.task ?? journey.taken,
      became: gotWords(journey),
    })),
  };
}

/** A request has its mark as the source, an answer as the destination. */
function byMark(sightings: readonly Sighting[]): ReadonlyMap<number, readonly Sighting[]> {
  const found = new Map<number, Sighting[]>();
  for (const one of sightings) {
    const mark = one.kind === 'syn' ? one.sport : one.dport;
    const same = found.get(mark);
    if (same === undefined) found.set(mark, [one]);
    else same.push(one);
  }
  return found;
}

/** A request that was given to no task of the walk, though all holds up to the choice. */
function withoutBranch({hops, branches}: Walk, {taken}: Journey, judged: Judged): Judged {
  const {verdict} = judged;
  const last: Hop | undefined = hops.at(-1);
  const isFree = hops.every(({status}) => status === 'ok');
  if (!isFree || last === undefined || verdict.kind === 'unknown' || branches.length === 0) return judged;
  if (taken !== undefined) {
    const reason = `a request was given to ${taken}, which is none of the tasks that were foretold`;
    return {...judged, verdict: {kind: 'differs', hop: branches[0]!.hops[0] ?? last, reason}};
  }
  const first = judged.hops.findIndex(({kind}) => kind === 'unseen');
  if (first >= 0) return judged;
  return {...judged, verdict: {kind: 'differs', hop: last, reason: 'a request was given to no task'}};
}

/** The one that says most against what was foretold. */
function worst(judged: readonly Judged[]): Judged | undefined {
  for (const kind of ORDER) {
    const found = judged.find(({verdict}) => verdict.kind === kind);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of the hops that all requests take it is enough that one was seen there. */
function best(seen: readonly LiveHop[]): LiveHop {
  return seen.find(({kind}) => kind === 'seen') ?? seen[0] ?? {kind: 'unseen'};
}
