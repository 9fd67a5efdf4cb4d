import {expect, test} from 'vitest';
import {MARK} from '../../src/snapshot/mark.ts';
import {readWatch} from '../../src/snapshot/read-marked.ts';

const LISTENING = 'listening on any, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 192 bytes';
const SYN =
  '1795716108.100000 veth0 P   IP 10.0.9.2.21001 > 10.0.9.3.80: Flags [S], seq 7, win 64240, options [mss 1360], length 0';
const TUNNELLED = [
  '1795716108.200000 eth0  Out IP 10.77.0.13.44981 > 10.77.0.12.4789: VXLAN, flags [I] (0x08), vni 4097',
  'IP 10.0.9.3.80 > 10.0.9.2.21001: Flags [R.], seq 0, ack 8, win 0, length 0',
];
const summary = (captured: number, dropped = 0) => [
  `${captured} packets captured`,
  '9 packets received by filter',
  `${dropped} packets dropped by kernel`,
];

/** What a script prints of one place, and that it was interrupted. */
function printed(netns: string, lines: readonly string[], end = 'told'): string {
  const of = [...lines, 'exit 0'].map(line => `${MARK}at ${netns} ${line}`);
  return [...of, `${MARK}${end}`, `${MARK}server ingress_sbox 5209 0A000903`].join('\n');
}

function read(lines: readonly string[], end?: string) {
  return readWatch('swarm-01', ['host'], printed('host', lines, end), 4);
}

test('packets are told by where they were seen, those in the tunnel as what is inside', () => {
  const {sightings, chosen, unwatched} = read([LISTENING, SYN, ...TUNNELLED, ...summary(2)]);
  const place = {node: 'swarm-01', netns: 'host'};
  expect(sightings).toEqual([
    {
      ...place,
      ifname: 'veth0',
      way: 'in',
      kind: 'syn',
      src: '10.0.9.2',
      dst: '10.0.9.3',
      sport: 21001,
      dport: 80,
      seq: 7,
    },
    {
      ...place,
      ifname: 'eth0',
      way: 'out',
      kind: 'rst',
      src: '10.0.9.3',
      dst: '10.0.9.2',
      sport: 80,
      dport: 21001,
      seq: 0,
      ack: 8,
      tunnel: {src: '10.77.0.13', dst: '10.77.0.12', vni: 4097},
    },
  ]);
  expect(chosen).toEqual([{node: 'swarm-01', netns: 'ingress_sbox', mark: 21001, server: '10.0.9.3'}]);
  expect(unwatched).toEqual([]);
});

test.each<[string, readonly string[], string | undefined, string]>([
  ['may not listen', ["tcpdump: any: You don't have permission to capture on that device"], undefined, 'tcpdump ended'],
  ['was over before all was sent', [LISTENING, SYN, ...summary(1)], 'nothing', 'over before all was sent'],
  ['lost packets', [LISTENING, SYN, ...summary(1, 3)], undefined, '3 packets were dropped'],
  ['lost lines', [LISTENING, SYN, ...summary(4)], undefined, '4 packets were captured, 1 are shown'],
  ['saw too much', [LISTENING, SYN, ...summary(1000)], undefined, 'more than 1000'],
  [
    'says what is not understood',
    [LISTENING, SYN, 'tcpdump: pcap_loop: gone', ...summary(1)],
    undefined,
    'not understood',
  ],
])('a place that %s was not watched', (_, lines, end, reason) => {
  const {sightings, unwatched} = read(lines, end);
  expect(sightings).toEqual([]);
  expect(unwatched).toEqual([{node: 'swarm-01', netns: 'host', reason: expect.stringContaining(reason)}]);
});

test('a place of which nothing is told was not watched', () => {
  const {unwatched} = readWatch('swarm-01', ['lb_abcdefghi'], printed('host', [LISTENING, SYN, ...summary(1)]), 4);
  expect(unwatched).toEqual([
    {node: 'swarm-01', netns: 'lb_abcdefghi', reason: expect.stringContaining('tcpdump ended')},
  ]);
});
