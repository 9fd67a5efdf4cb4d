import {describe, expect, test} from 'vitest';
import type {Parsed} from '../../src/core/parsed.ts';
import {parseBrctlShow} from '../../src/parse/brctl.ts';
import {parseBridgeFdb} from '../../src/parse/bridge-fdb.ts';
import {parseIpAddr} from '../../src/parse/ip-addr.ts';
import {parseIpLink} from '../../src/parse/ip-link.ts';
import {parseIpNeigh} from '../../src/parse/ip-neigh.ts';
import {parseJsonText} from '../../src/parse/json.ts';
import {normalise, rowsOf} from '../../src/parse/scan/normalise.ts';
import {disguises, output, outputs} from './corpus.ts';

const parsers: Readonly<Record<string, (text: string) => Parsed<object>>> = {
  brctl: parseBrctlShow,
  'bridge-fdb': parseBridgeFdb,
  'ip-addr': parseIpAddr,
  'ip-link': parseIpLink,
  'ip-neigh': parseIpNeigh,
};

/** Error texts, and the outputs of `brctl showmacs` and `brctl showstp`, which no parser reads: no line is taken. */
const isForeign = (name: string): boolean => name.endsWith('.stderr') || /brctl\/show(?:macs|stp)/.test(name);

const names = Object.keys(parsers).flatMap(command => outputs(command).map(name => [name, parsers[command]!] as const));

const own = names.filter(([name]) => !isForeign(name));
const plain = new Map(own.map(([name, parse]) => [name, parse(output(name))]));

describe('real outputs', () => {
  test.each(own)('%s is understood to its last line', (name, parse) => {
    const text = output(name);
    const parsed = parse(text);
    expect(parsed.unparsed).toEqual([]);
    expect(parsed.lines).toBe(text.split('\n').filter(line => line.trim() !== '').length);
    expect(parsed.consumed).toBe(parsed.lines);
  });

  test.each(names.filter(([name]) => isForeign(name)))('no line of %s is taken for a row', (name, parse) => {
    const {lines, unparsed} = parse(output(name));
    expect(unparsed).toHaveLength(lines);
  });

  test.each(disguises)('%s changes nothing', (_, disguise) => {
    for (const [name, parse] of own) {
      // A file that has a prompt or an indent of its own would not get a uniform one.
      const {data, unparsed} = parse(disguise(output(name)));
      expect([name, data, unparsed]).toEqual([name, plain.get(name)?.data, []]);
    }
  });

  test('what one parser reads is nothing to the others', () => {
    const kind = (command: string): string => command.replace('ip-link', 'ip-addr');
    for (const [name] of names) {
      const text = output(name);
      for (const [other, parse] of Object.entries(parsers)) {
        if (kind(other) === kind(name.split('/')[0]!) || text.trim() === '[]') continue;
        const {unparsed, data} = parse(text);
        expect([name, other, data, unparsed.length]).toEqual([
          name,
          other,
          {[Object.keys(data)[0]!]: []},
          rowsOf(normalise(text)).length,
        ]);
      }
    }
  });

  test('JSON among them is JSON to the parser of any JSON', () => {
    for (const [name, parse] of names) {
      if (parse(output(name)).variant !== 'json') continue;
      // Ubuntu's `ip` leaves these words of the text in the JSON of a vxlan.
      const json = JSON.parse(output(name).replaceAll('fan-map ', ''));
      expect(parseJsonText(output(name))).toMatchObject({data: {value: json}, unparsed: []});
    }
  });
});
