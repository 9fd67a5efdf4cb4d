import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Packet} from '../../src/core/rows/packet.ts';
import {parseTcpdump} from '../../src/parse/tcpdump.ts';
import {disguises, output, outputs} from './corpus.ts';
import {expectAccounts} from './corpus-files.ts';
import {mutations, saysLess} from './mutate.ts';
import {common, packetsOf} from './packets.ts';

const all = outputs('tcpdump');
const names = all.filter(name => !name.endsWith('.stderr'));
const withSummary = names.filter(name => all.includes(`${name}.stderr`));

const plain = new Map(names.map(name => [name, parseTcpdump(output(name)).data]));

describe('real outputs', () => {
  test.each(names)('%s is understood to its last line', name => {
    const text = output(name);
    const {unparsed, lines, consumed} = parseTcpdump(text);
    expect(unparsed).toEqual([]);
    expect(lines).toBe(text.split('\n').filter(line => line.trim() !== '').length);
    expect(consumed).toBe(lines);
  });

  test.each(withSummary)('%s has as many packets as its summary says', name => {
    const {data, unparsed, notes} = parseTcpdump(output(name) + output(`${name}.stderr`));
    expect(unparsed).toEqual([]);
    expect(data.captured).toBe(data.packets.length);
    expect(data.ifname).toMatch(/^(?:eth0|any|docker_gwbridge|vxlan0)$/);
    expect(data.linkType).toMatch(/^(?:EN10MB|LINUX_SLL2)$/);
    expect([data.received! >= data.captured!, data.dropped]).toEqual([true, 0]);
    expect(notes.filter(({kind}) => kind === 'truncated')).toEqual([]);
  });

  test.each(disguises)('%s changes nothing', (_, disguise) => {
    for (const name of names) {
      const {data, unparsed} = parseTcpdump(disguise(output(name)));
      expect([name, data, unparsed]).toEqual([name, plain.get(name), []]);
    }
  });
});

describe('one capture printed with different options', () => {
  const packets = packetsOf('variety-plain.bookworm').map(common);

  test.each(['e', 'v', 'ev', 'A', 'AA', 'X', 't', 'tt', 'ttt', 'tttt', 'number', 'evXX', 'vA', 'tA'])(
    '-%s gives the same packets',
    options => {
      expect(packetsOf(`variety-${options}.bookworm`).map(common)).toEqual(packets);
    },
  );

  test('-q gives the same outer addresses and ports', () => {
    const outer = (name: string) =>
      packetsOf(name).map(({src, dst, sport, dport, protocol}) => ({src, dst, sport, dport, protocol}));
    const fragments = (packets: readonly object[]) => packets.toSpliced(23, 1);
    expect(fragments(outer('variety-q.bookworm'))).toEqual(fragments(outer('variety-plain.bookworm')));
  });

  test('without -n, names stand in the place of ports and addresses, and a note says so', () => {
    const {data, notes} = parseTcpdump(output('tcpdump/variety-names.bookworm'));
    expect(data.packets[1]).toMatchObject({src: '10.79.0.11', sport: 60740, dst: '10.79.0.12', dportName: 'http-alt'});
    expect(notes).toMatchObject([{kind: 'lossy'}]);
    expect(data.packets.map(({protocol}) => protocol)).toEqual(
      packetsOf('variety-plain.bookworm').map(({protocol}) => protocol),
    );
  });

  test.each(['variety-snaplen.bookworm', 'variety-snaplen-v.bookworm'])(
    '%s: cut packets say less, and it is noted',
    name => {
      const {data, notes} = parseTcpdump(output(`tcpdump/${name}`));
      expect(notes).toMatchObject([{kind: 'truncated'}]);
      for (const [i, packet] of data.packets.entries()) expect(saysLess(common(packet), packets[i])).toBe(true);
      expect(data.packets.filter(({vxlan}) => vxlan?.vni === 4097)).toHaveLength(10);
    },
  );
});

describe('packets', () => {
  test('the inner packet of VXLAN is part of the outer one', () => {
    expect(packetsOf('vxlan-nn-e')[0]).toEqual({
      time: '09:56:28.973959',
      ether: {src: '76:e2:96:6b:fe:70', dst: '66:6f:ca:a9:63:9f', type: 'IPv4', length: 124},
      protocol: 'udp',
      src: '10.79.0.11',
      dst: '10.79.0.12',
      sport: 51204,
      dport: 4789,
      vxlan: {
        vni: 4096,
        inner: {
          ether: {src: '02:42:0a:00:00:02', dst: '02:42:0a:00:00:07', type: 'IPv4', length: 74},
          protocol: 'tcp',
          src: '10.0.0.2',
          dst: '10.0.0.7',
          sport: 59990,
          dport: 8080,
          flags: 'S',
          seq: 981803346,
          length: 0,
          info: 'Flags [S], seq 981803346, win 64240, options [mss 1460,sackOK,TS val 216688151 ecr 0,nop,wscale 10], length 0',
        },
      },
      info: 'VXLAN, flags [I] (0x08), vni 4096',
    });
    for (const name of ['vxlan-nn', 'vxlan-nn-e', 'vxlan-nn-v', 'vxlan-default', 'hex-XX']) {
      expect(packetsOf(name).every(({vxlan}) => vxlan?.inner?.protocol === 'tcp')).toBe(true);
    }
  });

  test('ESP has the SPI that xfrm shows', () => {
    expect(packetsOf('esp-nn-vip')[0]).toMatchObject({
      protocol: 'esp',
      ttl: 64,
      src: '10.79.0.11',
      dst: '10.79.0.13',
      esp: {spi: 0x6163edae, seq: 0x46},
      length: 116,
    });
    expect(packetsOf('esp-nn-vip').every(({esp}) => esp !== undefined)).toBe(true);
  });

  test('gossip goes over UDP and TCP', () => {
    const gossip = packetsOf('gossip-7946-nn-tttt');
    expect(gossip[0]).toMatchObject({
      time: '2026-11-23 09:53:32.842856',
      protocol: 'udp',
      sport: 7946,
      dport: 7946,
      length: 112,
    });
    expect(gossip.every(({sport, dport}) => sport === 7946 || dport === 7946)).toBe(true);
    expect(new Set(gossip.map(({protocol}) => protocol))).toEqual(new Set(['udp', 'tcp']));
  });

  test('ARP and ICMP', () => {
    const packets = packetsOf('arp-icmp');
    expect(packets.slice(0, 2)).toMatchObject([
      {protocol: 'arp', src: '10.79.0.11', arp: {operation: 'request', target: '10.79.0.13'}, length: 28},
      {protocol: 'arp', src: '10.79.0.13', arp: {operation: 'reply', mac: 'a6:74:f7:20:9d:26'}, length: 28},
    ]);
    expect(packets[4]).toMatchObject({protocol: 'icmp', icmp: {kind: 'echo request', id: 8968, seq: 1}, length: 64});
    const unreachable = packetsOf('variety-v.bookworm').filter(({icmp}) => icmp?.kind === 'unreachable');
    // The packet inside the message is not one of its own.
    expect(unreachable.map(({payload}) => payload?.length)).toEqual([2, 2]);
  });

  test('on all interfaces each packet says where it was seen, and which way it went', () => {
    const packets = packetsOf('any-nn');
    expect(new Set(packets.map(({direction}) => direction))).toEqual(new Set(['In', 'Out', 'P']));
    expect(packets[1]).toMatchObject({ifname: 'docker_gwbridge', direction: 'Out', dst: '172.18.0.2', dport: 8080});
    expect(packetsOf('variety-any-e.bookworm')[1]).toMatchObject({
      ifname: 'eth0',
      direction: 'Out',
      ether: {src: '3a:7d:e1:cd:d8:42', type: 'IPv4', length: 166},
      vxlan: {vni: 4097, inner: {ether: {dst: '33:33:00:00:00:16'}, protocol: 'icmp6'}},
    });
  });

  test.each([
    [
      'IP6 2001:db8::11.50762 > 2001:db8::12.8080: Flags [R], seq 5, win 0, length 0',
      {src: '2001:db8::11', dport: 8080},
    ],
    ['IP6 ::ffff:10.0.0.1.80 > ::1.5: UDP, length 1', {src: '::ffff:10.0.0.1', sport: 80, dst: '::1', dport: 5}],
    ['IP web.lan > db.lan: ICMP echo request, id 1, seq 2, length 64', {src: 'web.lan', dst: 'db.lan'}],
    [
      'IP web.lan.http > db.lan.4000: Flags [.], ack 1, win 5, length 0',
      {src: 'web.lan', sportName: 'http', dport: 4000},
    ],
    ['IP 10.0.0.1.4500 > 10.0.0.2.4500: UDP-encap: ESP(spi=0xa,seq=0x1), length 9', {esp: {spi: 10, seq: 1}}],
    ['IP 172.18.0.1 > 224.0.0.22: igmp v3 report, 1 group record(s)', {protocol: 'igmp', dst: '224.0.0.22'}],
    ['IP 10.0.0.1 > 10.0.0.2: GREv0, length 88: IP 1.1.1.1 > 2.2.2.2: ICMP', {protocol: 'gre', length: 88}],
    [
      '09:00:00.000001 STP 802.1d, Config, Flags [none], length 35',
      {time: '09:00:00.000001', info: expect.any(String)},
    ],
    [
      '02:00:00:00:00:01 > Broadcast, ethertype 802.1Q (0x8100), length 60: vlan 5, p 0, ethertype ARP (0x0806), Request who-has 10.0.0.1 tell 10.0.0.2, length 28',
      {ether: {vlan: 5, type: 'ARP', dst: 'ff:ff:ff:ff:ff:ff'}, arp: {operation: 'request', target: '10.0.0.1'}},
    ],
  ])('reads %s', (line, packet) => {
    expect(parseTcpdump(line)).toMatchObject({data: {packets: [packet]}, unparsed: []});
  });
});

describe('damaged captures', () => {
  test('a capture that ends inside a packet is noted', () => {
    const [first, inner, second] = output('tcpdump/vxlan-nn').split('\n');
    expect(parseTcpdump(`${first}\n${inner}\n${second}\n`).notes).toMatchObject([{kind: 'truncated'}]);
    expect(parseTcpdump(`${first}\n${inner}\n${second!.slice(0, -2)}`).notes).toMatchObject([
      {kind: 'truncated'},
      {kind: 'truncated', line: 3},
    ]);
    const [header] = output('tcpdump/esp-nn-vip').split('\n');
    expect(parseTcpdump(`${header}\n`)).toMatchObject({
      data: {packets: [{protocol: 'esp', ttl: 64}]},
      notes: [{kind: 'truncated'}],
    });
  });

  test('rows that were filtered out are noted when the summary is there', () => {
    const lines = output('tcpdump/gossip-7946-nn-tttt').split('\n').slice(5).join('\n');
    expect(parseTcpdump(lines + output('tcpdump/gossip-7946-nn-tttt.stderr')).notes).toMatchObject([
      {kind: 'truncated', text: '78 packets were captured, 73 are shown'},
    ]);
  });

  test('an inner packet without its outer one is not taken for one of the wire', () => {
    const [, ...lines] = output('tcpdump/vxlan-nn').split('\n');
    expect(parseTcpdump(lines.join('\n'))).toMatchObject({unparsed: [{line: 1}]});
  });

  test('outer packets alone are not taken for packets inside each other', () => {
    const outer = output('tcpdump/variety-t.bookworm')
      .split('\n')
      .filter(line => line.includes('VXLAN'));
    const {data, notes} = parseTcpdump(outer.join('\n'));
    expect(data.packets.map(({vxlan}) => vxlan)).toEqual(outer.map(() => ({vni: 4097})));
    expect(notes).toMatchObject([{kind: 'truncated'}, {kind: 'truncated'}]);
  });

  const essence = (packets: readonly Packet[]): unknown =>
    packets.map(function bare({info: _, payload: _1, vxlan, ...rest}: Packet): object {
      return {...rest, ...(vxlan && {vxlan: {vni: vxlan.vni, ...(vxlan.inner && {inner: bare(vxlan.inner)})}})};
    });

  test('a lost or moved word never gives a wrong value', () => {
    const samples = ['any-nn', 'arp-icmp', 'vxlan-nn-e', 'quiet-q', 'variety-any-e.bookworm', 'esp-nn-vip'];
    for (const sample of samples) {
      const lines = output(`tcpdump/${sample}`).split('\n');
      for (const [i, line] of lines.slice(0, 6).entries()) {
        const around = (text: string): string => [...lines.slice(0, i), text, ...lines.slice(i + 1, 8)].join('\n');
        const {data} = parseTcpdump(around(line));
        const indent = /^\s*/.exec(line)![0];
        for (const mutated of mutations(line)) {
          const result = parseTcpdump(around(indent + mutated));
          expect([
            mutated,
            result.unparsed.length > 0 || saysLess(essence(result.data.packets), essence(data.packets)),
          ]).toEqual([mutated, true]);
        }
      }
    }
  });

  test.each(['vxlan-nn-v', 'any-nn', 'variety-evXX.bookworm'])('lines mixed into %s change no packet', name => {
    const lines = output(`tcpdump/${name}`).split('\n').slice(0, 60);
    const {packets} = parseTcpdump(lines.join('\n')).data;
    const starts = lines.flatMap((line, i) => (/^\d/.test(line) ? [i] : []));
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.stringMatching(/^[a-z>-][a-z >-]{0,30}[0-9]?[a-z]$/), (at, line) => {
        const mixed = parseTcpdump([...lines.slice(0, at), line, ...lines.slice(at)].join('\n'));
        expect(mixed.data.packets).toEqual(packets);
        expect(mixed.unparsed).toMatchObject([{text: line}]);
      }),
      {numRuns: 20},
    );
  });

  test('pieces of captures in any order never throw, and always account', () => {
    const pieces = ['any-nn', 'hex-A', 'vxlan-nn-v', 'variety-evXX.bookworm', 'any-nn.stderr'].flatMap(name =>
      output(`tcpdump/${name}`).split('\n').slice(0, 30),
    );
    const noise = fc.oneof(fc.string(), fc.constantFrom(...pieces, '\x1b[31m', '\r', '\t', '\n'));
    fc.assert(
      fc.property(fc.array(noise, {maxLength: 12}), fc.constantFrom('\n', ' ', ''), (parts, glue) => {
        const text = parts.join(glue);
        const parsed = parseTcpdump(text);
        expectAccounts(parsed, text);
        expect(JSON.stringify(parsed.data)).not.toMatch(/\\u00[01]|\x1b/);
      }),
      {numRuns: 60},
    );
  });
});
