import type {Node} from '../cluster/cluster.ts';
import type {MarkedPlan, NetnsPlace, Unwatched, Watched} from '../core/marked.ts';
import {describeEnd, type Output} from '../core/output.ts';
import {endCaptures, startCapture, untilListening} from './capture.ts';
import {MARK} from './mark.ts';
import {isNetnsName, sendScript, watchScript} from './marked-script.ts';
import {outcome} from './outcome.ts';
import {type ReadWatch, readWatch} from './read-marked.ts';
import {endProblem, MAX_BYTES, type ProbeOptions, probeFrames} from './run-probe.ts';
import {packedLine} from './script.ts';

/** Namespaces that one node watches at most. */
const MOST_PLACES = 40;
/** What curl ends with when nothing was sent: it knows no such protocol, or could not take the source port. */
const NOT_SENT = new Map([
  [1, 'curl does not speak the protocol'],
  [2, 'curl could not start'],
  [45, 'its source port is taken'],
]);

const SENT = new RegExp(`^${MARK}sent (\\d{1,5}) (\\d{1,3})$`, 'gm');

/**
 * Sends marked requests while all places are watched: all listen before the first is sent, and until the last is over, so
 * that what was not seen did not pass there. Never rejects for what a node does or fails to do.
 */
export async function watchMarked(nodes: readonly Node[], plan: MarkedPlan, options: ProbeOptions): Promise<Watched> {
  const sender = nodes.find(({id}) => id === plan.sender.node);
  if (sender === undefined || !isNetnsName(plan.sender.netns))
    return nothing(`${plan.sender.node} ${plan.sender.netns} is no place that can send`);
  const {parts, left} = partsOf(nodes, plan.places);
  const captures = parts.map(({node, namespaces}) =>
    startCapture(
      node,
      {line: packedLine(watchScript(namespaces, plan, options.nonce)), key: 'walk'},
      said => namespaces.every(netns => said.includes(`${options.nonce} settled ${netns}\n`)),
      options,
    ),
  );
  const inTime = await untilListening(captures);
  const sent = await send(sender, plan, options);
  const heard = await endCaptures(captures, [sent.durationMs]);
  const reads = parts.map(({node, namespaces}, index) =>
    inTime[index]
      ? readNode(node.id, namespaces, heard[index]!, {nonce: options.nonce, requests: plan.requests.length})
      : blind(node.id, namespaces, 'it did not listen within 10 s'),
  );
  return {
    sightings: reads.flatMap(({sightings}) => sightings),
    chosen: reads.flatMap(({chosen}) => chosen),
    unwatched: [...left, ...reads.flatMap(({unwatched}) => unwatched)],
    ...readSent(sent, options.nonce),
  };
}

function nothing(unsent: string): Watched {
  return {sightings: [], chosen: [], unwatched: [], sent: [], unsent};
}

interface Part {
  readonly node: Node;
  readonly namespaces: readonly string[];
}

/** Who watches what; a name that no engine gives is not asked for. */
function partsOf(
  nodes: readonly Node[],
  places: readonly NetnsPlace[],
): {readonly parts: readonly Part[]; readonly left: readonly Unwatched[]} {
  const left: Unwatched[] = [];
  const parts = nodes.flatMap(node => {
    const all = [...new Set(places.filter(place => place.node === node.id).map(({netns}) => netns))];
    const known = all.filter(isNetnsName);
    left.push(
      ...all.filter(netns => !isNetnsName(netns)).map(netns => ({node: node.id, netns, reason: 'it has an odd name'})),
      ...known.slice(MOST_PLACES).map(netns => ({
        node: node.id,
        netns,
        reason: `on one node, no more than ${MOST_PLACES} namespaces are watched`,
      })),
    );
    return known.length === 0 ? [] : [{node, namespaces: known.slice(0, MOST_PLACES)}];
  });
  return {parts, left};
}

function send(node: Node, plan: MarkedPlan, {timeoutMs, nonce, signal}: ProbeOptions): Promise<Output> {
  return node.run(
    {line: packedLine(sendScript(plan, nonce)), key: 'walk send', nonce},
    {timeoutMs, maxBytes: MAX_BYTES, ...(signal && {signal})},
  ).ended;
}

/** An interrupt is how a watch is meant to end. */
function readNode(
  node: string,
  namespaces: readonly string[],
  heard: Output,
  {nonce, requests}: {readonly nonce: string; readonly requests: number},
): ReadWatch {
  const problem = heard.end.kind === 'stopped' ? null : endProblem(heard.end);
  if (problem !== null) return blind(node, namespaces, problem.detail);
  const [frame] = probeFrames(heard, nonce);
  if (frame === undefined) return blind(node, namespaces, `nothing was read (${describeEnd(heard.end)})`);
  const bad = outcome(frame);
  return bad === null ? readWatch(node, namespaces, frame.stdout, requests) : blind(node, namespaces, bad.detail);
}

function blind(node: string, namespaces: readonly string[], reason: string): ReadWatch {
  return {sightings: [], chosen: [], unwatched: namespaces.map(netns => ({node, netns, reason}))};
}

function readSent(sent: Output, nonce: string): Pick<Watched, 'sent' | 'unsent'> {
  const problem = endProblem(sent.end);
  const [frame] = problem === null ? probeFrames(sent, nonce) : [];
  if (frame === undefined) return {sent: [], unsent: problem?.detail ?? describeEnd(sent.end)};
  const bad = outcome(frame);
  if (bad !== null) return {sent: [], unsent: bad.detail};
  const ends = [...frame.stdout.matchAll(SENT)].map(([, mark, code]) => ({mark: Number(mark), code: Number(code)}));
  const marks = ends.filter(({code}) => !NOT_SENT.has(code)).map(({mark}) => mark);
  const [end] = ends;
  return {sent: marks, unsent: marks.length > 0 ? null : (NOT_SENT.get(end?.code ?? 0) ?? 'no request was sent')};
}
