import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createHighlight} from '../../src/render/highlight.ts';
import {type Line, lineCells, lineText} from '../../src/render/line.ts';
import {renderMarkdown} from '../../src/render/markdown.ts';

const known: Readonly<Record<string, string>> = {'<away>': 'swarm-02', '<mac@away>': '02:42:0a:00:02:09'};
const fill = (text: string) => known[text] ?? text;
const rows = (markdown: string, width = 40) => renderMarkdown(markdown, width, fill).map(lineText);
const roleOf = (lines: readonly Line[], text: string) => lines.flat().find(span => span.text === text)?.role;

test('paragraphs, headings, lists, quotes and code keep their shape', () => {
  const text = `# Title

Two *words* and **three** &amp; a line that is longer than the width.

- one
  - nested
- two

3. third
4. fourth

> quoted
> twice

\`\`\`sh
ip  link
\`\`\`
`;
  expect(rows(text).join('\n')).toMatchInlineSnapshot(`
    "Title

    Two words and three & a line that is
    longer than the width.

    • one
      • nested
    • two

    3. third
    4. fourth

    │ quoted twice

      ip  link"
  `);
});

test('a table wraps its cells, and becomes a list where columns do not fit', () => {
  const table = '| part | meaning |\n|---|--:|\n| `dst` | the tunnel endpoint |\n';
  expect(rows(table, 18).join('\n')).toMatchInlineSnapshot(`
    "part       meaning
    ──────────────────
    dst     the tunnel
              endpoint"
  `);
  expect(rows(table, 6)).toContain('part:');
});

describe('placeholders', () => {
  test('are filled in code, and a missing one stands out', () => {
    const lines = renderMarkdown('from `<away>` by `<mac@away>` to `<vxlan>`', 80, fill);
    expect(lines.map(lineText)).toEqual(['from swarm-02 by 02:42:0a:00:02:09 to <vxlan>']);
    expect(roleOf(lines, 'swarm-02')).toBe('value');
    expect(roleOf(lines, '<vxlan>')).toBe('missing');
  });

  test('are left alone in code blocks', () => {
    expect(rows('```\ncat <away>\n```')).toEqual(['  cat <away>']);
  });
});

test('an address stands beside its words', () => {
  expect(rows('[docs](https://docs.docker.com)', 60)).toEqual(['docs (https://docs.docker.com)']);
  expect(rows('<https://docs.docker.com>', 60)).toEqual(['https://docs.docker.com']);
});

test('comments vanish and control characters do no harm', () => {
  expect(rows('a<!-- @x --> b\n\n<!-- whole -->\n')).toEqual(['a b']);
  expect(rows('a\u001b[31mb `c\u001b]52;c;eA==\u0007d`\u0007')).toEqual(['ab cd·']);
});

test('no line is wider than the width, whatever the Markdown', () => {
  const part = fc.oneof(
    fc.string({maxLength: 20}),
    fc.constantFrom(
      '- ',
      '1. ',
      '> ',
      '# ',
      '```\n',
      '|a|b|\n|-|-|\n|1|日本|\n',
      '`<away>`',
      '**b**',
      '\n\n',
      '  ',
      '日本語',
      '***',
      '[x](y)',
    ),
  );
  fc.assert(
    fc.property(fc.array(part, {maxLength: 12}), fc.integer({min: 1, max: 60}), (parts, width) => {
      for (const row of renderMarkdown(parts.join(''), width, fill)) expect(lineCells(row)).toBeLessThanOrEqual(width);
    }),
  );
});

test('a whole lesson fits at every width', () => {
  const text = readFileSync(new URL('../../lessons/swarm-networking/overlay-forwarding.md', import.meta.url), 'utf8');
  for (const width of [8, 37, 76]) {
    for (const row of renderMarkdown(text, width, fill)) expect(lineCells(row)).toBeLessThanOrEqual(width);
  }
});

describe('highlighting', () => {
  const highlight = createHighlight();

  test.each([
    ['json', '{"id": 4097}', '4097', 'number'],
    ['sh', 'for x in y; do echo "z"; done', '"z"', 'string'],
    ['yaml', '# note\nkey: value', '# note', 'faint'],
  ])('knows %s', (language, text, part, role) => {
    expect(roleOf(highlight(text, language) ?? [], part)).toBe(role);
  });

  test('keeps the text, and the lines', () => {
    const text = 'echo "a &lt; b" > \'x\' && cat <<E\n\n  two\nE';
    expect(highlight(text, 'sh')?.map(lineText)).toEqual(text.split('\n'));
  });

  test('leaves unknown languages alone', () => {
    expect(highlight('x', 'klingon')).toBeUndefined();
  });
});
