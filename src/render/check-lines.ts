import {factPlace} from './fact-place.ts';
import {inlineMarkdown} from './inline.ts';
import {ends, indent, type Line, line, span} from './line.ts';
import {statusSpan} from './status.ts';
import type {StepBlock} from './step-block.ts';
import {wrap} from './wrap.ts';

type CheckBlock = Extract<StepBlock, {kind: 'check' | 'task'}>;

/** A check on one line, and below it what was seen or what is wrong. */
export function checkLines(block: CheckBlock, width: number): readonly Line[] {
  const mark = block.kind === 'task' ? [span('Task: ', 'heading')] : [];
  const title = [...mark, ...inlineMarkdown(block.title, block.fill)];
  const score = points(block);
  const status = statusSpan(block.status);
  const room = width - status.text.length - 2;
  const rows = wrap(title, room - score.length - 1);
  const first = ends(rows[0] ?? [], line(score, 'faint'), room);
  const head = indent([first, ...rows.slice(1)], [status, span('  ')], [span(' '.repeat(status.text.length + 2))]);
  return [...head, ...indent(wrap(below(block), width - 2), [span('  ')])].filter(
    row => row.length > 1 || row[0]?.text.trim(),
  );
}

function points({points: got, maxPoints, status}: CheckBlock): string {
  if (maxPoints === 0) return '';
  return status === 'pass' || got > 0 ? `${got}/${maxPoints}` : maxPoints === 1 ? '1 point' : `${maxPoints} points`;
}

function below(block: CheckBlock): Line {
  if (block.status === 'old') return [...saw(block), span('before the cluster was changed', 'faint')];
  if (block.status === 'pass' && block.witnesses.length > 0) return saw(block);
  if (block.status === 'fail' && block.advice !== undefined) return inlineMarkdown(block.advice, block.fill);
  if (block.status === 'fail') return line(block.reason);
  return line(block.status === 'wait' && block.reason === '' ? '' : block.reason, 'faint');
}

function saw({status, witnesses: [first, ...more]}: CheckBlock): Line {
  if (first === undefined) return [];
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  const then = status === 'old' ? ', ' : '';
  return [span('saw ', 'faint'), span(first.row), span(` · ${factPlace(first.fact)}${others}${then}`, 'faint')];
}
