import type {MarkedRequest, Sighting, Watched} from '../../../core/marked.ts';
import type {Branch} from '../../walk.ts';
import type {Aim, End} from './aim.ts';
import type {Traces} from './showing.ts';

/** What became of one request. */
export interface Journey extends Traces {
  readonly request: MarkedRequest;
  /** Where it came to, of all places that were watched as ends. */
  readonly arrived: readonly End[];
  /** An end that answered. */
  readonly answeredBy: End | undefined;
  /** What came back to the sender. */
  readonly got: 'syn-ack' | 'rst' | undefined;
}

/**
 * Picks out what belongs to a request. Ports may be anybody's, so the sequence number that the sender gave its first
 * packet has to be the same everywhere, and answers have to acknowledge it.
 */
export function journeyOf(
  request: MarkedRequest,
  {plan, ends}: Aim,
  watched: Watched,
  branches: readonly Branch[],
  entry: string,
): Journey {
  const {mark} = request;
  const isAt = (place: {readonly node: string; readonly netns: string}) => (one: Sighting) =>
    one.node === place.node && one.netns === place.netns;
  const own = watched.sightings.find(one => one.kind === 'syn' && one.sport === mark && isAt(plan.sender)(one));
  const requests =
    own === undefined
      ? []
      : watched.sightings.filter(({kind, sport, seq}) => kind === 'syn' && sport === mark && seq === own.seq);
  const expected = own?.seq === undefined ? undefined : (own.seq + 1) % 2 ** 32;
  const answers = watched.sightings.filter(
    ({kind, dport, ack}) => kind !== 'syn' && dport === mark && ack !== undefined && ack === expected,
  );
  const chosen = watched.chosen.filter(one => one.mark === mark);
  const choice = chosen.find(({node}) => node === entry);
  const arrived = ends.filter(end =>
    requests.some(one => one.way === 'in' && one.dst === end.address && isAt(end)(one)),
  );
  const known = new Set([...branches, ...ends].map(({address}) => address));
  // An answer of anybody but whom the sender asked is none to it.
  const answersIn = answers.filter(
    one => one.way === 'in' && one.src === request.address && one.sport === request.port && isAt(plan.sender)(one),
  );
  return {
    request,
    requests,
    answers,
    chosen,
    // What is routed on as it came may go to another task yet, by another node's choice.
    taken:
      (choice && requests.find(one => known.has(one.dst) && isAt(choice)(one)))?.dst ??
      choice?.server ??
      requests.find(({dst}) => known.has(dst))?.dst ??
      chosen[0]?.server ??
      (known.has(request.address) ? request.address : undefined),
    arrived,
    answeredBy: ends.find(end => answers.some(one => one.way === 'out' && isAt(end)(one))),
    got: answersIn.some(({kind}) => kind === 'syn-ack') ? 'syn-ack' : answersIn.length > 0 ? 'rst' : undefined,
  };
}
