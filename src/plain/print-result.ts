import {describeEnd} from '../core/output.ts';
import {rowNotes} from '../render/row-notes.ts';
import {findRun} from '../session/find.ts';
import {fullId} from '../session/navigate.ts';
import type {Session} from '../session/session.ts';
import type {RunResult} from '../session/state.ts';
import type {Writer} from './writer.ts';

const MOST_OF_ROW = 48;

/** What a command printed on each node, with what the lesson says about rows of it. */
export function printResults(session: Session, id: string, out: Writer): void {
  const state = session.state();
  const notes = findRun(state, id)?.run.notes ?? [];
  for (const {node, result} of Object.values(state.runs[fullId(state, id)]?.nodes ?? {})) {
    if (result === undefined) continue;
    printResult(node, result, out);
    if (result.parsed === undefined) continue;
    const lines = result.stdout.split('\n');
    for (const {line, text} of rowNotes(notes, result.parsed.data, result.stdout, one => session.fillText(one, node))) {
      const row = line === null ? '' : `${shortened(lines[line] ?? '')}: `;
      out.text(`note: ${row}${text.replaceAll('`', '')}`, 2);
    }
  }
}

/** Enough of a line to know it by. */
function shortened(line: string): string {
  const text = line.trim().replace(/\s+/g, ' ');
  return text.length > MOST_OF_ROW ? `${text.slice(0, MOST_OF_ROW)}…` : text;
}

function printResult(node: string, result: RunResult, out: Writer): void {
  out.text(`Output on ${node} (${describeEnd(result.end)}, ${Math.round(result.durationMs)} ms):`);
  out.verbatim(result.stdout);
  if (result.stderr.trim() !== '') {
    out.text('on standard error:', 2);
    out.verbatim(result.stderr);
  }
  if (result.captureProblem !== undefined) out.text(`could not take a value: ${result.captureProblem}`, 2);
}
