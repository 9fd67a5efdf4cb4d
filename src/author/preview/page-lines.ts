import type {Problem} from '../../core/problem.ts';
import {EMPTY, type Line, line, span} from '../../render/line.ts';
import type {StepRenderer} from '../../render/step-lines.ts';
import {wrap} from '../../render/wrap.ts';
import type {Page} from './pages.ts';

/** Rows of the screen, and which of them begin to tell a problem. */
export interface Told {
  readonly lines: readonly Line[];
  readonly marks: readonly number[];
}

/** A page's lines, each problem of its part of the file below what it is about. */
export function pageLines(
  {blocks, from, to}: Page,
  problems: readonly Problem[],
  draw: StepRenderer,
  width: number,
): Told {
  const here = problems.filter(one => one.line >= from && one.line <= to);
  const drawn = draw(
    blocks.map(({block}) => block),
    width,
  );
  const starts = blocks.map(({line}) => line);
  return joined(
    drawn.flatMap(({lines}, nth): readonly Told[] => {
      const about = here.filter(problem => belongsTo(problem.line, starts) === nth);
      const own: Told = {lines, marks: []};
      const all = [own, ...about.map(problem => problemTold(problem, width))];
      return lines.length === 0 ? all : [...all, {lines: [EMPTY], marks: []}];
    }),
  );
}

export function joined(parts: readonly Told[]): Told {
  const lines: Line[] = [];
  const marks: number[] = [];
  for (const part of parts) {
    marks.push(...part.marks.map(mark => mark + lines.length));
    lines.push(...part.lines);
  }
  return {lines, marks};
}

/** The block that begins last before the line; the first where none does. */
function belongsTo(problem: number, starts: readonly number[]): number {
  const before = starts.flatMap((start, nth) => (start > 0 && start <= problem ? [{start, nth}] : []));
  return before.reduce((best, one) => (one.start >= best.start ? one : best), {start: 0, nth: 0}).nth;
}

/** `file` is said where it is not that of the page. */
export function problemTold({line: row, column, message, severity}: Problem, width: number, file = ''): Told {
  const [sign, role] = severity === 'error' ? (['✘', 'bad'] as const) : (['!', 'warn'] as const);
  const place = file === '' ? `${row}:${column}` : `${file}:${row}:${column}`;
  return {lines: wrap([span(`${sign} ${place} `, role), ...line(message, role)], width), marks: [0]};
}
