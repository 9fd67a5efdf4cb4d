import {describe, expect, test} from 'vitest';
import {assertions} from '../../assertions/registry.ts';
import {mutateDelta} from '../../src/author/mutants.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import type {FdbEntry} from '../../src/core/rows/bridge.ts';
import type {Verdict} from '../../src/core/verdict.ts';
import {fixture} from '../snapshot/fixture.ts';
import {edited, netnsOf, withFact, withProblem} from './edit.ts';

const ID = 'fdb.added';
const SERVICE = {network: 'vote', service: 'redis'};
const SERVICE_FROM = {...SERVICE, from: 'swarm-01'};
const TASK = {network: 'vote', task: 'redis.4', from: 'swarm-02'};

/** redis ×2; then five, and worker: swarm-01 came into the network with them. */
const before = fixture('redis-2');
const after = fixture('redis-5');
/** redis.4, on swarm-03, and redis.2, on swarm-02. */
const NEW_MAC = '02:42:0a:00:01:0b';
const OLD_MAC = '02:42:0a:00:01:04';
const TABLE_2 = netnsOf(after, 'swarm-02', 'vote');

function added() {
  const assertion = assertions.get(ID);
  if (assertion?.kind !== 'delta') throw new Error(`${ID} compares nothing`);
  return assertion;
}

function judged(args: object, was: Snapshot = before, is: Snapshot = after): Verdict {
  return added().judge(args, {before: was, after: is});
}

function fdb(from: Snapshot, change: (rows: readonly FdbEntry[]) => readonly FdbEntry[]): Snapshot {
  return edited(from, 'ns.fdb', TABLE_2, change);
}

const rowFor = (mac: string, dst: string): FdbEntry => ({
  mac,
  ifname: 'vxlan0',
  dst,
  flags: ['self'],
  state: 'permanent',
});

const CASES = [
  SERVICE,
  TASK,
  {network: 'vote', service: 'worker'},
  SERVICE_FROM,
  {network: 'vote', task: 'worker.1', from: 'swarm-03'},
];

test('every assertion that compares is tried', () => {
  expect([...assertions.values()].filter(({kind}) => kind === 'delta').map(({id}) => id)).toEqual([ID]);
});

describe.each(CASES)('%j', args => {
  test('holds, by rows and tasks that were seen', () => {
    expect(added().validate(args)).toEqual([]);
    const verdict = judged(args);
    expect(verdict.ok).toBe(true);
    if (verdict.ok) {
      for (const {fact} of verdict.witnesses) expect(after.facts.has(fact)).toBe(true);
      expect(verdict.witnesses.some(({fact}) => fact.startsWith('ns.fdb@'))).toBe(true);
      const tasks = verdict.witnesses.filter(({fact}) => fact.startsWith('swarm.tasks@'));
      expect(tasks.length > 0).toBe(args !== SERVICE && args !== SERVICE_FROM);
    }
  });

  test('notices every damage that it says it notices', () => {
    const mutants = mutateDelta(added(), args, {before, after});
    expect(mutants.length).toBeGreaterThan(0);
    const survivors = mutants
      .filter(({killed}) => !killed)
      .map(({class: name, witness, verdict}) => [name, witness, verdict]);
    expect(survivors).toEqual([]);
  });

  test('cannot look, and never fails, when a fact of either time is missing or bad', () => {
    for (const which of ['before', 'after'] as const) {
      const whole = {before, after}[which];
      let missed = 0;
      for (const key of whole.facts.keys()) {
        for (const less of [withFact(whole, key, undefined), withProblem(whole, key)]) {
          const verdict = added().judge(args, {before, after, [which]: less});
          expect([which, key, verdict.ok]).not.toEqual([which, key, false]);
          if (verdict.ok !== null) continue;
          missed++;
          expect(verdict.detail.startsWith('before the command: ')).toBe(which === 'before');
        }
      }
      expect(missed).toBeGreaterThan(1);
    }
  });

  test('says which node could not be reached before, and what to do', () => {
    const nodes = before.nodes.map(one => ({...one, unreachable: 'connection refused'}));
    expect(judged(args, {...before, nodes})).toEqual({
      ok: null,
      cause: 'unreachable',
      detail: expect.stringMatching(
        /^before the command: swarm-0\d could not be reached: .*; undo the step, and run it again$/,
      ),
    });
  });
});

test('every damage that it names is done to it', () => {
  const done = CASES.flatMap(args => mutateDelta(added(), args, {before, after}).map(mutant => mutant.class));
  expect([...new Set(done)].sort()).toEqual([...added().mutants(SERVICE)].sort());
});

interface Trap {
  readonly title: string;
  readonly args?: object;
  readonly was?: Snapshot;
  readonly is?: Snapshot;
  readonly code: string;
  readonly says: string;
}

const TRAPS: readonly Trap[] = [
  {title: 'nothing has changed', was: after, code: 'older_task', says: 'were there before the command already'},
  {
    title: 'the row was there all along',
    args: TASK,
    was: fdb(before, rows => [...rows, rowFor(NEW_MAC, '10.77.0.13')]),
    code: 'there_before',
    says: `swarm-02: the fdb row for ${NEW_MAC} (redis.4) was there before the command already`,
  },
  {
    title: 'the row was there all along, learned from traffic',
    args: TASK,
    was: fdb(before, rows => [...rows, {...rowFor(NEW_MAC, '10.77.0.13'), state: 'reachable'}]),
    code: 'there_before',
    says: NEW_MAC,
  },
  {
    title: 'the task is an older one',
    args: {network: 'vote', task: 'redis.2'},
    code: 'older_task',
    says: 'redis.2 was there before the command already',
  },
  {
    title: 'the number is the same, the task is another one, and the row still leads to the old',
    args: {network: 'vote', task: 'redis.4', from: 'swarm-02'},
    is: fdb(after, rows => rows.map(row => (row.mac === NEW_MAC ? {...row, mac: '02:42:0a:00:01:1b'} : row))),
    code: 'no_row',
    says: `no permanent fdb row for ${NEW_MAC} (redis.4 on swarm-03)`,
  },
  {
    title: 'the new task has no row, an older one has',
    args: {...SERVICE, from: 'swarm-02'},
    is: fdb(after, rows => rows.filter(row => row.mac !== NEW_MAC)),
    code: 'no_row',
    says: NEW_MAC,
  },
  {
    title: 'the task was known before, though it did not run yet',
    args: TASK,
    was: edited(before, 'swarm.tasks', 'swarm-01', rows => {
      const now = after.facts.get('swarm.tasks@swarm-01')!.rows as typeof rows;
      return [...rows, ...now.filter(task => task.slot === 4).map(task => ({...task, state: 'pending'}))];
    }),
    code: 'older_task',
    says: 'redis.4',
  },
  {
    title: 'the row leads to a node without the task',
    args: TASK,
    is: fdb(after, rows => rows.map(row => (row.mac === NEW_MAC ? {...row, dst: '10.77.0.11'} : row))),
    code: 'other_dst',
    says: 'to 10.77.0.11, but the task is on 10.77.0.13, swarm-03',
  },
  {
    title: 'the row is learned from traffic only',
    args: TASK,
    is: fdb(after, rows => rows.map(row => (row.mac === NEW_MAC ? {...row, state: 'reachable'} : row))),
    code: 'learned_only',
    says: 'learned',
  },
  {title: 'the task is on the node that is asked', args: {...TASK, from: 'swarm-03'}, code: 'local', says: 'swarm-03'},
  {title: 'there is no such task', args: {...TASK, task: 'redis.9'}, code: 'no_task', says: 'redis.9'},
  {title: 'a part of a name is no name', args: {...TASK, task: 'redi.4'}, code: 'no_service', says: 'redi'},
];

test.each(TRAPS)('is not held to be right: $title', ({args = SERVICE, was, is, code, says}) => {
  expect(added().validate(args)).toEqual([]);
  expect(judged(args, was, is)).toMatchObject({ok: false, code, reason: expect.stringContaining(says)});
  expect(Object.keys(added().codes)).toContain(code);
});

describe('what must not be refused', () => {
  test('an older task that keeps its row, beside the new ones', () => {
    const verdict = judged(SERVICE);
    expect(verdict.ok && verdict.witnesses.filter(({row}) => row.startsWith(OLD_MAC))).toEqual([]);
  });

  test('an address used again: the row led to another node before', () => {
    expect(
      judged(
        TASK,
        fdb(before, rows => [...rows, rowFor(NEW_MAC, '10.77.0.11')]),
      ).ok,
    ).toBe(true);
  });

  test('a learned twin without a tunnel end, before', () => {
    const twin = {mac: NEW_MAC, ifname: 'vxlan0', flags: [], master: 'br0', state: 'reachable'};
    expect(
      judged(
        TASK,
        fdb(before, rows => [...rows, twin]),
      ).ok,
    ).toBe(true);
  });

  test('a node that had no part of the network before', () => {
    expect(before.facts.has(`ns.fdb@${netnsOf(after, 'swarm-01', 'vote')}`)).toBe(false);
    expect(judged({...SERVICE, from: 'swarm-01'}).ok).toBe(true);
  });
});

test('a row that breaks it makes it unknown, never failed', () => {
  for (const [key, fact] of before.facts) {
    const broken = withFact(before, key, {...fact, rows: [null, 7, {}] as never});
    expect([key, judged(SERVICE, broken).ok]).not.toEqual([key, false]);
  }
});
