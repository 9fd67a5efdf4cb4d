import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Flow, FlowTuple} from '../../src/core/rows/flow.ts';
import {parseConntrack} from '../../src/parse/conntrack.ts';
import {disguises, output, outputs} from './corpus.ts';
import {expectAccounts} from './corpus-files.ts';
import {mutations, saysLess} from './mutate.ts';

const all = outputs('conntrack');
/** Counts, statistics and the form of `conntrack -A` are of other commands. */
const isForeign = (name: string): boolean => /\/(?:variety-)?[CS]\.|-o_save\.(?!.*stderr)/.test(name);
const names = all.filter(name => !name.endsWith('.stderr') && !isForeign(name));
const flowsOf = (name: string): readonly Flow[] => parseConntrack(output(`conntrack/${name}`)).data.flows;

/** What does not change from one listing to the next. The XML form lacks what ICMP has in the place of ports. */
function lasting(flow: Flow): object {
  const tuple = ({type: _, code: _1, id: _2, ...rest}: FlowTuple): object => rest;
  const {timeout: _, use: _1, zone: _2, id: _3, ...rest} = flow;
  return {...rest, original: tuple(flow.original), reply: tuple(flow.reply)};
}
const sorted = (flows: readonly object[]): readonly string[] => flows.map(flow => JSON.stringify(flow)).sort();

const plain = new Map(names.map(name => [name, parseConntrack(output(name)).data]));

describe('real outputs', () => {
  test.each(names)('%s is understood to its last line', name => {
    const {unparsed, lines, data} = parseConntrack(output(name));
    expect(unparsed).toEqual([]);
    const frame = output(name).includes('<conntrack>') ? 3 : 0;
    expect(data.flows).toHaveLength(lines - frame);
  });

  test.each(all.filter(isForeign))('no line of %s is taken for a flow', name => {
    const {unparsed, lines} = parseConntrack(output(name));
    expect(unparsed).toHaveLength(lines);
  });

  test.each(names.filter(name => all.includes(`${name}.stderr`)))('%s has as many flows as were shown', name => {
    const summary = output(`${name}.stderr`)
      .split('\n')
      .find(line => line.startsWith('conntrack v'))!;
    const {data, notes} = parseConntrack(`${output(name)}${summary}\n`);
    expect(notes).toEqual([]);
    expect(summary.includes('expectations') ? 0 : data.shown).toBe(data.flows.length);
  });

  test.each(disguises)('%s changes nothing', (_, disguise) => {
    for (const name of names) {
      const {data, unparsed} = parseConntrack(disguise(output(name)));
      expect([name, data, unparsed]).toEqual([name, plain.get(name), []]);
    }
  });
});

describe('one table in its forms', () => {
  test.each([
    ['L.n1', 'L-xml.n1'],
    ['L.n2', 'L-xml.n2'],
    ['L.n3', 'L-xml.n3'],
    ['L.n2', 'L-extended.n2'],
    ['L.n3', 'L-extended.n3'],
    ['L.n1', 'L-id.n1'],
    ['L-id.n2', 'L-xml.n2'],
    ['variety-L.bookworm-nft', 'variety-proc.bookworm-nft'],
    ['variety-L.bookworm-nft', 'variety-L_-o_extended.bookworm-nft'],
    ['variety-L_-o_id.trixie', 'variety-L_-o_xml.trixie'],
  ])('%s = %s', (one, other) => {
    expect(sorted(flowsOf(one).map(lasting))).toEqual(sorted(flowsOf(other).map(lasting)));
  });

  test('ids are the same in text and XML', () => {
    const ids = (name: string) => sorted(flowsOf(name).map(({id, mark, flags}) => ({id, mark, flags})));
    expect(ids('L-id.n1')).toEqual(ids('L-xml.n1'));
  });
});

describe('flows', () => {
  test('what is published is translated to the sandbox of the routing mesh', () => {
    expect(flowsOf('L.n2').filter(({original}) => original.dport === 8080)[0]).toEqual({
      family: 'ipv4',
      protocol: 'tcp',
      protonum: 6,
      timeout: 35,
      state: 'TIME_WAIT',
      original: {src: '10.79.0.1', dst: '10.79.0.12', sport: 33130, dport: 8080},
      reply: {src: '172.18.0.2', dst: '10.79.0.1', sport: 8080, dport: 33130},
      flags: ['ASSURED'],
      mark: 0,
      use: 1,
      dnat: {address: '172.18.0.2', port: 8080},
    });
    const gossip = flowsOf('L.n2').filter(({original}) => original.dport === 7946);
    expect(gossip.filter(({dnat, snat}) => dnat !== undefined || snat !== undefined)).toEqual([]);
  });

  test('inside the sandbox, both ends are translated', () => {
    const line =
      'tcp      6 93 TIME_WAIT src=10.77.0.1 dst=172.18.0.2 sport=41852 dport=8080 src=10.0.0.9 dst=10.0.0.3 sport=8080 dport=41852 [ASSURED] mark=257 use=1';
    expect(parseConntrack(line).data.flows).toMatchObject([
      {mark: 257, dnat: {address: '10.0.0.9', port: 8080}, snat: {address: '10.0.0.3', port: 41852}},
    ]);
  });

  test('the id of ICMP and that of the entry are two', () => {
    expect(flowsOf('variety-E-ts.trixie')[0]).toEqual({
      event: 'NEW',
      time: '1795428470.043830',
      family: 'ipv4',
      protocol: 'icmp',
      protonum: 1,
      timeout: 30,
      original: {src: '10.1.1.1', dst: '10.1.1.2', type: 8, code: 0, id: 6714},
      reply: {src: '10.1.1.2', dst: '10.1.1.1', type: 0, code: 0, id: 6714},
      flags: ['UNREPLIED'],
      mark: 17,
      id: 2608656945,
    });
  });

  test('only ports change where a redirection keeps the address', () => {
    const [, , flow] = flowsOf('variety-E.trixie');
    expect(flow).toMatchObject({event: 'NEW', state: 'SYN_SENT', dnat: {address: '10.1.1.2', port: 8080}, mark: 256});
  });

  test.each([
    [
      '[DESTROY] tcp      6 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 packets=5 bytes=300 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 packets=4 bytes=200 [ASSURED] delta-time=5 [start=Mon Nov 23 10:01:07 2026] [stop=Mon Nov 23 10:01:12 2026]',
      {event: 'DESTROY', original: {packets: 5, bytes: 300}, extra: {'delta-time': '5'}},
    ],
    [
      'ipv6     10 udp      17 29 src=2001:db8::1 dst=2001:db8::2 sport=5 dport=53 src=2001:db8::2 dst=2001:db8::1 sport=53 dport=5 mark=0 secctx=null use=1',
      {family: 'ipv6', extra: {secctx: 'null'}},
    ],
    [
      'tcp      6 431999 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 [OFFLOAD] mark=0 use=2',
      {flags: ['OFFLOAD']},
    ],
    [
      '[DESTROY] udp      17 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 id=77',
      {id: 77},
    ],
    [
      '<flow type="destroy"><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>10.0.0.1</src><dst>10.0.0.2</dst></layer3><layer4 protonum="17" protoname="udp"><sport>1</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>10.0.0.2</src><dst>10.0.0.1</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>1</dport></layer4></meta><meta direction="independent"><id>77</id></meta></flow>',
      {event: 'DESTROY', id: 77},
    ],
  ])('reads %s', (line, flow) => {
    expect(parseConntrack(line)).toMatchObject({data: {flows: [flow]}, unparsed: []});
  });
});

describe('damaged outputs', () => {
  test('a lost or moved word never gives a wrong value', () => {
    const files = ['L.n1', 'variety-E-ts.trixie', 'variety-E.trixie', 'proc-nf_conntrack.n1', 'variety-L.trixie'];
    for (const file of files) {
      for (const line of output(`conntrack/${file}`).trim().split('\n').slice(0, 9)) {
        const [original] = parseConntrack(line).data.flows;
        for (const mutated of mutations(line)) {
          const {data, unparsed} = parseConntrack(mutated);
          expect([mutated, unparsed.length > 0 || saysLess(data.flows[0], original)]).toEqual([mutated, true]);
        }
      }
    }
  });

  test.each(['>10.79.0.11<', '>6<', ' protonum="6"', '<sport>7946</sport>', 'direction="reply"'])(
    'XML without %s is not understood',
    piece => {
      const [, , flow = ''] = output('conntrack/L-xml.n1').split('\n');
      const mutated = flow.replace('<timeout>52<', '<timeout>6<').replaceAll(piece, '');
      expect(parseConntrack(mutated).unparsed).toHaveLength(1);
    },
  );

  test('a filtered table is noted when the summary is there', () => {
    const text = 'conntrack v1.4.8 (conntrack-tools): 44 flow entries have been shown.\n';
    const rows = output('conntrack/L.n2').split('\n').slice(0, 3).join('\n');
    expect(parseConntrack(text + rows)).toMatchObject({data: {shown: 44}, notes: [{kind: 'truncated'}]});
  });

  test('pieces of outputs in any order never throw, and always account', () => {
    const pieces = ['L.n1', 'L-xml.n1', 'variety-E-ts.trixie'].flatMap(name =>
      output(`conntrack/${name}`)
        .split('\n')
        .slice(0, 6)
        .flatMap(line => [line, ...line.split(/(?=<| )/)]),
    );
    const noise = fc.oneof(fc.string(), fc.constantFrom(...pieces, '\x1b[31m', '\r', '\n', '__proto__='));
    fc.assert(
      fc.property(fc.array(noise, {maxLength: 12}), fc.constantFrom('\n', ' ', ''), (parts, glue) => {
        const text = parts.join(glue);
        const parsed = parseConntrack(text);
        expectAccounts(parsed, text);
        expect(JSON.stringify(parsed.data)).not.toMatch(/\\u00[01]|\x1b/);
      }),
      {numRuns: 60},
    );
  });

  test('lines mixed in change no flow', () => {
    const lines = output('conntrack/L.n1').split('\n').slice(0, 20);
    const {data} = parseConntrack(lines.join('\n'));
    fc.assert(
      fc.property(fc.nat(lines.length), fc.stringMatching(/^[a-z>-][a-z= >-]{0,30}[0-9]?[a-z]$/), (at, line) => {
        expect(parseConntrack([...lines.slice(0, at), line, ...lines.slice(at)].join('\n')).data).toEqual(data);
      }),
      {numRuns: 20},
    );
  });
});
