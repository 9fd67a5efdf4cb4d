import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Parsed} from '../../src/core/parsed.ts';
import {parseArp} from '../../src/parse/arp.ts';
import {parseBridgeLink} from '../../src/parse/bridge-link.ts';
import {parseIfconfig} from '../../src/parse/ifconfig.ts';
import {parseIpNetns} from '../../src/parse/ip-netns.ts';
import {parseIpRoute} from '../../src/parse/ip-route.ts';
import {parseIpRule} from '../../src/parse/ip-rule.ts';
import {parseIpXfrm} from '../../src/parse/ip-xfrm.ts';
import {parseNetstat} from '../../src/parse/netstat.ts';
import {parseRoute} from '../../src/parse/route.ts';
import {normalise, rowsOf} from '../../src/parse/scan/normalise.ts';
import {parseSs} from '../../src/parse/ss.ts';
import {disguises, output, outputs} from './corpus.ts';

const parsers: Readonly<Record<string, (text: string) => Parsed<object>>> = {
  arp: parseArp,
  'bridge-link': parseBridgeLink,
  ifconfig: parseIfconfig,
  'ip-netns': parseIpNetns,
  'ip-route': parseIpRoute,
  'ip-rule': parseIpRule,
  'ip-xfrm': parseIpXfrm,
  netstat: parseNetstat,
  route: parseRoute,
  ss: parseSs,
};
const folders = Object.entries(parsers);

/**
 * Error texts; counters of protocols (`-s`) and multicast groups (`-g`), which are no sockets; `lsns` (the parser `table`
 * reads it) and `ip nexthop`. No line of them is taken.
 */
const isForeign = (name: string): boolean =>
  /\.stderr$|(?:netstat|ss)\/s\.n\d|_-[sg]\.(?:trixie|bookworm-nft)$|\/lsns|\/varietynexthop/.test(name) &&
  !/ifconfig_-s|xfrm_/.test(name);

const read = (folder: string) =>
  outputs(folder)
    .filter(name => !isForeign(name))
    .map(name => [name, output(name)] as const);

const rowsIn = (data: object): number => Object.values(data).reduce((sum, rows) => sum + (rows?.length ?? 0), 0);

test.each(folders)('%s: every real output is understood to its last line', (folder, parse) => {
  for (const [name, text] of read(folder)) {
    const parsed = parse(text);
    expect([name, parsed.unparsed]).toEqual([name, []]);
    expect(parsed.lines).toBe(text.split('\n').filter(line => line.trim() !== '').length);
    expect(parsed.consumed).toBe(parsed.lines);
  }
});

test.each(folders)('%s: no line of an output that is not its own is taken', (folder, parse) => {
  for (const name of outputs(folder).filter(isForeign)) {
    const {lines, unparsed, data} = parse(output(name));
    expect([name, unparsed.length, rowsIn(data)]).toEqual([name, lines, 0]);
  }
});

test.each(folders)('%s: the way in which it reaches us changes nothing', (folder, parse) => {
  for (const [i, [name, text]] of read(folder).entries()) {
    const plain = parse(text);
    // Each file in two ways, in turn: all ways meet all sorts of files.
    for (const [way, disguise] of disguises.filter((_, j) => (i + j) % 4 === 0)) {
      const {data, unparsed} = parse(disguise(text));
      expect([name, way, data, unparsed]).toEqual([name, way, plain.data, []]);
    }
  }
});

test.each(folders)('%s: what others print is nothing to it', (folder, parse) => {
  const kin: Readonly<Record<string, string>> = {route: 'netstat', netstat: 'route', ifconfig: 'netstat'};
  for (const [other] of folders.filter(([name]) => name !== folder && name !== kin[folder] && kin[name] !== folder)) {
    for (const [name, text] of read(other)) {
      // A name alone on its line may be a namespace.
      if (text.trim() === '[]' || (folder === 'netstat' && name.includes('ifconfig_-s'))) continue;
      const {data, unparsed} = parse(text);
      expect([folder, name, rowsIn(data), unparsed.length]).toEqual([folder, name, 0, rowsOf(normalise(text)).length]);
    }
  }
});

test.each(folders)('%s: lines of other text between the rows change no row', (folder, parse) => {
  const texts = read(folder)
    .map(([, text]) => text.trimEnd())
    .filter(text => text.includes('\n') && !text.includes('\\'));
  const noise = fc.string().filter(text => !/[\x00-\x1f\x7f-\x9f]/.test(text));
  fc.assert(
    fc.property(fc.constantFrom(...texts), noise, fc.nat(), (text, words, at) => {
      const lines = text.split('\n');
      // Behind the last line, as what is below a line that is not understood belongs to nothing.
      const isLineByLine = /^(?:arp|ip-netns|ip-rule|netstat|route)$/.test(folder);
      const mixed = lines.toSpliced(isLineByLine ? at % (lines.length + 1) : lines.length, 0, `- ! ${words}`);
      expect(parse(mixed.join('\n')).data).toEqual(parse(text).data);
    }),
    {numRuns: 40},
  );
});
