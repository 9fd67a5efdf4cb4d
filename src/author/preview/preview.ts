import {basename} from 'node:path';
import type {Problem} from '../../core/problem.ts';
import {EMPTY, ends, type Line, line, span} from '../../render/line.ts';
import type {StepRenderer} from '../../render/step-lines.ts';
import type {LintResult} from '../lint.ts';
import {joined, pageLines, problemTold, type Told} from './page-lines.ts';
import {type Page, pagesOf} from './pages.ts';

/** What an author looks at: one step, and where in it. */
export interface Preview {
  readonly pages: readonly Page[];
  readonly problems: readonly Problem[];
  /** Index of the page. */
  readonly open: number;
  /** Lines scrolled past. */
  readonly top: number;
  /** Columns and rows of the terminal. */
  readonly size: {readonly columns: number; readonly rows: number};
}

export type PreviewEvent =
  | {readonly kind: 'saved'; readonly found: LintResult}
  | {readonly kind: 'resized'; readonly size: Preview['size']}
  | {readonly kind: 'key'; readonly key: string};

const EMPTY_PREVIEW = {pages: [], problems: [], open: 0, top: 0} as const;

/** `wanted`: the id of a lesson, or `lesson/step`. */
export function openPreview(found: LintResult, wanted: string | undefined, size: Preview['size']): Preview {
  const preview = afterSave({...EMPTY_PREVIEW, size}, found);
  const open = preview.pages.findIndex(({id}) => id === wanted || id.startsWith(`${wanted}/`));
  return {...preview, open: Math.max(0, open)};
}

/** The page stays, wherever in the file it is now; a step with another id is where the old one was. */
function afterSave(preview: Preview, {shown, problems}: LintResult): Preview {
  const pages = shown.flatMap(pagesOf);
  const same = pages.findIndex(({id}) => id === preview.pages[preview.open]?.id);
  return {...preview, pages, problems, open: same >= 0 ? same : Math.max(0, Math.min(preview.open, pages.length - 1))};
}

/** Undefined once the author leaves. */
export function nextPreview(preview: Preview, event: PreviewEvent, draw: StepRenderer): Preview | undefined {
  switch (event.kind) {
    case 'saved':
      return scrolled(afterSave(preview, event.found), 0, draw);
    case 'resized':
      return scrolled({...preview, size: event.size}, 0, draw);
    case 'key':
      return afterKey(preview, event.key, draw);
  }
}

function afterKey(preview: Preview, key: string, draw: StepRenderer): Preview | undefined {
  const page = preview.size.rows - FRAME - 1;
  switch (key) {
    case 'q':
    case 'ctrl-c':
      return undefined;
    case 'down':
    case 'j':
      return scrolled(preview, 1, draw);
    case 'up':
    case 'k':
      return scrolled(preview, -1, draw);
    case 'pagedown':
    case 'space':
      return scrolled(preview, page, draw);
    case 'pageup':
      return scrolled(preview, -page, draw);
    case 'n':
    case 'right':
      return turned(preview, 1);
    case 'p':
    case 'left':
      return turned(preview, -1);
    case 'e':
      return toNextProblem(preview, draw);
    default:
      return preview;
  }
}

function turned(preview: Preview, by: number): Preview {
  const open = Math.max(0, Math.min(preview.pages.length - 1, preview.open + by));
  return open === preview.open ? preview : {...preview, open, top: 0};
}

function scrolled(preview: Preview, by: number, draw: StepRenderer): Preview {
  const most = Math.max(0, bodyOf(preview, draw).lines.length - (preview.size.rows - FRAME));
  return {...preview, top: Math.max(0, Math.min(most, preview.top + by))};
}

/** The next problem below what is shown first; else the first of the next page that has one, and round. */
function toNextProblem(preview: Preview, draw: StepRenderer): Preview {
  const {pages, open, problems, top} = preview;
  const to = (page: number, mark: number) => scrolled({...preview, open: page, top: mark}, 0, draw);
  const below = bodyOf(preview, draw).marks.find(mark => mark > top);
  if (below !== undefined) return to(open, below);
  const order = pages.map((_, nth) => (open + 1 + nth) % pages.length);
  const next = order.find(nth => problemsOf(pages[nth]!, problems).length > 0);
  return next === undefined ? preview : to(next, bodyOf({...preview, open: next}, draw).marks[0] ?? 0);
}

function problemsOf({lesson, from, to}: Page, problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({file, line: at}) => file === lesson.file && at >= from && at <= to);
}

/** Rows of the header and the footer. */
const FRAME = 3;

/** The whole screen, a line a row. */
export function previewLines(preview: Preview, draw: StepRenderer): readonly Line[] {
  const {size, top} = preview;
  const room = size.rows - FRAME;
  const body = bodyOf(preview, draw).lines;
  const shown = body.slice(top, top + room);
  const more = body.length - top - shown.length;
  const blank = Array.from({length: Math.max(0, room - shown.length)}, () => EMPTY);
  const rest = more > 0 ? `${more} lines more` : '';
  return [headLine(preview), EMPTY, ...shown, ...blank, ends(line(KEYS, 'faint'), line(rest, 'faint'), size.columns)];
}

const KEYS = '↑↓ scroll  n p step  e next problem  q quit';

function headLine({pages, open, problems, size}: Preview): Line {
  const page = pages[open];
  const steps = pages.filter(({lesson}) => lesson === page?.lesson);
  const where =
    page === undefined
      ? 'nothing to show'
      : `step ${steps.indexOf(page) + 1} of ${steps.length} · ${page.lesson.title}`;
  const errors = problems.filter(({severity}) => severity === 'error').length;
  const count = [counted(errors, 'error'), counted(problems.length - errors, 'warning')].filter(Boolean).join(', ');
  return ends([span(where, 'heading')], line(count || 'no problem', errors > 0 ? 'bad' : 'faint'), size.columns);
}

function counted(number: number, noun: string): string {
  if (number === 0) return '';
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What no page shows stands first: a lesson that cannot be read, module.yaml, grading.yaml. */
export function bodyOf({pages, open, problems, size}: Preview, draw: StepRenderer): Told {
  const page = pages[open];
  const width = size.columns;
  const homeless = problems.filter(problem => !pages.some(each => problemsOf(each, [problem]).length > 0));
  const first = joined(homeless.map(problem => problemTold(problem, width, basename(problem.file))));
  if (page === undefined) return first;
  const own = pageLines(page, problemsOf(page, problems), draw, width);
  return first.lines.length === 0 ? own : joined([first, {lines: [EMPTY], marks: []}, own]);
}
