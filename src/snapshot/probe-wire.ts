import type {Node, Running} from '../cluster/cluster.ts';
import {type Fact, type FactKey, type FactKind, factKey} from '../core/facts.ts';
import type {Output} from '../core/output.ts';
import {assembleFacts, unknownFacts} from './assemble.ts';
import type {Frame} from './frames.ts';
import {outcome} from './outcome.ts';
import {endProblem, MAX_BYTES, type ProbeOptions, probeFrames} from './run-probe.ts';
import {packedLine} from './script.ts';
import {PLANNED_WITH, planWire, type WirePlan} from './wire-plan.ts';
import {wireAskScript, wireCaptureScript} from './wire-script.ts';

const KIND = 'probe.wire';
const KINDS: ReadonlySet<FactKind> = new Set([KIND]);

/** tcpdump says so on standard error once it misses nothing any more. */
const LISTENS = 'listening on ';
const LONGEST_START_MS = 10_000;
const TOO_LATE = {cause: 'timeout', detail: 'did not listen within 10 s'} as const;
/**
 * After the last node has asked, its last packet may still be on its way, or wait for tcpdump to be given its turn: as
 * long as two pings take, and on a busy node longer.
 */
const LATE_MS = 400;
const LATEST_MS = 3_000;

/**
 * All nodes listen; when all of them do, all ask; when all have asked, the captures are ended. So a packet that was sent
 * and is in no capture was not on that wire. The facts are those of `PLANNED_WITH`.
 */
export async function probeWire(
  nodes: readonly Node[],
  facts: ReadonlyMap<FactKey, Fact>,
  options: ProbeOptions,
): Promise<readonly Fact[]> {
  const ids = nodes.map(node => node.id);
  const plans = planWire(facts, ids, options.nonce);
  const parts = nodes.flatMap(node => {
    const plan = plans.get(node.id);
    return plan === undefined ? [] : [{node, plan}];
  });
  const captures = parts.map(({node, plan}) => listen(node, plan, options));
  await within(LONGEST_START_MS, Promise.all(captures.map(({listens}) => listens)));
  const inTime = captures.map(({isReady}) => isReady());
  const asked = await Promise.all(parts.map(({node, plan}) => ask(node, plan, options)));
  const ends = Promise.all(captures.map(({running}) => running.ended));
  await within(Math.min(LATEST_MS, Math.max(LATE_MS, ...asked.map(({durationMs}) => durationMs / 2))), ends);
  for (const {running} of captures) running.stop('interrupt');
  const heard = await ends;
  return ids.flatMap(id => {
    const index = parts.findIndex(({node}) => node.id === id);
    if (index < 0) return noPart(id, plans.size > 0, facts);
    return inTime[index]
      ? together(id, heard[index]!, asked[index]!, options.nonce)
      : unknownFacts(id, KINDS, TOO_LATE);
  });
}

interface Capture {
  readonly running: Running;
  /** Resolves when it listens, or has ended without. */
  readonly listens: Promise<unknown>;
  readonly isReady: () => boolean;
}

function listen(node: Node, plan: WirePlan, {timeoutMs, nonce, signal}: ProbeOptions): Capture {
  const decoder = new TextDecoder();
  let said = '';
  let hear = () => {};
  const heard = new Promise<void>(resolve => {
    hear = resolve;
  });
  const running = node.run(
    {line: packedLine(wireCaptureScript(plan, nonce)), key: `snapshot ${KIND}`, nonce},
    {
      timeoutMs,
      maxBytes: MAX_BYTES,
      onStderr(chunk) {
        said += decoder.decode(chunk, {stream: true});
        if (said.includes(LISTENS)) hear();
      },
      ...(signal && {signal}),
    },
  );
  let isReady = false;
  const listens = Promise.race([heard, running.ended]).then(() => {
    isReady = true;
  });
  return {running, listens, isReady: () => isReady};
}

function ask(node: Node, plan: WirePlan, {timeoutMs, nonce, signal}: ProbeOptions): Promise<Output> {
  return node.run(
    {line: packedLine(wireAskScript(plan, nonce)), key: `snapshot ${KIND} ask`, nonce},
    {timeoutMs, maxBytes: MAX_BYTES, ...(signal && {signal})},
  ).ended;
}

/** One fact of what a node heard and what it asked. An interrupt is how a capture is meant to end. */
function together(id: string, heard: Output, asked: Output, nonce: string): readonly Fact[] {
  const problem = (heard.end.kind === 'stopped' ? null : endProblem(heard.end)) ?? endProblem(asked.end);
  if (problem !== null) return unknownFacts(id, KINDS, problem);
  const [capture] = probeFrames(heard, nonce);
  const [requests] = probeFrames(asked, nonce);
  if (capture === undefined || requests === undefined) return assembleFacts(id, [], KINDS);
  const bad = [capture, requests].find(frame => outcome(frame) !== null);
  const whole: Frame = {...capture, stdout: `${capture.stdout}\n${capture.stderr}\n${requests.stdout}`};
  return assembleFacts(id, [bad ?? whole], KINDS);
}

/** A node that is on no overlay with another has nothing to ask or to hear; one that was not read is not known to be so. */
function noPart(id: string, isPlanned: boolean, facts: ReadonlyMap<FactKey, Fact>): readonly Fact[] {
  const problem = PLANNED_WITH.map(kind => facts.get(factKey(kind, id))?.problem).find(one => one !== null);
  if (problem !== undefined) return unknownFacts(id, KINDS, problem ?? {cause: 'missing-fact', detail: 'was not read'});
  if (isPlanned) return assembleFacts(id, [{label: KIND, exit: 0, stdout: '', stderr: ''}], KINDS);
  const detail = 'no manager tells the data-path port, or no two nodes are on one overlay';
  return unknownFacts(id, KINDS, {cause: 'missing-fact', detail});
}

async function within(ms: number, done: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, over]);
  clearTimeout(timer);
}
