import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parsers} from '../../src/parse/registry.ts';
import {output} from './corpus.ts';

const cases = [...parsers.values()].map(parser => [parser.name, parser] as const);

/** Strings with the words, marks and control characters that parsers look for. */
const nastyText = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.string({unit: 'binary'}),
      fc.constantFrom(
        '\n',
        '\r',
        '\t',
        '  ',
        '\x1b[32m',
        '\x1b]0;',
        '\x1b[2A',
        '\x9b',
        '\\ ',
        '"',
        '{',
        '[',
        '[{',
        '}]',
        ': <',
        '…',
      ),
      fc.constantFrom('1: lo', 'inet', '10.0.0.1/8', 'link/ether', 'dev', 'master', '02:42:0a:00:00:07', 'RX:', 'UP'),
      fc.constantFrom(
        'Chain',
        '-A',
        'pkts',
        '  -> ',
        'TCP',
        'ID   NAME',
        '__proto__',
        'constructor',
        '8000.02425dcabce4',
      ),
    ),
    {maxLength: 40},
  )
  .map(pieces => pieces.join(''));

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsOf(item)]);
}

test.each(cases)('%s: any text is read without an exception and no line is lost', (name, {parse}) => {
  fc.assert(
    fc.property(nastyText, text => {
      const parsed = parse(text);
      expect(parsed.command).toBe(name);
      expect(parsed.consumed + parsed.unparsed.length).toBe(parsed.lines);
      expect(parsed.consumed).toBeGreaterThanOrEqual(0);
      expect(stringsOf(parsed).filter(part => /[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(part))).toEqual([]);
    }),
    {numRuns: 300},
  );
});

test.each(cases)('%s: a parser gives the same result again', (_, {parse}) => {
  const text = output('ip-link/link.n1');
  expect(parse(text)).toEqual(parse(text));
});

test.each(cases)('%s: empty text is no rows, not an error', (_, {parse}) => {
  expect(parse('')).toMatchObject({lines: 0, consumed: 0, unparsed: [], notes: []});
  expect(parse(' \r\n\t\n')).toMatchObject({lines: 0, unparsed: []});
});

test.each(cases)('%s: hostile long lines and deep nesting do not overflow', (_, {parse}) => {
  const units = [
    '\r',
    '\t',
    ' ',
    '[',
    '{"a":',
    '\x1b[',
    '\x1b]',
    'a ',
    '1: ',
    '"',
    '\\',
    '\\ ',
    '02:',
    'dev x ',
    '<',
    '-A ',
    '1',
    ':',
  ];
  const texts = units.flatMap(unit => {
    const long = unit.repeat(200_000 / unit.length);
    return [long, `${long}x y`, `1: ${long} x`, `x ${long}\nx`];
  });
  for (const text of texts) {
    const parsed = parse(text);
    expect(parsed.consumed + parsed.unparsed.length).toBe(parsed.lines);
  }
});
