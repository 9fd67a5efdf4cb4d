import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {makeSource, position} from '../../src/core/source.ts';
import {type Block, readBlocks} from '../../src/lesson/blocks.ts';
import {read} from './example.ts';

const EXAMPLE = readFileSync(new URL('fixtures/overlay/overlay-forwarding.md', import.meta.url), 'utf8');

/** Pieces of the format in an order nobody would write, so that blocks meet, nest and break off everywhere. */
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '## Step\n',
          '<!-- @step\nid: a\n-->\n',
          '<!-- @when {ipvs: true} -->\n',
          '<!-- @end -->\n',
          '<!-- @run a\n',
        ],
        ...[
          '-->',
          '<!--',
          '@check x\n',
          'use: y\n',
          '<details>',
          '</details>\n',
          '<summary>',
          '</summary>',
          '\n\n',
          '---\n',
        ],
        ...[
          '```sh {#a on=<b>}\n',
          '```\n',
          '~~~\n',
          '- ',
          '> ',
          '\t',
          '    ',
          '| a | b |\n|---|---|\n',
          '`<a>`',
          '**Question.** x',
        ],
        ...[
          '{',
          '}',
          '[',
          '&a ',
          '*a ',
          '!!x ',
          ': ',
          '"',
          '\r\n',
          '\r',
          '\ufeff',
          '\u2028',
          '[x]: y\n',
          '<!-- @quiz q\n',
        ],
      ),
      fc.string(),
    ),
    {maxLength: 40},
  )
  .map(parts => parts.join(''));

test('any text is read without a throw, and every place lies in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({maxLength: 300, unit: 'binary'}), soup), async text => {
      const source = makeSource('x', text);
      const {problems} = await read(text);
      for (const {line, column} of problems) {
        const start = source.lineStarts[line - 1];
        expect(start).toBeDefined();
        expect(start! + column - 1).toBeLessThanOrEqual(source.text.length);
      }
    }),
    {numRuns: 150},
  );
});

test('the good lesson with a line gone or a character changed is read without a throw', async () => {
  const lines = EXAMPLE.split('\n');
  const without = fc.nat(lines.length - 1).map(gone => lines.filter((_, i) => i !== gone).join('\n'));
  const changed = fc
    .tuple(fc.nat(EXAMPLE.length - 1), fc.constantFrom(...'\n\t {}[]<>`#@:-"\'&*!|%\0', 'é', '😀', ''))
    .map(([at, char]) => EXAMPLE.slice(0, at) + char + EXAMPLE.slice(at + 1));
  const cut = fc.nat(EXAMPLE.length).map(end => EXAMPLE.slice(0, end));
  await fc.assert(
    fc.asyncProperty(fc.oneof(without, changed, cut), async text => {
      const {problems} = await read(text);
      expect(Array.isArray(problems)).toBe(true);
    }),
    {numRuns: 150},
  );
});

test('blocks follow each other, and leave out nothing but blanks and ordinary comments', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({maxLength: 300}), soup), text => {
      const source = makeSource('x', text);
      const told: number[] = [];
      const blocks = readBlocks(source, 0, spot => told.push(spot.offset));
      let from = 0;
      for (const {spot, end} of blocks) {
        expect(spot.offset).toBeGreaterThanOrEqual(from);
        const skipped = source.text.slice(from, spot.offset);
        // What was told as a mistake may be left out too.
        if (told.length === 0 && !skipped.includes('<!--')) expect(skipped.trim()).toBe('');
        from = end;
      }
      expect(from).toBeLessThanOrEqual(source.text.length);
    }),
    {numRuns: 300},
  );
});

test('every character of a fence is found at its place in the file', () => {
  const indented =
    '## a\n\n   ```sh {#x}\n   one <two>\n  three\n\n four\n   ```\n\n```text {sample=y}\n<a>\n\n b\n```\n';
  for (const text of [EXAMPLE, indented]) {
    const source = makeSource('x', text);
    const fences = readBlocks(source, 0, () => {}).filter(block => block.kind === 'fence');
    expect(fences.length).toBeGreaterThan(1);
    for (const fence of fences) expectPlaces(fence, source.text);
  }
});

function expectPlaces(fence: Extract<Block, {kind: 'fence'}>, whole: string): void {
  for (let i = 0; i < fence.text.length; i++) {
    if (fence.text[i] !== '\n') expect(whole[fence.at(i).offset]).toBe(fence.text[i]);
  }
}

test('a place is its line and column', () => {
  fc.assert(
    fc.property(fc.array(fc.string({unit: fc.constantFrom('a', 'é', '😀')})), fc.nat(), (lines, n) => {
      const source = makeSource('x', lines.join('\r\n'));
      const offset = n % (source.text.length + 1);
      const before = source.text.slice(0, offset).split('\n');
      expect(position({source, offset})).toEqual({line: before.length, column: before.at(-1)!.length + 1});
    }),
  );
});

test.each([
  ['open brackets', `---\n${'['.repeat(60_000)}\n---\n`],
  ['dashes', `---\n${'- '.repeat(30_000)}x\n---\n`],
  ['quotes in quotes', `${'> '.repeat(30_000)}x`],
  ['lists in lists', `${'- '.repeat(10_000)}x`],
  ['open comments', '<!-- '.repeat(50_000)],
  ['open comments of the runner', '<!-- @run a\n'.repeat(20_000)],
  ['open tags', '<details '.repeat(50_000)],
  ['open summaries', '<details><summary>'.repeat(20_000)],
  ['backticks', '`` ` ``` '.repeat(30_000)],
  ['placeholders', '`<a>` '.repeat(20_000)],
  ['placeholders in a command', `\`\`\`sh {#a}\n${'<a>\n'.repeat(50_000)}\`\`\`\n`],
  ['steps', '## a\n<!-- @step\nid: a\n-->\n'.repeat(5000)],
  ['runs of one id', '```sh {#a}\nls\n```\n\n'.repeat(5000)],
  ['arms', '<!-- @when {ipvs: true} -->\n```sh {#a}\nls\n```\n'.repeat(3000)],
  ['blanks', `a${' '.repeat(200_000)}b`],
  ['fences', '```'.repeat(50_000)],
])('%s without end are read in bearable time', async (_, text) => {
  const {problems} = await read(text.slice(0, 1024 * 1024));
  expect(problems.length).toBeGreaterThan(0);
});
