import type {Node} from '../cluster/cluster.ts';
import {type Fact, type FactKey, type FactKind, factKey} from '../core/facts.ts';
import type {Output} from '../core/output.ts';
import {assembleFacts, unknownFacts} from './assemble.ts';
import {endCaptures, startCapture, untilListening} from './capture.ts';
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
const TOO_LATE = {cause: 'timeout', detail: 'did not listen within 10 s'} as const;

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
  const captures = parts.map(({node, plan}) =>
    startCapture(
      node,
      {line: packedLine(wireCaptureScript(plan, options.nonce)), key: `snapshot ${KIND}`},
      said => said.includes(LISTENS),
      options,
    ),
  );
  const inTime = await untilListening(captures);
  const asked = await Promise.all(parts.map(({node, plan}) => ask(node, plan, options)));
  const heard = await endCaptures(
    captures,
    asked.map(({durationMs}) => durationMs),
  );
  return ids.flatMap(id => {
    const index = parts.findIndex(({node}) => node.id === id);
    if (index < 0) return noPart(id, plans.size > 0, facts);
    return inTime[index]
      ? together(id, heard[index]!, asked[index]!, options.nonce)
      : unknownFacts(id, KINDS, TOO_LATE);
  });
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
