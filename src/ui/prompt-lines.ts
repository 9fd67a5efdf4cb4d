import {noUndo} from '../core/no-undo.ts';
import {cells, graphemes} from '../render/cells.ts';
import {clip, indent, type Line, line, lineCells, type Span, span} from '../render/line.ts';
import {wordDifference} from '../render/word-difference.ts';
import {wrap} from '../render/wrap.ts';
import {wrapCommand} from '../render/wrap-command.ts';
import type {Question} from '../session/state.ts';
import {headerRows} from './geometry.ts';
import type {Situation} from './situation.ts';
import type {EditLine} from './view.ts';
import {judgedChecks} from './why-page.ts';

/** A question at the bottom of the screen, with the keys that answer it; empty when nothing is asked. */
export function promptLines(now: Situation): readonly Line[] {
  const {state, view} = now;
  const width = view.columns - 2;
  const asked = state.asking === null ? typed(now, width) : questionLines(state.asking, now, width);
  if (asked === undefined) return [];
  const {body, typedIn = 0, tail = [], keys} = asked;
  const most = Math.max(1, mostRows(now) - tail.length);
  // However low the screen is, the row that one types in is on it.
  const last = typedIn < most - 1 ? line('…', 'faint') : body[typedIn]!;
  const kept = body.length > most ? [...body.slice(0, most - 1), last] : body;
  const rows = [...kept, ...tail, keysLine(keys, width)];
  return [line('─'.repeat(view.columns), 'faint'), ...indent(rows, [span(' ')])];
}

/** Of what will run as much as possible is shown, else half of the screen stays for the text. */
function mostRows({state, view: {rows}}: Situation): number {
  // A rule, the keys, and a row of the text.
  const room = rows - headerRows(rows) - 3;
  return state.asking === null ? Math.min(room, Math.ceil(rows / 2)) : room;
}

interface Asked {
  readonly body: readonly Line[];
  /** Which row of it one types in; the first when not said. */
  readonly typedIn?: number;
  /** What is still shown when there is no room for all of the body. */
  readonly tail?: readonly Line[];
  readonly keys: readonly Pair[];
}

type Pair = readonly [key: string, label: string];

/** The first and the last of the keys, and as many between them as there is room for. */
function keysLine(pairs: readonly Pair[], width: number): Line {
  const drawn = pairs.flatMap(([key, label], index): readonly Span[] => [
    span(index > 0 ? '   ' : ''),
    span(key, 'accent'),
    span(` ${label}`, 'faint'),
  ]);
  if (pairs.length <= 2 || lineCells(drawn) <= width) return clip(drawn, width);
  return keysLine([...pairs.slice(0, -2), ...pairs.slice(-1)], width);
}

function questionLines(question: Question, {view}: Situation, width: number): Asked {
  switch (question.kind) {
    case 'trust':
      return {
        body: wrap([span('May it run on '), span(question.permissions.cluster, 'strong'), span('?')], width),
        keys: [
          ['y', 'yes'],
          ['n', 'not now'],
          ['↑↓', 'read on'],
        ],
      };
    case 'confirm-run':
      return {
        body: [
          ...wrap(
            [
              span('Run this on '),
              span(question.nodes.join(', '), 'strong'),
              span('? It changes '),
              span(question.mutates, 'warn'),
            ],
            width,
          ),
          ...command(question.line, width),
        ],
        tail: wrap(line(undoWords(question.undo), 'faint'), width).slice(0, 3),
        keys: [
          ['y', 'run it'],
          ['n', 'leave it'],
        ],
      };
    case 'confirm-undo':
      return {
        body: [
          ...wrap(line('Take back what this step did? This will run:'), width),
          ...question.lines.flatMap(({node, line: text}) => [...command(text, width), line(`  on ${node}`, 'faint')]),
        ],
        keys: [
          ['y', 'take it back'],
          ['n', 'leave it'],
        ],
      };
    case 'confirm-solution':
      return {
        body: wrap(line('Show the solution? The step then counts as assisted; its points stay.'), width),
        keys: [
          ['y', 'show it'],
          ['n', 'try on'],
        ],
      };
    case 'confirm-catch-up':
      return {
        body: [
          ...wrap(line(catchUpWords(question.missing.length)), width),
          ...(question.changes.length === 0
            ? []
            : wrap([span('This changes ', 'faint'), span(question.changes.join(', '), 'warn')], width)),
        ],
        keys: [
          ['y', 'do it'],
          ['n', 'leave it'],
        ],
      };
    case 'choose-value':
      return {
        body: [
          ...wrap(
            [
              span('Which one is '),
              span(`<${question.name}>`, 'value'),
              span(question.node === null ? '?' : ` on ${question.node}?`),
            ],
            width,
          ),
          ...choices(question.options, view.cursor, width, view.rows),
        ],
        keys: [
          ['Enter', 'take it'],
          ['↑↓', 'choose'],
          ['Esc', 'none'],
        ],
      };
  }
}

function catchUpWords(steps: number): string {
  if (steps === 1) return 'Have the step before this one done for you? It counts as assisted.';
  return `Have ${steps} steps before this one done for you? They count as assisted.`;
}

function undoWords(undo: string): string {
  const reason = noUndo(undo);
  if (reason === undefined) return `x takes it back: ${undo}`;
  return `it is not taken back${reason === '' ? '' : `, ${reason}`}`;
}

function command(text: string, width: number): readonly Line[] {
  return text
    .split('\n')
    .flatMap((row, index) =>
      indent(
        wrapCommand([span(row, 'strong')], width - 2),
        [index === 0 ? span('$ ', 'prompt') : span('  ')],
        [span('  ')],
      ),
    );
}

/** The options around the chosen one. */
function choices(options: readonly string[], cursor: number, width: number, rows: number): readonly Line[] {
  const most = Math.max(2, Math.min(9, Math.floor(rows / 2) - 2));
  const from = Math.max(0, Math.min(cursor - Math.floor(most / 2), options.length - most));
  return options.slice(from, from + most).map((option, index) => {
    const chosen = from + index === cursor;
    return clip(
      [
        span(chosen ? '▌ ' : '  ', 'accent'),
        span(`${from + index + 1} `, 'faint'),
        span(option, chosen ? 'strong' : 'prose'),
      ],
      width,
    );
  });
}

function typed({state, view, focused}: Situation, width: number): Asked | undefined {
  const {prompt} = view;
  if (prompt === null) return undefined;
  if (prompt.kind === 'edit') {
    const where = prompt.node === undefined ? 'Edit and run' : `Edit and run on ${prompt.node}`;
    const {text} = prompt.edit;
    const changed =
      text === prompt.from
        ? []
        : wrap([span('changed: ', 'faint'), ...aroundChanges(wordDifference(prompt.from, text))], width);
    const body = [line(where), editor('$ ', prompt.edit, width), ...changed];
    return {body, typedIn: 1, keys: [['Enter', 'run it'], LEAVE_IT]};
  }
  if (prompt.kind === 'report') {
    const title =
      judgedChecks(state)
        .find(({id}) => id === prompt.check)
        ?.title.replaceAll('`', '') ?? prompt.check;
    const said = `A file with the check “${title}”, your output and the facts it saw. Nothing is sent.`;
    const what = wrap(line(said, 'faint'), width);
    const body = [...what, editor('What is wrong with it? ', prompt.edit, width)];
    return {body, typedIn: what.length, keys: [['Enter', 'write it'], LEAVE_IT]};
  }
  if (prompt.kind === 'find') {
    const {label, keys} = FINDING[view.screen === 'output' || view.screen === 'list' ? view.screen : 'search'];
    return {body: [editor(label, prompt.edit, width)], keys};
  }
  const options = focused?.kind === 'quiz' ? focused.quiz.choices : [];
  const pick: readonly Pair[] = options.length > 0 ? [[`1-${options.length}`, 'choose']] : [];
  return {body: [editor('Answer: ', prompt.edit, width)], keys: [['Enter', 'answer'], ...pick, ['Esc', 'later']]};
}

/** Characters of what stayed the same that are shown beside a change. */
const BESIDE = 16;

/** What was changed with a few words around it: of a long line the rest would take all the room. */
function aroundChanges(line: Line): readonly Span[] {
  return line.map((part, index) => {
    const letters = graphemes(part.text);
    if (part.role !== 'faint' || letters.length <= 2 * BESIDE) return part;
    const before = index === 0 ? '' : letters.slice(0, BESIDE).join('');
    const after = index === line.length - 1 ? '' : letters.slice(-BESIDE).join('');
    return {...part, text: `${before}…${after}`};
  });
}

const LEAVE_IT: Pair = ['Esc', 'leave it'];
const LEAVE: Pair = ['Esc', 'leave'];

/** Words that are looked for, by the screen they are typed on. */
const FINDING: Readonly<
  Record<'output' | 'list' | 'search', {readonly label: string; readonly keys: readonly Pair[]}>
> = {
  output: {label: 'Find: ', keys: [['Enter', 'done'], ['↑↓', 'other lines'], LEAVE]},
  list: {label: 'With the words: ', keys: [['Enter', 'done'], ['↑↓', 'choose'], ['Tab', 'search all text'], LEAVE]},
  search: {label: 'Search: ', keys: [['Enter', 'open'], ['↑↓', 'choose'], ['Tab', 'to the hits'], LEAVE]},
};

/** Fewer cells beside its label are too few to type in. */
const ROOM = 10;

/** One row with a cursor, scrolled sideways so that the whole character under the cursor is in sight. */
function editor(label: string, {text, at}: EditLine, width: number): Line {
  const named = cells(label) + ROOM > width ? '> ' : label;
  const before = oneRow(text.slice(0, at));
  const [under = ' ', ...rest] = graphemes(oneRow(text.slice(at)));
  // The sign that the text goes on behind it has a cell of its own.
  const room = width - cells(named) - cells(under) - (rest.length > 0 ? 1 : 0);
  const head = cells(before) <= room ? before : `…${lastCells(before, room - 1)}`;
  return clip([span(named, 'prompt'), span(head), span(under, 'cursor'), span(rest.join(''))], width);
}

/** Ends of lines and tabs as a character that takes a cell. */
function oneRow(text: string): string {
  return text.replaceAll('\n', '↵').replaceAll('\t', ' ');
}

/** The longest tail that fits. */
function lastCells(text: string, width: number): string {
  let room = width;
  const kept = graphemes(text).toReversed();
  const end = kept.findIndex(one => {
    room -= cells(one);
    return room < 0;
  });
  return kept
    .slice(0, end === -1 ? kept.length : end)
    .toReversed()
    .join('');
}
