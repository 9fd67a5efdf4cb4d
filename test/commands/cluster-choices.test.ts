import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import {clusterChoices} from '../../src/commands/cluster-choices.ts';
import {openCluster} from '../../src/commands/clusters.ts';
import {openModule} from '../../src/commands/student.ts';
import type {Module} from '../../src/core/lesson.ts';
import {writeLab} from '../../src/lab/lab-record.ts';
import {recipeHash} from '../../src/lab/recipe.ts';
import {USUAL_RELEASE} from '../../src/lab/release.ts';
import {readTook, takesWords, timed} from '../../src/lab/took.ts';
import {openJournal} from '../../src/state/journal.ts';
import {progressFolder} from '../../src/state/paths.ts';
import {markProcess} from '../../src/state/process-mark.ts';
import type {Choice} from '../../src/ui/clusters/clusters.ts';

const VARIABLES = ['XDG_STATE_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME'] as const;
const before = VARIABLES.map(name => [name, process.env[name]] as const);
let home: string;
let module: Module;

beforeAll(async () => {
  module = await openModule({module: 'swarm-networking'});
}, 120_000);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'choices-'));
  for (const name of VARIABLES) process.env[name] = home;
});

afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(home, {recursive: true});
});

async function choices(of = module): Promise<ReadonlyMap<string, Choice>> {
  const all = await clusterChoices(of);
  return new Map(all.map(choice => [choice.name, choice]));
}

function clustersYaml(text: string): void {
  mkdirSync(join(home, 'deepdive'), {recursive: true});
  writeFileSync(join(home, 'deepdive/clusters.yaml'), text);
}

const MINE = `
default: mine
mine:
  nodes:
    a: {ssh: root@192.0.2.1, role: manager}
    b: {ssh: root@192.0.2.2, role: worker}
`;

test('each recording is there, the newest first and as the one that plays without a name', async () => {
  const [first, second, ...rest] = await choices();
  expect(first).toMatchObject(['recording', {about: 'instant, read-only · docker 26.1.5', use: {kind: 'ready'}}]);
  expect(second).toMatchObject(['recording:docker-17.10-18.06', {title: 'recorded: docker 17.10-18.06'}]);
  expect(rest.map(([name]) => name)).toEqual(['lab']);
});

test('your own say how many nodes they have and when they answered, and are asked for nothing', async () => {
  clustersYaml(MINE);
  expect((await choices()).get('mine')).toMatchObject({
    title: 'yours: mine',
    about: '2 nodes over ssh, not reached yet · your default',
    progress: {passed: 0},
  });
  const ran = {run: 'a/b', node: 'a', line: 'true', edited: false, ok: true, end: 'exit 0', output: 'x'};
  const journal = openJournal(join(progressFolder(process.env, 'swarm-networking', 'mine'), 'progress.ndjson'));
  journal.append({kind: 'ran', at: Date.now() - 7_200_000, ...ran});
  for (const step of ['before-the-swarm/none', 'what-swarm-made/two-networks'])
    journal.append({kind: 'passed', at: 1, step, hash: 'x', assisted: false});
  journal.close();
  expect((await choices()).get('mine')?.about).toContain('answered 2 h ago');
});

test('progress counts the steps that are passed and not taken back, each once, of those that the module has', async () => {
  const [lesson] = module.lessons;
  const [one, two, three] = lesson!.steps.map(step => `${lesson!.id}/${step.id}`);
  const journal = openJournal(join(progressFolder(process.env, module.id, 'recording'), 'progress.ndjson'));
  for (const step of [one, one, two, three, 'gone/step'])
    journal.append({kind: 'passed', at: 1, step, hash: 'x', assisted: false});
  journal.append({kind: 'undone', at: 2, step: three, runs: [], checks: []});
  journal.close();
  const steps = module.lessons.reduce((sum, {steps: own}) => sum + own.length, 0);
  expect((await choices()).get('recording')?.progress).toEqual({passed: 2, steps});
});

test('a file that cannot be read says where and why, and costs no other choice', async () => {
  clustersYaml('mine:\n  nodes: nonsense\n');
  const all = await choices();
  expect(all.get('clusters.yaml')?.use).toMatchObject({
    kind: 'missing',
    missing: [{what: expect.stringMatching(/clusters\.yaml:2:\d+/)}],
  });
  expect(all.get('recording')?.use.kind).toBe('ready');
});

test.each(['running', 'ended'] as const)('a lab that is %s is told from one that was never made', async state => {
  const mark = markProcess(process.pid)!;
  const process_ = state === 'running' ? mark : {...mark, start: '1'};
  mkdirSync(join(home, 'deepdive/labs/blue'), {recursive: true});
  const node = {id: 'swarm-01', host: 'swarm-01', address: '10.77.0.11', role: 'manager' as const, process: process_};
  const lab = {version: 1 as const, name: 'blue', kind: 'uml' as const, nodes: [node], sshConfig: '/x', images: {}};
  await writeLab({...lab, engine: 'docker 26.1.5', release: '26.1', overlays: 'netns'}, process.env);
  const all = await choices();
  const blue = all.get('blue');
  if (state === 'running') {
    expect(blue).toMatchObject({title: 'lab: blue', about: 'three real kernels, running · docker 26.1.5'});
    expect(blue?.use).toEqual({kind: 'ready'});
  } else {
    expect(blue?.about).toContain('what was done on it is gone');
    expect(blue?.use.kind).not.toBe('ready');
  }
  // Whether one can be made depends on this machine; what stands in the way is said in a sentence.
  const use = all.get('lab')!.use;
  expect(use.kind).not.toBe('ready');
  if (use.kind === 'missing') for (const {what} of use.missing) expect(what).toMatch(/\w+ \w+/);
  if (use.kind === 'make') expect(use.takes).toBe('one to three minutes the first time');
});

test('how long a lab takes is what the last one took on this machine', async () => {
  const image = join(home, 'deepdive/lab', recipeHash(USUAL_RELEASE));
  mkdirSync(image, {recursive: true});
  writeFileSync(join(image, 'image.json'), '{"engine": "docker 26.1.5"}');
  const lab = async () => (await choices()).get('lab')!;
  const {use} = await lab();
  // Where none can be made, what stands in the way is told instead.
  const told = async () => (use.kind === 'make' ? (await lab()).about : takesWords(readTook(process.env), true));
  expect(await told()).toContain('about 15 s');
  await timed(process.env, 'lab', async () => 'made');
  expect(await told()).toMatch(/about \d+ s, as the last time/);
});

test('a module of no swarm wants the very nodes that it names, and no lab', async () => {
  clustersYaml(`${MINE}other:\n  nodes: {a: {local: true}, c: {local: true}}\n`);
  const plain = {...module, id: 'plain', nodes: [{id: 'a'}, {id: 'c'}]};
  const all = await choices(plain);
  const missing = 'it has no node c, which the module runs on, only a, b';
  expect(all.get('mine')?.use).toEqual({kind: 'missing', missing: [{what: missing}]});
  expect(all.get('other')?.use.kind).toBe('ready');
  expect(all.get('lab')).toBeUndefined();
  await expect(openCluster('mine', plain, 'instant')).rejects.toThrow(`the cluster mine does not do: ${missing}`);
  // Nobody has named it for this module.
  expect((await openCluster(undefined, plain, 'instant')).name).toBe('recording');
  expect((await openCluster('other', plain, 'instant')).nodes).toMatchObject([{id: 'a'}, {id: 'c'}]);
});
