import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeEach, expect, test} from 'vitest';
import {assertions} from '../../assertions/registry.ts';
import {known} from '../../src/author/known.ts';
import {type Finding, prove} from '../../src/author/prove.ts';
import {localCluster} from '../../src/cluster/local.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import {readModule} from '../../src/lesson/read-module.ts';
import {createSession} from '../../src/session/create.ts';
import type {Observed} from '../../src/session/observed.ts';
import {readProgressEvent} from '../../src/session/progress.ts';
import type {Session} from '../../src/session/session.ts';
import {openJournal, readJournal} from '../../src/state/journal.ts';
import {fixture} from '../snapshot/fixture.ts';

const {module, problems} = await readModule(fileURLToPath(new URL('fixture-delta', import.meta.url)), known);
const two = fixture('redis-2');
const five = fixture('redis-5');

let home: string;
/** What is asked for before a run, and what then happens. */
let looks: string[];
let onLook: (before: string | undefined, snapshot: Snapshot) => Promise<Snapshot>;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'delta-'));
  process.env.DEEPDIVE_TEST = home;
  looks = [];
  onLook = async (_, snapshot) => snapshot;
});

/** A session whose commands run in this machine's shell; the lab's evidence is what they stand for. */
function open(instance = 'first', observe?: (observed: Observed) => void): Session {
  if (module === undefined) throw new Error(JSON.stringify(problems));
  const journal = join(home, 'progress.ndjson');
  return createSession({
    module,
    cluster: {...localCluster({name: 'local', nodes: [{id: 'here', role: 'manager'}]}), instance},
    events: readJournal(journal, readProgressEvent).entries,
    journal: openJournal(journal),
    outputs: join(home, 'outputs'),
    parser: async () => undefined,
    assertion: async id => assertions.get(id),
    collect: async (_, before) => {
      looks.push(before ?? 'now');
      return onLook(before, existsSync(join(home, 'five')) ? five : two);
    },
    now: Date.now,
    ...(observe && {observe}),
  });
}

const came = (session: Session) => session.state().checks['scaling/came'];
const grow = (session: Session) => session.run('grow', {confirmed: true});
const kept = () => join(home, 'outputs', 'scaling.grow.before.json');

test('the cluster is looked at right before the change, and the check compares with that', async () => {
  const session = open();
  await session.check();
  expect(came(session)).toMatchObject({status: 'wait', reason: expect.stringContaining('run grow (touch')});
  expect(looks).toEqual([]);
  await grow(session);
  expect(looks).toEqual(['scaling/grow', 'now']);
  expect(came(session)).toMatchObject({status: 'pass', points: 2});
  expect(came(session)?.witnesses[0]?.fact).toMatch(/^ns\.fdb@/);
  await session.close();
});

test('what was there all along does not pass', async () => {
  writeFileSync(join(home, 'five'), '');
  const session = open();
  await grow(session);
  expect(came(session)).toMatchObject({
    status: 'fail',
    points: 0,
    advice: 'No task is new: redis.1, redis.2, redis.3, redis.4, redis.5.',
  });
  await session.close();
});

test('a new start compares with the look that the last one kept', async () => {
  const session = open();
  await grow(session);
  await session.close();
  expect(readFileSync(kept(), 'utf8')).toContain('"run":"scaling/grow","instance":"first"');
  const resumed = open();
  looks = [];
  await resumed.check();
  expect(looks).toEqual(['now']);
  expect(came(resumed)).toMatchObject({status: 'pass'});
  await resumed.close();
});

test.each([
  ['gone', () => rmSync(kept()), /^there is no look at the cluster from before grow: undo the step, and run it again$/],
  [
    'torn',
    () => writeFileSync(kept(), readFileSync(kept(), 'utf8').slice(0, 5000)),
    /that can be read \(not a snapshot: no JSON\)/,
  ],
  ['no text of ours', () => writeFileSync(kept(), '\u0000garbage'), /that can be read \(its first line is no JSON\)/],
  [
    'of another shape',
    () => writeFileSync(kept(), '{"format":"deepdive-before/9"}\n{}'),
    /its first line: format: expected/,
  ],
  [
    'with a row that is none',
    () => writeFileSync(kept(), readFileSync(kept(), 'utf8').replace('"state":"permanent"', '"state":7')),
    /that can be read \(not a snapshot: fact \d+, ns\.fdb@/,
  ],
])('when that is %s nothing is said of the change, until it is made anew', async (_, harm, says) => {
  const session = open();
  await grow(session);
  await session.close();
  harm();
  const resumed = open();
  looks = [];
  await resumed.check();
  // Looking again and again does not bring it back.
  expect(looks).toEqual([]);
  expect(came(resumed)).toMatchObject({status: 'error', points: 2, reason: expect.stringMatching(says)});
  // Running it once more looks at nothing: that would show the change as having been there.
  looks = [];
  await grow(resumed);
  expect(looks).toEqual([]);
  expect(came(resumed)).toMatchObject({status: 'error'});
  await resumed.undo('scale', true);
  await grow(resumed);
  expect(came(resumed)).toMatchObject({status: 'pass', points: 2});
  await resumed.close();
});

test('a look that could not be taken costs nothing and grants nothing', async () => {
  const gone = (snapshot: Snapshot): Snapshot => ({
    ...snapshot,
    nodes: snapshot.nodes.map(node => (node.id === 'swarm-01' ? {...node, unreachable: 'connection refused'} : node)),
  });
  onLook = async (before, snapshot) => (before === undefined ? snapshot : gone(snapshot));
  const session = open();
  await grow(session);
  expect(came(session)).toMatchObject({
    status: 'error',
    points: 0,
    fails: 0,
    reason: expect.stringMatching(/^before the command: swarm-01 could not be reached/),
  });
  onLook = async (_, snapshot) => snapshot;
  await session.undo('scale', true);
  await grow(session);
  expect(came(session)).toMatchObject({status: 'pass', points: 2});
  await session.close();
});

test('while the change is in effect the first look stands', async () => {
  const session = open();
  await grow(session);
  await grow(session);
  expect(looks.filter(look => look !== 'now')).toEqual(['scaling/grow']);
  expect(came(session)).toMatchObject({status: 'pass'});
  await session.close();
});

test('the look for a command that failed is not kept', async () => {
  const session = open();
  await session.run('grow', {confirmed: true, line: 'exit 3'});
  expect(existsSync(kept())).toBe(false);
  expect(came(session)).toMatchObject({status: 'wait'});
  await grow(session);
  expect(looks.filter(look => look !== 'now')).toEqual(['scaling/grow', 'scaling/grow']);
  expect(came(session)).toMatchObject({status: 'pass'});
  await session.close();
});

test('the look for a command that was cut off stays: the change may be there', async () => {
  const session = open();
  const running = session.run('grow', {confirmed: true, line: 'touch "$DEEPDIVE_TEST/five"; exec sleep 60'});
  await expect.poll(() => existsSync(join(home, 'five')), {timeout: 20_000}).toBe(true);
  session.stop('kill');
  expect(await running).toMatchObject({ok: false});
  await session.run('grow', {confirmed: true, line: 'exit 1'});
  await grow(session);
  expect(looks.filter(look => look !== 'now')).toEqual(['scaling/grow']);
  expect(came(session)).toMatchObject({status: 'pass'});
  await session.close();
});

test('what another run took back is looked at anew, and so is what undo took back', async () => {
  const session = open();
  await grow(session);
  session.next();
  await session.run('shrink', {confirmed: true});
  expect(existsSync(kept())).toBe(false);
  session.back();
  await grow(session);
  expect(looks.filter(look => look !== 'now')).toEqual(['scaling/grow', 'scaling/grow']);
  expect(came(session)).toMatchObject({status: 'pass'});
  await session.undo('scale', true);
  expect(existsSync(kept())).toBe(false);
  await session.close();
});

test('a cluster that was made anew has no before', async () => {
  const session = open();
  await grow(session);
  await session.close();
  rmSync(join(home, 'five'));
  const other = open('second');
  looks = [];
  await other.check();
  expect(came(other)).toMatchObject({status: 'wait', reason: expect.stringContaining('run grow (touch')});
  await grow(other);
  expect(looks[0]).toBe('scaling/grow');
  expect(came(other)).toMatchObject({status: 'pass'});
  await other.close();
});

test('a command that is stopped while the cluster is looked at never starts', async () => {
  let look = () => {};
  onLook = (before, snapshot) =>
    before === undefined
      ? Promise.resolve(snapshot)
      : new Promise(resolve => {
          look = () => resolve(snapshot);
        });
  const session = open();
  const running = grow(session);
  await expect.poll(() => looks).toEqual(['scaling/grow']);
  expect(session.state().runs['scaling/grow']?.status).toBe('running');
  session.stop('interrupt');
  expect(await running).toMatchObject({ok: false, message: expect.stringContaining('stopped')});
  look();
  await expect.poll(() => readdirSync(join(home, 'outputs'))).not.toContain('scaling.grow.before.json');
  expect(existsSync(join(home, 'five'))).toBe(false);
  await session.close();
});

test('a module with such a check is proven, and its evidence is damaged at both times', async () => {
  const passes = new Map<string, Observed>();
  const session = open('first', observed => {
    if (observed.verdict.ok === true) passes.set(observed.check, observed);
  });
  const findings: Finding[] = [];
  const watch = {
    tell: (finding: Finding) => findings.push(finding),
    lastPass: (check: string) => passes.get(check),
    goneWithin: 0,
    signal: new AbortController().signal,
  };
  expect(passes.get('scaling/came')).toBeUndefined();
  const [lesson] = module!.lessons;
  const proven = await prove(session, [{...lesson!, steps: lesson!.steps.slice(0, 1)}], watch);
  expect(findings.filter(({ok}) => !ok)).toEqual([]);
  expect(proven).toBe(true);
  expect(passes.get('scaling/came')?.kind).toBe('delta');
  const score = findings.find(({text}) => text.includes('damages to the evidence noticed'))?.text ?? '';
  expect(score).toMatch(/^(\d+) of \1 damages/);
  expect(Number(score.split(' ')[0])).toBeGreaterThan(20);
  await session.close();
});
