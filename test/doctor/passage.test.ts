import {expect, test} from 'vitest';
import {type End, judgePassage} from '../../src/doctor/passage.ts';
import type {Seen} from '../../src/doctor/read-traffic.ts';
import type {Sending} from '../../src/doctor/traffic-plan.ts';

const KEY = '10.0.0.1 10.0.0.2 7946';
const TCP: Sending = {
  protocol: 'tcp',
  port: 7946,
  what: 'gossip of nodes',
  from: {id: 'one', address: '10.0.0.1', isManager: true},
  to: {id: 'two', address: '10.0.0.2', isManager: false},
};
const UDP: Sending = {...TCP, protocol: 'udp', port: 4789};
const REFUSED = {status: 1, said: 'connect: Connection refused'};
const NONE: Seen = {udp: new Map(), tcp: new Set(), answers: new Map()};
const LEFT: Seen = {...NONE, tcp: new Set([KEY])};
const RESET: Seen = {...LEFT, answers: new Map([[KEY, 'refused']])};
const QUIET: End = {seen: NONE, why: '', tracked: new Set(), listening: new Set()};

test.each<[string, Partial<End>, Partial<End>, object]>([
  ['an answer of TCP where nobody listens', {seen: RESET}, {}, {kind: 'refused'}],
  ['the same, seen only where it was given', {seen: undefined}, {seen: RESET}, {kind: 'refused'}],
  [
    'an answer of TCP where somebody listens',
    {seen: RESET},
    {listening: new Set([7946])},
    {kind: 'dropped', how: 'refused, though something listens'},
  ],
  ['an answer of TCP where nobody knows who listens', {seen: RESET}, {listening: undefined}, {kind: 'unknown'}],
  [
    'it came, and no answer of TCP did: a firewall',
    {seen: LEFT},
    {seen: LEFT},
    {kind: 'dropped', where: 'receiver', how: REFUSED.said},
  ],
  ['it was not seen to leave', {seen: NONE}, {}, {kind: 'unknown'}],
  ['nobody could listen', {seen: undefined}, {seen: undefined}, {kind: 'unknown'}],
])('a connection is refused: %s', (_, from, to, passage) => {
  expect(judgePassage(TCP, REFUSED, {...QUIET, ...from}, {...QUIET, ...to})).toMatchObject(passage);
});

test.each([
  ['of ours', '10.0.0.1 40000 4789', 'arrived'],
  ['of another sender from the same port', '10.0.0.3 40000 4789', 'dropped'],
  ['of ours to another port', '10.0.0.1 40000 7946', 'dropped'],
])('a packet of UDP that came to the card is let in by a tracked connection %s only', (_, entry, kind) => {
  const seen: Seen = {...NONE, udp: new Map([['one two 4789', ['10.0.0.1 40000']]])};
  const to: End = {...QUIET, seen, tracked: new Set([entry])};
  expect(judgePassage(UDP, {status: 0, said: ''}, QUIET, to).kind).toBe(kind);
});
