import {expect, test} from 'vitest';
import {madeCluster} from '../../src/bench/made/cluster.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import {answering, firstStop} from '../../src/topology/walk.ts';
import {changeRules, edited} from '../assertions/edit.ts';
import {sandboxOf} from '../assertions/trap.ts';
import {CLIENT, damage, EAST, eastRules, expectDamages, ruled} from './damage.ts';
import {ends, expectSeen, walked} from './walking.ts';

const is = (value: string) => ({not: false, value});
const UDP = {protocol: is('udp')};
const TCP = {protocol: is('tcp')};

expectDamages([
  damage(
    'a rule leads names to another name server',
    EAST,
    ruled(CLIENT, 'nat', 'OUTPUT', {...UDP, dport: 53, target: 'DNAT', toDestination: '10.0.1.99:53'}),
    ['dns@swarm-03 broken'],
    '--dport 53 -j DNAT --to-destination 10.0.1.99:53',
  ),
  damage(
    'a rule takes names to a port of the loopback',
    EAST,
    ruled(CLIENT, 'nat', 'OUTPUT', {...UDP, dport: 53, target: 'REDIRECT', toPorts: '5353'}),
    ['dns@swarm-03 broken'],
    'is led elsewhere',
  ),
  damage(
    'a rule leads names to a port that the engine does not answer by',
    EAST,
    ruled(CLIENT, 'nat', 'OUTPUT', {...UDP, dport: 53, target: 'DNAT', toDestination: '127.0.0.11:5353'}),
    ['dns@swarm-03 unknown'],
    'leads to port 5353, and the engine answers by another',
  ),
  damage(
    'the rule for answers of the engine is gone, which connection tracking does not need',
    EAST,
    eastRules(CLIENT, rule => (rule.target === 'SNAT' ? undefined : rule)),
    [],
    '',
  ),
  damage(
    'names are not asked over TCP, which one address does not need',
    EAST,
    ruled(CLIENT, 'raw', 'OUTPUT', {...TCP, destination: is('127.0.0.11/32'), dport: 53, target: 'DROP'}),
    [],
    '',
  ),
]);

/** From web.1 to each of so many tasks, by their addresses. */
const made = (tasks: number) => madeCluster({nodes: 3, tasks, encrypted: false});
const MANY = 'web.1 > tasks.web';

function withRules(snapshot: Snapshot, change: Parameters<typeof changeRules>[1]): Snapshot {
  const place = `node-00/${sandboxOf(snapshot, 'node-00', 'web.1')}`;
  return edited(snapshot, 'ns.iptables', place, rows => changeRules(rows, change));
}

test('of more addresses than fit in a packet each is a branch, and the rule for TCP is shown as well', () => {
  const snapshot = made(40);
  const walk = walked(snapshot, MANY);
  expect(ends(walk)).toEqual([]);
  expect(answering(walk)).toHaveLength(40);
  expectSeen(snapshot, walk);
  const [dns] = walk.hops;
  const shown = dns?.status === 'ok' ? dns.evidence.map(({row}) => row) : [];
  for (const protocol of ['udp', 'tcp'])
    expect(shown.some(row => row.includes(`-p ${protocol} `) && row.includes('--to-destination 127.0.0.11:'))).toBe(
      true,
    );
});

test.each([
  // tasks.web is 11 bytes with its lengths, so a record 25 and the question 15: 19 make 502 bytes, 20 make 527.
  [19, []],
  [20, ['dns@node-00 unknown']],
  [40, ['dns@node-00 unknown']],
])('where nothing is asked over TCP, %i addresses are %o', (tasks, at) => {
  const deaf = withRules(made(tasks), rule => (rule.protocol.value === 'tcp' && rule.dport === 53 ? undefined : rule));
  const walk = walked(deaf, MANY);
  expect(ends(walk)).toEqual(at);
  if (at.length > 0)
    expect(firstStop(walk)).toMatchObject({
      cause: 'ambiguous',
      reason: expect.stringContaining('more than an answer over UDP has (512)'),
    });
});
