import {describe, expect, test} from 'vitest';
import type {Chain} from '../../src/core/rows/iptables.ts';
import {parseIptables} from '../../src/parse/iptables.ts';
import {type Hit, isDrop, meet} from '../../src/topology/join/packet.ts';

function chainsOf(...rules: readonly string[]): readonly Chain[] {
  const chains = ['INPUT', 'OUTPUT', 'FORWARD'].map(name => `:${name} ACCEPT [0:0]`);
  const own = [...new Set(rules.map(rule => rule.split(' ')[1]!))].filter(name => name === name.toLowerCase());
  const text = ['*filter', ...chains, ...own.map(name => `:${name} - [0:0]`), ...rules, 'COMMIT', ''].join('\n');
  const {data, unparsed} = parseIptables(text);
  expect(unparsed).toEqual([]);
  return data.chains;
}

/** `dropped`, `spared` when a rule may have let it go on before that, or `on`. */
function fate(...rules: readonly string[]): string {
  const {hits, spared} = meet(chainsOf(...rules), 'filter', 'INPUT', {protocol: 'udp', dport: 4789});
  if (!isDrop(hits.at(-1))) return 'on';
  return spared === undefined ? 'dropped' : 'spared';
}

describe('what is known of a packet is its protocol and port', () => {
  test.each([
    ['a drop for all', ['-A INPUT -j DROP'], 'dropped'],
    ['an accept for it', ['-A INPUT -p udp -m udp --dport 4789 -j ACCEPT', '-A INPUT -j DROP'], 'on'],
    ['an accept for another port', ['-A INPUT -p udp -m udp --dport 53 -j ACCEPT', '-A INPUT -j DROP'], 'dropped'],
    ['an accept that may be for it', ['-A INPUT -s 10.0.0.0/8 -j ACCEPT', '-A INPUT -j DROP'], 'spared'],
    ['an accept too late', ['-A INPUT -j DROP', '-A INPUT -s 10.0.0.0/8 -j ACCEPT'], 'dropped'],
    ['one in a chain', ['-A INPUT -j own', '-A INPUT -j DROP', '-A own -s 10.0.0.0/8 -j ACCEPT'], 'spared'],
    [
      'one in a chain that it may come to',
      ['-A INPUT -i eth7 -j own', '-A INPUT -j DROP', '-A own -j ACCEPT'],
      'spared',
    ],
    ['a return around a drop', ['-A INPUT -j own', '-A own -s 10.0.0.0/8 -j RETURN', '-A own -j DROP'], 'spared'],
    ['a return before', ['-A INPUT -j own', '-A INPUT -j DROP', '-A own -s 10.0.0.0/8 -j RETURN'], 'dropped'],
  ])('%s', (_, rules, expected) => expect(fate(...rules)).toBe(expected));
});

const PACKET = {protocol: 'udp', dport: 4789};

test('who is wary of drops meets those that are not certain, in chains that may be come to, and no rule after', () => {
  const chains = chainsOf('-A INPUT -i eth7 -j own', '-A INPUT -j ACCEPT', '-A own -j DROP');
  expect(meet(chains, 'filter', 'INPUT', PACKET).hits.at(-1)?.rule.target).toBe('ACCEPT');
  expect(meet(chains, 'filter', 'INPUT', PACKET, isDrop).hits.at(-1)?.rule.target).toBe('DROP');
});

test('rules that count and end no way are met beside those that are certain', () => {
  const isMark = ({rule}: Hit) => rule.target === 'MARK';
  const mark = (value: number) => `-j MARK --set-xmark 0x${value}/0xffffffff`;
  const chains = chainsOf(`-A INPUT ${mark(1)}`, '-A INPUT -i eth7 -j own', '-A INPUT -j ACCEPT', `-A own ${mark(2)}`);
  const marks = (counts?: (hit: Hit) => boolean) =>
    meet(chains, 'filter', 'INPUT', PACKET, counts)
      .hits.filter(isMark)
      .map(({rule}) => rule.mark);
  expect(marks()).toEqual([1]);
  expect(marks(isMark)).toEqual([1, 2]);
});

test('nobody knows what more rules than anyone writes come to', () => {
  const many = Array.from({length: 10_001}, () => '-A INPUT -p tcp -j DROP');
  expect(() => fate(...many)).toThrow(/more than 10000 rules/);
});
