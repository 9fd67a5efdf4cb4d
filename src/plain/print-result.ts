import {describeEnd} from '../core/output.ts';
import {rowNotes} from '../render/row-notes.ts';
import type {Session} from '../session/session.ts';
import type {RunResult} from '../session/state.ts';
import type {Fresh} from './run-aloud.ts';
import type {Writer} from './writer.ts';

const MOST_OF_ROW = 48;

/** What a command printed on a node, with what the lesson says about rows of it; not again what was shown as it came. */
export function printResult(session: Session, {run, on, followed}: Fresh, out: Writer): void {
  const {node, result} = on;
  if (result === undefined) return;
  const how = `${describeEnd(result.end)}, ${Math.round(result.durationMs)} ms`;
  if (followed === 'no') printText(node, how, result, out);
  else out.text(`${followed === 'alone' ? 'Ended' : `${run.id} ended`} on ${node} (${how}).`);
  if (result.captureProblem !== undefined) out.text(`could not take a value: ${result.captureProblem}`, 2);
  if (result.parsed === undefined) return;
  const lines = result.stdout.split('\n');
  for (const {line, text} of rowNotes(run.notes, result.parsed.data, result.stdout, one =>
    session.fillText(one, node),
  )) {
    const row = line === null ? '' : `${shortened(lines[line] ?? '')}: `;
    out.text(`note: ${row}${text.replaceAll('`', '')}`, 2);
  }
}

/** Enough of a line to know it by. */
function shortened(line: string): string {
  const text = line.trim().replace(/\s+/g, ' ');
  return text.length > MOST_OF_ROW ? `${text.slice(0, MOST_OF_ROW)}…` : text;
}

function printText(node: string, how: string, result: RunResult, out: Writer): void {
  out.text(`Output on ${node} (${how})${result.stdout.trim() === '' ? ': nothing.' : ':'}`);
  out.verbatim(result.stdout);
  if (result.stderr.trim() !== '') {
    out.text('on standard error:', 2);
    out.verbatim(result.stderr);
  }
}
