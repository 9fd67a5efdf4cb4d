import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {assertions} from '../../assertions/registry.ts';
import {known} from '../../src/author/known.ts';
import {type Finding, prove} from '../../src/author/prove.ts';
import type {Cluster, Command, Node} from '../../src/cluster/cluster.ts';
import {localCluster} from '../../src/cluster/local.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import {readModule} from '../../src/lesson/read-module.ts';
import {createSession} from '../../src/session/create.ts';
import type {Observed} from '../../src/session/observed.ts';
import {openJournal} from '../../src/state/journal.ts';
import {fixture} from '../snapshot/fixture.ts';

/** A service that is scaled by a file, and that takes its time to become smaller again. */
const LESSON = `---
lesson: grow
title: Grow
version: 1.0.0
minutes: 3
needs: {tools: [sh], privilege: user}
---

## Scale
<!-- @step
id: scale
-->

\`\`\`sh {#grow}
touch "$DEEPDIVE_TEST/five"
\`\`\`
<!-- @run grow
mutates: service/redis
undo: (sleep 1; rm "$DEEPDIVE_TEST/five") >/dev/null 2>&1 &
-->
<!-- @check five
use: svc.replicas
with: {service: redis, replicas: 5}
-->
`;

const MODULE = `id: slow
title: Slow
summary: Something that takes its time to be gone.
version: 1.0.0
format: 1
runner: ">=0.1"
nodes:
  here: { role: manager }
images: {}
lessons: [grow]
`;

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'prove-'));
  process.env.DEEPDIVE_TEST = home;
  writeFileSync(join(home, 'module.yaml'), MODULE);
  writeFileSync(join(home, 'grow.md'), LESSON);
});

afterEach(() => rmSync(home, {recursive: true, force: true}));

async function seen(): Promise<Snapshot> {
  return fixture(existsSync(join(home, 'five')) ? 'redis-5' : 'redis-2');
}

/** One that tells this of itself, instead of what it is. */
function thisMachine(probed: string | undefined): Cluster {
  const cluster = localCluster({name: 'local', nodes: [{id: 'here', role: 'manager'}]});
  if (probed === undefined) return cluster;
  const say = (command: Command): Command => (command.key === 'probe' ? {line: `printf '${probed}'`} : command);
  const nodes = cluster.nodes.map(
    (node): Node => ({...node, run: (command, options) => node.run(say(command), options)}),
  );
  return {...cluster, nodes};
}

/** What a proof finds. */
async function proved(
  goneWithin: number,
  onFinding: (controller: AbortController) => void = () => {},
  look: () => Promise<Snapshot> = seen,
  passes?: Map<string, Observed>,
  probed?: string,
) {
  const {module, problems} = await readModule(home, known);
  if (module === undefined) throw new Error(JSON.stringify(problems));
  const session = createSession({
    module,
    cluster: {...thisMachine(probed), instance: 'first'},
    events: [],
    journal: openJournal(join(home, 'progress.ndjson')),
    outputs: join(home, 'outputs'),
    parser: async () => undefined,
    assertion: async id => assertions.get(id),
    collect: look,
    now: Date.now,
    observe: one => {
      if (one.verdict.ok === true) passes?.set(one.check, one);
    },
  });
  const findings: Finding[] = [];
  const controller = new AbortController();
  const tell = (finding: Finding) => {
    findings.push(finding);
    onFinding(controller);
  };
  const {signal} = controller;
  const lastPass = (check: string) => passes?.get(check);
  const proven = await prove(session, module.lessons, {tell, lastPass, goneWithin, signal});
  await session.close();
  return {proven, findings};
}

async function afterUndo(goneWithin: number): Promise<readonly Finding[]> {
  const {findings} = await proved(goneWithin);
  return findings.filter(({phase}) => phase === 'undo');
}

test('what an undo ends may take its time to be gone', async () => {
  expect(await afterUndo(60_000)).toMatchObject([{ok: true, text: '1 of 1 checks do not pass'}]);
});

test('a check that goes on passing does not see the work', async () => {
  const [first] = await afterUndo(0);
  expect(first).toMatchObject({ok: false});
  expect(first?.text).toMatch(/^five passes without the step's work: /);
});

test('an interrupted proof proves nothing, and does nothing more', async () => {
  const {proven, findings} = await proved(0, controller => controller.abort());
  expect(proven).toBe(false);
  expect(findings.map(({phase}) => phase)).toEqual(['before', 'after', 'damage']);
  expect(existsSync(join(home, 'five'))).toBe(true);
});

test('what passed and then cannot be looked at once was not seen to be gone', async () => {
  writeFileSync(join(home, 'grow.md'), LESSON.replace(/undo: .*/, 'undo: "true"'));
  let looks = 0;
  const blindOnce = async (): Promise<Snapshot> => {
    const snapshot = await seen();
    const isBlind = ++looks === 5;
    return isBlind ? {...snapshot, nodes: snapshot.nodes.map(one => ({...one, unreachable: 'no route'}))} : snapshot;
  };
  // Before, after the run, once more, once undone: the fifth look is the second after the undo.
  const {proven, findings} = await proved(2500, undefined, blindOnce);
  expect(looks).toBeGreaterThan(5);
  expect(proven).toBe(false);
  expect(findings.at(-1)?.text).toMatch(/^five passes without the step's work/);
});

test('what could not be looked at before the step is named', async () => {
  let looks = 0;
  const blindFirst = async (): Promise<Snapshot> => {
    const snapshot = await seen();
    const isBlind = ++looks === 1;
    return isBlind ? {...snapshot, nodes: snapshot.nodes.map(one => ({...one, unreachable: 'no route'}))} : snapshot;
  };
  const {findings} = await proved(60_000, undefined, blindFirst);
  expect(findings[0]?.text).toBe('1 of 1 checks do not pass, of which could not be looked at: five');
});

/** A second step, whose check holds with three replicas of what the first one has made five. */
const SECOND = `
## Again
<!-- @step
id: again
-->

\`\`\`sh {#shrink}
mv "$DEEPDIVE_TEST/five" "$DEEPDIVE_TEST/two"
\`\`\`
<!-- @run shrink
mutates: service/redis
undo: mv "$DEEPDIVE_TEST/two" "$DEEPDIVE_TEST/five"
-->
<!-- @check two
use: svc.replicas
with: {service: redis, replicas: 2}
-->
`;

test('a step is looked at before, after its command and once more; what comes next begins with that look', async () => {
  writeFileSync(join(home, 'grow.md'), LESSON.replace(/\(sleep.*/, 'rm "$DEEPDIVE_TEST/five"') + SECOND);
  let looks = 0;
  const count = async () => {
    looks += 1;
    return seen();
  };
  const {proven, findings} = await proved(0, undefined, count, new Map());
  expect(findings.filter(({phase}) => phase !== 'damage').map(({phase, text}) => `${phase}: ${text}`)).toEqual([
    'before: 1 of 1 checks do not pass',
    'after: every check passes, twice',
    'before: 1 of 1 checks do not pass',
    'after: every check passes, twice',
    'undo: 1 of 1 checks do not pass',
    'undo: 1 of 1 checks do not pass',
  ]);
  expect(proven).toBe(findings.every(({ok}) => ok));
  expect(looks).toBe(3 + 2 + 2);
});

test('a check that holds after its command, and not any more at the end of the step, is found', async () => {
  const drop = SECOND.slice(SECOND.indexOf('```sh'), SECOND.indexOf('<!-- @check'));
  writeFileSync(join(home, 'grow.md'), LESSON + drop);
  const {proven, findings} = await proved(0);
  expect(proven).toBe(false);
  expect(findings.find(({phase}) => phase === 'after')).toMatchObject({ok: false});
});

test('a check that says why it may pass is not asked before the step, nor when it is undone', async () => {
  const already = 'nobody makes it larger here';
  writeFileSync(join(home, 'grow.md'), LESSON.replace('use: svc', `already: ${already}\nuse: svc`));
  let looks = 0;
  const {findings} = await proved(60_000, undefined, async () => {
    looks += 1;
    return seen();
  });
  expect(findings.filter(({phase}) => phase === 'before' || phase === 'undo')).toMatchObject([
    {ok: true, text: `five may pass: ${already}`},
    {ok: true, text: `five may pass: ${already}`},
  ]);
  expect(looks).toBe(2);
});

describe('what this machine has not', () => {
  const mesh = (id: string, front: string) =>
    LESSON.replace('lesson: grow', `lesson: ${id}`)
      .replaceAll('redis', id)
      .replaceAll('five', id)
      .replace('needs: {tools: [sh], privilege: user}', front);
  const NEEDS = 'needs: {tools: [sh], privilege: user}';

  beforeEach(() => {
    writeFileSync(join(home, 'module.yaml'), MODULE.replace('[grow]', '[wires, above, grow]'));
    writeFileSync(join(home, 'above.md'), mesh('above', 'needs: {lessons: [wires], tools: [sh], privilege: user}'));
  });

  test.each([
    ['engine: {ipvs: true}', 'needs a kernel with IPVS (ip_vs), which balances virtual addresses and the routing mesh'],
    ['engine: {esp: true}', 'needs a kernel with ESP, which encrypts overlays'],
    ['engine: {kernel: ">=999"}', 'needs kernel >=999, here it is '],
    ['engine: {swarm: active}', 'needs a swarm, and this cluster is none: a lesson before it'],
    ['unless: {ipvs: false, kernel: ">=6"}', 'is not written for a cluster with kernel 6.1 and ipvs false'],
  ])('a lesson with %s is left out with the reason, and so is what builds on it', async (front, reason) => {
    writeFileSync(join(home, 'wires.md'), mesh('wires', `${NEEDS}\n${front}`));
    const {proven, findings} = await proved(
      60_000,
      undefined,
      seen,
      undefined,
      'kernel=6.1\nipvs=false\nesp=false\nswarm=inactive\n',
    );
    const left = findings.filter(({phase}) => phase === 'unavailable');
    expect(left).toMatchObject([
      {step: 'wires', ok: true, text: expect.stringContaining(reason)},
      {step: 'above', ok: true, text: 'builds on wires, which is unavailable (scale)'},
    ]);
    expect(left[0]?.text).toMatch(/ \(scale\)$/);
    expect(findings.filter(({phase}) => phase === 'after')).toMatchObject([{step: 'grow/scale', ok: true}]);
    expect(proven).toBe(true);
  });

  test('a lesson is there where not all holds that it is not written for', async () => {
    writeFileSync(join(home, 'wires.md'), mesh('wires', `${NEEDS}\nunless: {ipvs: false, kernel: ">=999"}`));
    const {findings} = await proved(60_000, undefined, seen, undefined, 'kernel=6.1\nipvs=false\nesp=false\n');
    expect(findings.filter(({phase}) => phase === 'unavailable')).toEqual([]);
  });
});

const PRINTED = `
\`\`\`sh {#say}
echo five
\`\`\`
<!-- @check said
use: cmd.output
of: say
with: {contains: five}
-->
`;

test('a check that only waits for a command is not told as one that was seen to fail', async () => {
  writeFileSync(join(home, 'grow.md'), LESSON.replace(/\(sleep.*/, 'rm "$DEEPDIVE_TEST/five"') + PRINTED);
  const {findings} = await proved(0, undefined, async () => seen(), new Map());
  const waiting = '2 of 2 checks do not pass, of which wait for the output of a command: said';
  expect(findings.filter(({phase}) => phase === 'before' || phase === 'undo').map(({text}) => text)).toEqual([
    waiting,
    waiting,
  ]);
});
