import {expect, test} from 'vitest';
import {lineText} from '../../src/render/line.ts';
import {promptLines} from '../../src/ui/prompt-lines.ts';
import type {Situation} from '../../src/ui/situation.ts';

function asked(undo: string): string {
  const asking = {kind: 'confirm-run', run: 'a/b', nodes: ['swarm-01'], line: 'rm x', mutates: 'file/x', undo};
  const now = {state: {asking}, view: {columns: 80, rows: 24, cursor: 0}};
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
