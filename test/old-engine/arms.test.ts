import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {damage} from '../../src/author/damage.ts';
import {openParts, openSession} from '../../src/commands/student.ts';
import {quizzesIn, runsIn, visibleItems} from '../../src/session/items.ts';
import type {Observed} from '../../src/session/observed.ts';
import {perform} from '../../src/session/play.ts';
import type {Session} from '../../src/session/session.ts';
import {lessonOf} from '../../src/session/state.ts';
import {probedFacts} from '../../src/session/step-progress.ts';

const LESSONS = [
  'interfaces-and-bridges',
  'overlay-forwarding',
  'internal-load-balancing',
  'publishing-and-the-sandbox',
  'routing-mesh',
];

const folder = mkdtempSync(join(tmpdir(), 'dd-old-engine-'));
const passes = new Map<string, Observed>();
let session: Session;

beforeAll(async () => {
  const {module, cluster} = await openParts({module: 'swarm-networking', cluster: 'recording:docker-17'}, 'instant');
  const observe = (observed: Observed) => {
    if (observed.verdict.ok === true) passes.set(observed.check, observed);
  };
  session = openSession(module, cluster, folder, {observe}).session;
  await session.probe();
  for (const lesson of LESSONS) await play(lesson);
}, 120_000);

afterAll(async () => {
  await session.close();
  rmSync(folder, {recursive: true});
});

/** All that a student can do in a lesson; what is not recorded is left. */
async function play(lesson: string): Promise<void> {
  for (const step of lessonOf(session.state(), lesson).steps) {
    session.go(lesson, step.id);
    const items = visibleItems(step.items, probedFacts(session.state()));
    for (const {id} of runsIn(items)) await perform(session, {kind: 'run', id});
    for (const {id} of quizzesIn(items)) await perform(session, {kind: 'answer', id});
    await session.check();
  }
}

test('the probe of each node knows an engine of before 18.09 with its overlays on the host', () => {
  for (const {probed} of session.state().cluster.nodes) {
    expect(probed).toMatchObject({docker: '17.10-18.06', overlay: 'host', lb: 'container'});
    expect(probed).not.toHaveProperty('kernel');
  }
});

test.each(LESSONS)('no check of %s fails or errs: each has passed, or waits for what was not printed', lesson => {
  const statuses = Object.entries(session.state().checks).filter(([id]) => id.startsWith(`${lesson}/`));
  // A pass is old once a later command has changed the service.
  const open = statuses.filter(([, {status}]) => status !== 'pass' && status !== 'old');
  expect(open.filter(([, {status}]) => status !== 'wait')).toEqual([]);
  expect(open.map(([id]) => id).filter(id => passes.has(id))).toEqual([]);
  expect([...passes.keys()].filter(id => id.startsWith(`${lesson}/`)).length).toBeGreaterThan(2);
});

test('each pass has a witness, and is none any more when its output is damaged', () => {
  const damages = [...passes.values()].flatMap(damage);
  expect(passes.size).toBeGreaterThan(25);
  expect(new Set(damages.map(({check}) => check)).size).toBe(passes.size);
  expect(damages.filter(({killed}) => !killed)).toEqual([]);
});
