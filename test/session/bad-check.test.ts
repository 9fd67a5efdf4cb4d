import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {loadAssertion} from '../../assertions/load.ts';
import {openParts, openSession} from '../../src/commands/student.ts';
import {parsers} from '../../src/parse/registry.ts';
import {bundleOf} from '../../src/session/bad-check/bundle.ts';
import {saveBadCheck} from '../../src/session/bad-check/save.ts';
import type {Observed} from '../../src/session/observed.ts';
import {snapshotFromJson} from '../../src/snapshot/store.ts';
import {workingSession} from '../ui/sample-states.ts';

const PARTS = {
  id: 'overlay/fdb-has-peer',
  words: 'the row is there, I see 10.77.0.12',
  at: Date.UTC(2026, 0, 5),
  versions: {deepdive: '1', node: 'v20', platform: 'linux'},
  redacted: true,
  source: '## Read the table',
  needs: new Set(['ns.fdb'] as const),
};

test('a bundle has the words, the lesson, the runs and the verdict, and no address of the cluster', () => {
  const text = bundleOf({...PARTS, state: workingSession().state()});
  const bundle = JSON.parse(text);
  expect(text).not.toMatch(/10\.77\.0\.1|02:42:0a:00:02:09|k3v8z0m3c1/);
  expect(bundle.words).toMatch(/^the row is there, I see [\d.]+$/);
  expect(bundle.lesson).toMatchObject({module: 'swarm-networking', step: 'fdb', check: {id: 'fdb-has-peer'}});
  expect(bundle.lesson.hash).toMatch(/^sha256:/);
  expect(bundle.verdict).toMatchObject({status: 'fail', fails: 2});
  expect(bundle.runs.length).toBeGreaterThan(0);
  // The address that was expected is the one that the words name.
  expect(bundle.verdict.expected).toContain(bundle.words.split(' ').at(-1));
  expect(bundle.about.join(' ')).toMatch(/Nothing was sent anywhere/);
  expect(bundle.about.join(' ')).toMatch(/Nobody looked at the nodes/);
});

test('a bundle is bounded, and says what it left out', () => {
  const session = workingSession();
  const rows = Array.from({length: 3000}, (_, index) => ({mac: `02:42:0a:00:${index}`, flags: ['x'.repeat(100)]}));
  const fact = (node: string, rows: unknown) =>
    ({kind: 'ns.fdb', node, netns: 'host', rows, problem: null, command: 'bridge fdb'}) as never;
  const facts = new Map(
    ['swarm-01', 'swarm-02', 'swarm-03'].map(node => [`ns.fdb@${node}/host`, fact(node, rows)] as const),
  );
  session.set({look: {snapshot: {takenAt: 0, nodes: [], facts}, isOld: false}});
  const text = bundleOf({...PARTS, state: session.state(), source: 'x'.repeat(500_000)});
  expect(text.length).toBeLessThan(1_500_000);
  const bundle = JSON.parse(text);
  expect(bundle.snapshot.facts).toHaveLength(1);
  expect(bundle.snapshot.leftOut).toEqual(['ns.fdb@node-2/host', 'ns.fdb@node-3/host']);
  expect(bundle.source).toMatch(/\[440000 more characters\]$/);
});

test('every check of a played lesson comes to the same verdict from its redacted bundle', async () => {
  const observed = new Map<string, Observed>();
  const {module, cluster} = await openParts({module: 'swarm-networking', cluster: 'recording'}, 'instant');
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const {session} = openSession(module, cluster, folder, {observe: one => observed.set(one.check, one)});
  expect(await session.catchUp('overlay-forwarding', 'scale', true)).toEqual({ok: true});
  const ids = [...observed.keys()].filter(id => id.startsWith('overlay-forwarding/'));
  expect(ids.length).toBeGreaterThan(8);
  let judged = 0;
  for (const id of ids) {
    const path = join(folder, 'bundle.json');
    await session.check(undefined, {once: true});
    expect(await saveBadCheck(session, path, {id, words: '', redacted: true, at: 0})).toMatchObject({kind: 'kept'});
    const text = readFileSync(path, 'utf8');
    const bundle = JSON.parse(text);
    const {source: _, lesson: __, ...own} = bundle;
    expect(JSON.stringify(own)).not.toMatch(/10\.77\.0\.\d|swarm-0\d/);
    const assertion = await loadAssertion(bundle.lesson.check.use);
    if (assertion?.kind === 'output') {
      const outputs = bundle.runs.map((run: {run: string; parse?: string; stdout: string; end: {code: number}}) => ({
        ...run,
        runId: run.run,
        exitCode: run.end.code,
        ...(run.parse && {parsed: parsers.get(run.parse)!.parse(run.stdout)}),
      }));
      expect({id, ok: assertion.judge(bundle.arguments, outputs).ok}).toEqual({id, ok: observed.get(id)!.verdict.ok});
      judged += 1;
    }
    if (assertion?.kind !== 'snapshot' || bundle.snapshot.notLookedAt.length > 0) continue;
    const {leftOut, notLookedAt, isOld, ...stored} = bundle.snapshot;
    const read = snapshotFromJson(JSON.stringify(stored));
    if ('problem' in read) throw new Error(`${id}: ${read.problem}`);
    const verdict = assertion.judge(bundle.arguments, read.snapshot);
    expect({id, ok: verdict.ok, why: verdict.ok === false && verdict.reason}).toEqual({id, ok: true, why: false});
    judged += 1;
  }
  expect(judged).toBeGreaterThan(6);
  await session.close();
}, 60_000);

test('a file that is not a bundle is not overwritten', async () => {
  const session = workingSession();
  const path = join(mkdtempSync(join(tmpdir(), 'bundle-')), 'mine.json');
  writeFileSync(path, '{}');
  const wanted = {id: PARTS.id, words: '', redacted: true, at: 0};
  expect(await saveBadCheck(session, path, wanted)).toMatchObject({kind: 'refused'});
  expect(readFileSync(path, 'utf8')).toBe('{}');
});
