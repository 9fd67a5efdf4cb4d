import fc from 'fast-check';
import {expect, test} from 'vitest';
import {graphemes} from '../../src/render/cells.ts';
import {lineCells, lineText} from '../../src/render/line.ts';
import {promptLines} from '../../src/ui/prompt-lines.ts';
import type {Situation} from '../../src/ui/situation.ts';
import {sampleState} from './fake-session.ts';

interface Size {
  readonly columns: number;
  readonly rows: number;
}

function asked(undo: string, line = 'rm x', {columns, rows}: Size = {columns: 80, rows: 24}): string {
  const asking = {kind: 'confirm-run', run: 'a/b', nodes: ['swarm-01'], line, mutates: 'file/x', undo};
  return drawn({state: {asking}, view: {columns, rows, cursor: 0}});
}

function drawn(now: object): string {
  return promptLines(now as unknown as Situation)
    .map(lineText)
    .join('\n');
}

test('a question before a change says how it is taken back', () => {
  expect(asked('touch x')).toContain('x takes it back: touch x');
});

test('where nothing takes it back it promises no key', () => {
  const text = asked('none, because nobody needs it');
  expect(text).toContain('it is not taken back, because nobody needs it');
  expect(text).not.toContain('x takes');
});

test.each([
  {columns: 40, rows: 12},
  {columns: 80, rows: 24},
])('at $columns×$rows a command without end leaves how it is taken back, and the keys', size => {
  const text = asked('rm -r /tmp/made', 'echo this and that; '.repeat(99), size);
  expect(text).toContain('x takes it back: rm -r /tmp/made');
  expect(text).toMatch(/y run it {3}n leave it$/);
  expect(text).toContain('$ echo this and that;');
  // The header, and a row of the text.
  expect(text.split('\n').length).toBeLessThanOrEqual(size.rows - (size.rows < 16 ? 2 : 4));
});

test.each(['list', 'search', 'output'])('the way out of words on %s is shown however narrow it is', screen => {
  const prompt = {kind: 'find', edit: {text: 'fdb', at: 3}, isFresh: false};
  for (const columns of [30, 40, 60, 100]) {
    const keys = drawn({state: {asking: null}, view: {columns, rows: 24, cursor: 0, screen, prompt}})
      .split('\n')
      .at(-1)!;
    expect(keys).toMatch(/^ Enter .* Esc leave$/);
    expect(keys.length).toBeLessThanOrEqual(columns);
  }
});

test('of a command of several lines only the first has the sign of one, and the others keep their place', () => {
  const text = asked('touch x', 'for name in a b; do\n  touch $name\ndone');
  expect(text).toContain(' $ for name in a b; do\n     touch $name\n   done\n');
});

test.each([
  [1, 'Have the step before this one done for you? It counts as assisted.'],
  [2, 'Have 2 steps before this one done for you? They count as assisted.'],
])('catching up on %i counts them', (count, words) => {
  const missing = Array.from({length: count}, (_, n) => ({lesson: 'a', step: `${n}`}));
  const view = {columns: 80, rows: 24, cursor: 0};
  const asking = {kind: 'confirm-catch-up', lesson: 'a', step: 'z', missing, changes: ['file/x']};
  expect(drawn({state: {asking}, view})).toContain(`${words}\n This changes file/x\n`);
  expect(drawn({state: {asking: {...asking, changes: []}}, view})).not.toContain('changes');
});

test('of a long line that is edited what was changed is seen, with a little around it', () => {
  const from = `for name in ${'left router right '.repeat(20)}; do true; done`;
  const prompt = {kind: 'edit', run: 'made', node: 'here', from, edit: {text: `${from} 日本`, at: from.length}};
  const text = drawn({state: {asking: null}, view: {columns: 40, rows: 12, cursor: 0, screen: 'step', prompt}});
  expect(text).toContain('{+ 日本+}');
  expect(text).toContain('changed: …');
});

const letters = ['a', ' ', '日', '語', 'e\u0301', '\n', '\t', '👩‍👩‍👧', 'docker ps -q '];
const typed = fc.array(fc.constantFrom(...letters), {maxLength: 60});
const sizes = fc.record({columns: fc.integer({min: 20, max: 90}), rows: fc.integer({min: 5, max: 30})});

test.each(['edit', 'answer', 'report', 'find'])(
  'whatever is typed into %s, what is under the cursor is in sight',
  kind => {
    const property = fc.property(typed, fc.nat(), sizes, (parts, where, size) => {
      const all = parts.join('');
      const letters = graphemes(all);
      const at = letters.slice(0, where % (letters.length + 1)).join('').length;
      const prompt = {kind, edit: {text: all, at}, check: 'x', quiz: 'x', run: 'x', from: 'a', isFresh: false};
      const view = {...size, cursor: 0, screen: 'step', prompt};
      const rows = promptLines({state: sampleState(), view} as unknown as Situation);
      const [next = ' '] = graphemes(all.slice(at));
      const under = rows.flat().filter(({role}) => role === 'cursor');
      expect(under.map(({text}) => text)).toEqual([next === '\n' ? '↵' : next === '\t' ? ' ' : next]);
      expect(rows.filter(row => lineCells(row) > size.columns)).toEqual([]);
      expect(rows.length).toBeLessThan(size.rows);
    });
    fc.assert(property);
  },
);
