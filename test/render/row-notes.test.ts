import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {RowNote} from '../../src/core/lesson.ts';
import {parsers} from '../../src/parse/registry.ts';
import {lineText} from '../../src/render/line.ts';
import {notedRows, outputLines, previewLines} from '../../src/render/output-lines.ts';
import {rowNotes} from '../../src/render/row-notes.ts';

const at = {line: 1, column: 1};
const fill = (text: string) => text.replaceAll('<mac@away>', '02:42:0a:00:02:0c').replaceAll('<away>', 'swarm-02');
const corpus = (file: string) => readFileSync(new URL(`../corpus/${file}`, import.meta.url), 'utf8');
const note = (row: RowNote['row'], say: string): RowNote => ({row, say, at});

function said(parser: string, file: string, ...notes: readonly RowNote[]) {
  const text = corpus(file);
  const {data} = parsers.get(parser)!.parse(text);
  return rowNotes(notes, data, text, fill).map(one => [text.split('\n')[one.line ?? -1], one.text]);
}

describe('notes stand at the row they are about', () => {
  test('by a value that was captured before', () => {
    const away = note({mac: '<mac@away>', state: 'permanent'}, 'the task on <away>, behind {dst}');
    expect(said('bridge.fdb', 'bridge-fdb/fdb.ov_vote.n1.txt', away)).toEqual([
      [
        '02:42:0a:00:02:0c dev vxlan0 dst 10.79.0.12 link-netnsid 0 self permanent',
        'the task on swarm-02, behind 10.79.0.12',
      ],
    ]);
  });

  test('a note whose value is not known yet says nothing', () => {
    expect(said('bridge.fdb', 'bridge-fdb/fdb.ov_vote.n1.txt', note({mac: '<mac@home>'}, 'x'))).toEqual([]);
  });

  test('on the first line of a record of several lines', () => {
    const rows = said('ip.link', 'ip-link/link-d.ov_ingress.n1.txt', note({ifname: 'vxlan0'}, 'plugged into {master}'));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.[0]).toMatch(/^\d+: vxlan0/);
    expect(rows[0]?.[1]).toBe('plugged into br0');
  });

  test('a learned row, whose state is in no word', () => {
    const text = '02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self permanent\n02:42:0a:00:02:09 master br0 \n';
    const {data} = parsers.get('bridge.fdb')!.parse(text);
    const learned = note({dst: null, state: 'reachable'}, 'learned');
    expect(rowNotes([learned], data, text, fill)).toEqual([{line: 1, text: 'learned'}]);
  });

  test('by both ends of a packet', () => {
    const text = [
      '19:08:18.651865 eth0  In  IP 10.77.0.12.54412 > 10.77.0.11.2377: Flags [P.], seq 1:89, ack 1, win 592, length 88',
      '19:08:18.654637 eth0  Out IP 10.77.0.11.2377 > 10.77.0.12.54412: Flags [P.], seq 1:99, ack 88, win 503, length 98',
    ].join('\n');
    const {data} = parsers.get('tcpdump')!.parse(text);
    const answer: RowNote = {...note({src: '10.77.0.11', sport: 2377}, 'the manager answers'), in: 'packets[]'};
    expect(rowNotes([answer], data, text, fill)).toEqual([{line: 1, text: 'the manager answers'}]);
  });

  test('in JSON, where values stand in quotes', () => {
    const text =
      '[{"Peers": [\n  {\n    "Name": "a1",\n    "IP": "10.77.0.11"\n  },\n  {"Name": "b2", "IP": "10.77.0.12"}\n]}]\n';
    const {data} = parsers.get('docker.inspect')!.parse(text);
    const peer: RowNote = {...note({IP: '10.77.0.11'}, 'swarm-01'), in: 'rows[0].Peers[]'};
    expect(rowNotes([peer], data, text, fill)).toEqual([{line: 3, text: 'swarm-01'}]);
  });

  test('by a number in brackets, where no word says what the note asks for', () => {
    const text = '1-ltc5z4zlo8 (id: 8)\ningress_sbox (id: 1)\n';
    const {data} = parsers.get('ip.netns')!.parse(text);
    expect(rowNotes([note({role: 'ingressSandbox'}, 'the way in')], data, text, fill)).toEqual([
      {line: 1, text: 'the way in'},
    ]);
  });

  test('a row with an empty cell is not taken for an empty line', () => {
    const rows = [
      {hostname: 'swarm-01', managerStatus: 'Leader'},
      {hostname: 'swarm-02', managerStatus: ''},
    ];
    const text = 'HOSTNAME MANAGER\nswarm-01 Leader\nswarm-02\n\n';
    expect(rowNotes([note({managerStatus: ''}, 'a worker')], {rows}, text, fill)).toEqual([
      {line: 2, text: 'a worker'},
    ]);
  });

  test('by a port or an address that the line prints with its label or its port', () => {
    const rule: RowNote = {...note({target: 'MARK', dport: 8080}, 'marked'), in: 'chains[].rules[]'};
    const marked = said('iptables', 'iptables/mangle-ingress_sbox.shared-n2.txt', rule);
    expect(marked).toEqual([[expect.stringContaining('dpt:8080 MARK set'), 'marked']]);
    const server: RowNote = {...note({host: '10.0.0.7'}, 'the second task'), in: 'services[].servers[]'};
    const servers = said('ipvsadm', 'ipvsadm/Ln.ingress_sbox.n2.txt', server);
    expect(servers).toEqual([[expect.stringContaining('-> 10.0.0.7:0'), 'the second task']]);
  });

  test('by a field of a field, which a note may name', () => {
    const frame: RowNote = {...note({src: '10.79.0.12', 'vxlan.vni': '4096'}, '{ether.length} bytes'), in: 'packets[]'};
    const [first] = said('tcpdump', 'tcpdump/vxlan-nn-e.txt', frame);
    expect(first).toEqual([expect.stringMatching(/length 124: 10\.79\.0\.12\.48142 > .*vni 4096$/), '124 bytes']);
  });

  test('by source and destination, each behind its name, and by a number printed in hexadecimal', () => {
    const rows = said(
      'ip.xfrm',
      'ip-xfrm/state.n1.txt',
      {...note({src: '10.79.0.11'}, 'out to {dst}'), in: 'states[]'},
      {...note({dst: '10.79.0.11'}, 'in from {src}'), in: 'states[]'},
      {...note({spi: 4101998419}, 'by its number'), in: 'states[]'},
    );
    expect(rows.slice(0, 4)).toEqual([
      ['src 10.79.0.13 dst 10.79.0.11', 'in from 10.79.0.13'],
      ['\tproto esp spi 0xf47f8753 reqid 13681891 mode transport', 'by its number'],
      ['src 10.79.0.13 dst 10.79.0.11', 'in from 10.79.0.13'],
      ['src 10.79.0.11 dst 10.79.0.13', 'out to 10.79.0.13'],
    ]);
  });

  test('by what stands before a bracket', () => {
    const rows = said('tcpdump', 'tcpdump/esp-nn-vip.txt', {...note({protocol: 'esp'}, 'secret'), in: 'packets[]'});
    expect(rows[0]).toEqual([expect.stringContaining('10.79.0.11 > 10.79.0.13: ESP(spi=0x6163edae'), 'secret']);
  });
});

test('notes are drawn below their row, and a preview shows the rows that have some', () => {
  const notes = [{line: 2, text: 'this one'}];
  expect(notedRows('a\nb\nc\nd\n', notes, 20).map(row => lineText(row.line))).toEqual([
    'a',
    'b',
    'c',
    '  ↑ this one',
    'd',
  ]);
  expect(previewLines('a\nb\nc\nd\n', 30, 2, notes).map(lineText)).toEqual(['c', '  ↑ this one', '… 3 more lines (o)']);
});

test('blanks that a command pads its lines with neither wrap nor count as cut off', () => {
  const padded = `udp  -${' '.repeat(20)}\n`;
  expect(outputLines(padded, 10).map(lineText)).toEqual(['udp  -    ']);
  expect(previewLines(padded, 10, 4).map(lineText)).toEqual(['udp  -']);
});
