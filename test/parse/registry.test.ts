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

/** One property for all, as making up the texts takes longer than reading them. */
test('any text is read by every parser without an exception, and no line is lost', () => {
  fc.assert(
    fc.property(nastyText, text => {
      for (const {name, parse} of parsers.values()) {
        const parsed = parse(text);
        if (parsed.command !== name) expect(parsed.command).toBe(name);
        const {lines, consumed, unparsed} = parsed;
        if (consumed < 0 || consumed + unparsed.length !== lines) expect([name, parsed]).toBe('accounting');
        const dirty = stringsOf(parsed).filter(part => /[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(part));
        if (dirty.length > 0) expect([name, dirty]).toEqual([name, []]);
      }
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
  // Control characters do not get beyond `normalise`, which is tested with them.
  const units = ['\t', ' ', '[', '{"a":', 'a ', '1: ', '"', '\\', '\\ ', '02:', 'dev x ', '<', '-A ', '1', ':'];
  const texts = units.flatMap(unit => {
    // Enough for a quadratic reader to run into the timeout.
    const long = unit.repeat(100_000 / unit.length);
    return [`${long}x y`, `1: ${long} x\nx`];
  });
  for (const text of texts) {
    const parsed = parse(text);
    expect(parsed.consumed + parsed.unparsed.length).toBe(parsed.lines);
  }
});
