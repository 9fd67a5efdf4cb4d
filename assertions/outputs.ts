import {describeEnd} from '../src/core/output.ts';
import type {Verdict, Witness} from '../src/core/verdict.ts';
import {Failed} from '../src/topology/failed.ts';
import {Unknown} from '../src/topology/unknown.ts';
import type {OutputEvidence} from './assertion.ts';

const SHOWN = 160;

/** The outputs an argument `node` means; all when it is not given. */
export function selectOutputs(
  evidence: readonly OutputEvidence[],
  node: string | undefined,
): readonly OutputEvidence[] {
  const chosen =
    node === undefined || node === 'all' ? evidence : evidence.filter(one => one.node === node || one.role === node);
  if (chosen.length > 0) return chosen;
  const where = node === undefined ? '' : ` on ${node}`;
  throw new Unknown('missing-fact', `the command was not run${where}, so there is no output to judge`);
}

/** The exit code of a command that came to its own end, and whose output is all there; else nothing is said of what was asked. */
function exitCodeOf({node, end, exitCode}: OutputEvidence): number {
  if (exitCode !== null) return exitCode;
  if (end.kind === 'exited') throw new Unknown('unsupported', `${node}: it printed more than is looked at`);
  const cause = end.kind === 'unreachable' || end.kind === 'lost' ? 'unreachable' : 'timeout';
  throw new Unknown(cause, `${node}: ${describeEnd(end)}, so the output may not be whole`);
}

/** Without an expected code a command must exit with 0, and a stream that was cut is as good as one that ended. */
export function requireExit(evidence: OutputEvidence, wanted?: number): void {
  if (wanted === undefined && evidence.cut !== undefined) {
    if (evidence.isDeaf !== true) return;
    const said = `${evidence.cut} before it said that it listens, and it showed nothing`;
    throw new Unknown('timeout', `${evidence.node}: ${said}, so it cannot be told whether there was something to see`);
  }
  const expected = wanted ?? 0;
  const code = exitCodeOf(evidence);
  if (code === expected) return;
  const said = firstLine(evidence.stderr);
  throw new Failed({
    code: 'other_exit',
    reason: `${evidence.node}: the command ended with exit ${code}, not ${expected}${said === '' ? '' : `: ${said}`}`,
    expected,
    actual: code,
    near: said === '' ? [] : [seen(evidence, said)],
    words: {seen: String(code)},
  });
}

/**
 * For who is content with nothing: a stream that was cut before it showed anything may never have listened. A lesson that
 * knows better names the exit code.
 */
export function mustHaveEnded({node, cut, stdout}: OutputEvidence, wanted: number | undefined): void {
  if (wanted !== undefined || cut === undefined || stdout.trim() !== '') return;
  throw new Unknown('timeout', `${node}: ${cut} before anything was shown, so it cannot be told whether it listened`);
}

/** What the parser understood. No output is never a pass; one with lines that were not understood is not judged. */
export function parsedData(evidence: OutputEvidence): unknown {
  const {parsed, node} = evidence;
  if (parsed === undefined) throw new Unknown('unsupported', 'the command names no parser, so its output has no rows');
  if (parsed.broken !== undefined) throw new Unknown('parse', `${node}: ${parsed.broken}`);
  const line = parsed.unparsed.find(one => !isTorn(evidence, one.line));
  if (line !== undefined) {
    throw new Unknown(
      'parse',
      `${node}: line ${line.line} of the output is not understood: ${line.text.slice(0, SHOWN)}`,
    );
  }
  if (parsed.lines > parsed.unparsed.length) return parsed.data;
  const reason = `${node}: the command printed nothing`;
  throw new Failed({code: 'empty', reason, expected: 'rows', actual: ''});
}

/** Whether a line is the last one of a stream that was cut before the line had ended. */
function isTorn({cut, stdout}: OutputEvidence, line: number): boolean {
  return cut !== undefined && !stdout.endsWith('\n') && line === stdout.split('\n').length;
}

/** A verdict on outputs, with a word on the streams among them that were cut. */
export function notingCuts(verdict: Verdict, outputs: readonly OutputEvidence[]): Verdict {
  const cuts = outputs.flatMap(({node, cut}) => (cut === undefined ? [] : [`${node}: ${cut}`]));
  if (cuts.length === 0 || verdict.ok === null) return verdict;
  const note = `judged by what it showed until it was cut (${cuts.join('; ')})`;
  if (verdict.ok) return {...verdict, summary: `${verdict.summary}; ${note}`};
  return {...verdict, reason: `${verdict.reason}; ${note}`};
}

/** Something of a student's own output, as a witness. */
export function seen({runId, node}: OutputEvidence, text: string): Witness {
  return {fact: `output:${runId}@${node}`, row: text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text};
}

export function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter(line => line.trim() !== '');
}

function firstLine(text: string): string {
  return linesOf(text)[0]?.trim().slice(0, SHOWN) ?? '';
}
