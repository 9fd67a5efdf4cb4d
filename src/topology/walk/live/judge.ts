import {HOP_KINDS, type Hop, type HopKind} from '../../walk.ts';
import {isNeverChosen, MOST_REQUESTS} from './aim.ts';
import {type Context, type Seen, seenAt, showingOf} from './showing.ts';
import type {Journey} from './traces.ts';

/** What was seen at one hop of a way. */
export type LiveHop =
  | {readonly kind: 'seen'; readonly at: Seen}
  | {readonly kind: 'unseen'}
  /** Nothing can show it there: a name, or what is inside ESP. */
  | {readonly kind: 'hidden'}
  | {readonly kind: 'unwatched'; readonly reason: string};

export type LiveVerdict =
  | {readonly kind: 'agrees'; readonly reason: string}
  /** The first hop at which what was foretold and what was seen are not the same. */
  | {readonly kind: 'differs'; readonly hop: Hop; readonly reason: string}
  /** No request went that way. */
  | {readonly kind: 'untried'; readonly reason: string}
  | {readonly kind: 'unknown'; readonly reason: string};

/** A way, what was seen at each of its hops, and what that says of what was foretold. */
export interface Judged {
  readonly hops: readonly LiveHop[];
  readonly verdict: LiveVerdict;
}

/**
 * Where a packet may well come into the namespace of its task though the way is broken: the interface there has another MAC
 * or address, or the answer does not come back.
 */
const ARRIVES: ReadonlySet<HopKind> = new Set(['snat', 'task', 'redirect', 'input', 'back']);
/** Where a task refuses what it would answer on another port. */
const REFUSES: ReadonlySet<HopKind> = new Set(['redirect', 'input']);
/**
 * A server that is routed to gets the packet as it was sent, and takes it for somebody else's; where a firewall stops the
 * answers, the request has come through.
 */
const ARRIVES_WITH: ReadonlySet<string> = new Set(['other_forward', 'answers_dropped', 'no_answer_rule']);

/** Why a place was not watched; undefined where it was. */
export type Blindness = (place: {readonly node: string; readonly netns: string}) => string | undefined;

/** What a request is judged by besides the hops. */
export interface Terms {
  /** The node at which it enters. */
  readonly entry: string;
  readonly isBlind: Blindness;
  /** A client outside asks: it speaks to the port that is published, so a refusal by the task is no answer to it. */
  readonly isOutside: boolean;
}

/** Holds one request against the hops of the way that it took. */
export function judge(hops: readonly Hop[], journey: Journey, {entry, isBlind, isOutside}: Terms): Judged {
  const seen = hops.map((hop): LiveHop => {
    const showing = showingOf(hop, {entry, hops});
    if (showing === undefined) return {kind: 'hidden'};
    const reason = isBlind(hop);
    if (reason !== undefined) return {kind: 'unwatched', reason};
    const at = seenAt(hop, showing, journey);
    return at === undefined ? {kind: 'unseen'} : {kind: 'seen', at};
  });
  const stop = hops.findIndex(({status}) => status !== 'ok');
  const verdict = verdictOf(hops, seen, stop, journey, {entry, isOutside});
  return {hops: seen, verdict};
}

function verdictOf(
  hops: readonly Hop[],
  seen: readonly LiveHop[],
  stop: number,
  journey: Journey,
  {entry, isOutside}: Omit<Terms, 'isBlind'>,
): LiveVerdict {
  const blind = seen.findIndex(({kind}) => kind === 'unwatched');
  const blindHop = seen[blind];
  if (blindHop?.kind === 'unwatched') return {kind: 'unknown', reason: `${placeOf(hops[blind]!)}: ${blindHop.reason}`};
  const end = hops[stop];
  if (end?.status === 'unknown')
    return {kind: 'unknown', reason: `what becomes of it is not foretold: ${gotWords(journey)}`};
  if (isOutside && !cameTo(entry, journey))
    return {kind: 'unknown', reason: `no packet of it was seen to come to ${entry}, where the walk begins`};
  if (end?.status === 'broken') return brokenAt(end, hops.slice(0, passedUpTo(hops, stop)), seen, journey, entry);
  return held(hops, seen, journey, !isOutside);
}

function cameTo(entry: string, {requests}: Journey): boolean {
  return requests.some(
    ({node, netns, way, tunnel}) => node === entry && netns === 'host' && way === 'in' && tunnel === undefined,
  );
}

/** Every hop is to hold: all of them are seen, and the task answers. */
function held(hops: readonly Hop[], seen: readonly LiveHop[], journey: Journey, refusalCounts: boolean): LiveVerdict {
  const first = seen.findIndex(({kind}) => kind === 'unseen');
  const clear = clearText(hops, journey);
  if (clear !== undefined) return clear;
  if (first >= 0) {
    const hop = hops[first]!;
    return differs(hop, `foretold ok at ${placeOf(hop)}, but nothing passed there${lastSeen(hops, seen)}`);
  }
  const {got, answeredBy} = journey;
  const hop = hops.at(-1)!;
  if (got === undefined) return differs(hop, 'foretold ok, and all hops were passed, but no answer came back');
  if (answeredBy === undefined) return differs(hop, 'foretold ok, but it was no task that answered');
  if (got === 'rst' && !refusalCounts)
    return differs(hop, `foretold ok, but ${answeredBy.task} refused the connection`);
  return {kind: 'agrees', reason: gotWords(journey)};
}

/** Which interface a task has is looked at before the wire to it, which a packet has to pass first. */
function passedUpTo(hops: readonly Hop[], stop: number): number {
  return hops[stop]?.kind === 'port' && hops[stop - 1]?.kind === 'task' ? stop - 1 : stop;
}

function brokenAt(
  end: Extract<Hop, {readonly status: 'broken'}>,
  before: readonly Hop[],
  seen: readonly LiveHop[],
  journey: Journey,
  entry: string,
): LiveVerdict {
  const {got, answeredBy, arrived} = journey;
  const mayArrive = ARRIVES.has(end.kind) || ARRIVES_WITH.has(end.code);
  const passed = `foretold broken at ${placeOf(end)}, but it`;
  const isAnswer = got === 'syn-ack' || (got === 'rst' && !REFUSES.has(end.kind));
  if (answeredBy !== undefined && isAnswer) return differs(end, `${passed} passed, and ${answeredBy.task} answered`);
  const [came] = arrived;
  if (came !== undefined && !mayArrive) return differs(end, `${passed} came to ${came.task}`);
  const first = before.findIndex(
    (hop, index) => seen[index]?.kind === 'unseen' && !mayWait(hop, before.slice(index), {entry, hops: before}),
  );
  const hop = before[first];
  if (hop !== undefined) {
    const what = `foretold broken only at ${placeOf(end)}, but nothing passed ${placeOf(hop)}`;
    return differs(hop, `${what}${lastSeen(before, seen)}`);
  }
  return {kind: 'agrees', reason: `nothing came past it: ${gotWords(journey)}`};
}

/**
 * A packet is sent out only when the MAC of the next one is known. Where nobody tells it, because the way is broken right
 * behind a namespace, the packet waits in there, and is not seen on its way out.
 */
function mayWait(hop: Hop, rest: readonly Hop[], context: Context): boolean {
  const isLast = rest.every(({node, netns}) => node === hop.node && netns === hop.netns);
  return isLast && showingOf(hop, context)?.way !== 'in';
}

/** Of an encrypted network nothing may pass in clear. */
function clearText(hops: readonly Hop[], {requests, taken}: Journey): LiveVerdict | undefined {
  const hop = hops.find(({kind}) => kind === 'encrypt');
  const clear = requests.find(({tunnel, dst}) => tunnel !== undefined && dst === taken);
  if (hop === undefined || clear?.tunnel === undefined) return undefined;
  return differs(hop, `foretold encrypted, but it passed in clear to ${clear.tunnel.dst}, on ${clear.node}`);
}

function differs(hop: Hop, reason: string): LiveVerdict {
  return {kind: 'differs', hop, reason};
}

function lastSeen(hops: readonly Hop[], seen: readonly LiveHop[]): string {
  const last = seen.findLastIndex(({kind}) => kind === 'seen');
  const hop = hops[last];
  return hop === undefined ? '; it was not seen at all' : `; it was last seen at ${placeOf(hop)}`;
}

function placeOf({kind, node, netns, device}: Hop): string {
  return [
    `${HOP_KINDS[kind]},`,
    node,
    ...(netns === 'host' ? [] : [netns]),
    ...(device === undefined ? [] : [device]),
  ].join(' ');
}

export function gotWords({got, answeredBy}: Journey): string {
  if (got === undefined) return 'no answer';
  const who = answeredBy === undefined ? '' : ` by ${answeredBy.task}`;
  return got === 'syn-ack' ? `answered${who}` : `refused${who}`;
}

/** What is said of a branch that none of so many requests took. */
export function untried(hops: readonly Hop[], sent: number, isBlind: Blindness): LiveVerdict {
  const [choice] = hops;
  const reason = choice && isBlind(choice);
  if (reason !== undefined) return {kind: 'unknown', reason};
  const times = `${sent} ${sent === 1 ? 'request' : 'requests'}`;
  const more = sent >= MOST_REQUESTS ? ', and no more than that are sent' : '';
  if (sent > 0 && isNeverChosen(hops)) return {kind: 'agrees', reason: `it was not chosen for any of ${times}`};
  return {kind: 'untried', reason: `none of ${times} was given to it${more}`};
}
