import {existsSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import type {Cluster} from '../../src/cluster/cluster.ts';
import {parseInventory} from '../../src/cluster/inventory.ts';
import {localCluster} from '../../src/cluster/local.ts';
import {openInventoryCluster} from '../../src/cluster/open-inventory.ts';
import {trustIn} from '../../src/commands/trust.ts';
import type {Item, Module} from '../../src/core/lesson.ts';
import type {Done, Session} from '../../src/session/session.ts';
import {fixtureModule, openLocal} from './open.ts';

const state = process.env.XDG_STATE_HOME;
afterEach(() => {
  if (state === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = state;
});

/** A start of the program by a person whose files are in `home`. */
async function open(home: string, change?: (module: Module) => Module): Promise<Session> {
  process.env.XDG_STATE_HOME = home;
  const plain = await openLocal(home, undefined, change);
  const {module, cluster} = plain.session.state();
  await plain.session.close();
  const trust = trustIn(module, localCluster(cluster));
  return (await openLocal(home, trust, change)).session;
}

const newHome = () => mkdtempSync(join(tmpdir(), 'trust-'));

/** Another version: one command is different, and one is new. */
function edited(module: Module): Module {
  const [lesson, ...lessons] = module.lessons;
  const [step, ...steps] = lesson!.steps;
  const change = (item: Item): readonly Item[] => {
    if (item.kind !== 'run') return [item];
    const changed = {...item.run, line: `${item.run.line} # edited`};
    return [
      {...item, run: changed},
      {...item, run: {...item.run, id: 'another'}},
    ];
  };
  const first = {
    ...step!,
    items: step!.items.flatMap((item, at) => (at === firstRun(step!.items) ? change(item) : [item])),
  };
  return {...module, hash: 'f'.repeat(64), lessons: [{...lesson!, steps: [first, ...steps]}, ...lessons]};
}

function firstRun(items: readonly Item[]): number {
  return items.findIndex(({kind}) => kind === 'run');
}

const VERBS: readonly (readonly [name: string, verb: (session: Session) => Promise<Done>])[] = [
  ['a command', session => session.run('write', {confirmed: true})],
  ['a check', session => session.check()],
  ['an undo', session => session.undo('make', true)],
  ['a catch-up', session => session.catchUp('files', 'read', true)],
  ['a look at all nodes', session => session.look()],
  ['the question alone', session => session.agree()],
];

test.each(VERBS)('%s asks first, and reaches no node', async (_, verb) => {
  const home = newHome();
  const session = await open(home);
  expect(await verb(session)).toMatchObject({ok: false});
  expect(session.state()).toMatchObject({trusted: false, asking: {kind: 'trust'}});
  expect(session.state().cluster.nodes.map(({reached}) => reached)).toEqual(['unknown']);
  expect(session.state().runs).toEqual({});
  expect(existsSync(join(home, 'colours'))).toBe(false);
  await session.close();
});

test('probing by itself neither asks nor reaches a node', async () => {
  const session = await open(newHome());
  await session.probe();
  expect(session.state().asking).toBeNull();
  expect(session.state().cluster.nodes.map(({reached}) => reached)).toEqual(['unknown']);
  await session.close();
});

test('a wish to see the nodes asks nothing, for nothing of the module runs', async () => {
  const session = await open(newHome());
  expect(await session.reach()).toEqual({ok: true});
  expect(session.state()).toMatchObject({trusted: false, asking: null, runs: {}});
  expect(session.state().cluster.nodes.map(({reached}) => reached)).toEqual(['yes']);
  await session.close();
});

test('a yes does what was asked for, and is kept: later starts are silent', async () => {
  const home = newHome();
  const session = await open(home);
  await session.run('write', {confirmed: true});
  expect(await session.reply(true)).toEqual({ok: true});
  expect(session.state().runs['files/write']?.nodes.here?.result?.stdout).toContain('red');
  await session.close();
  const again = await open(home);
  expect(again.state().trusted).toBe(true);
  expect(await again.run('write', {confirmed: true})).toEqual({ok: true});
  await again.close();
});

test('a command that changes something asks for itself after the yes to the module', async () => {
  const session = await open(newHome());
  await session.run('write');
  await session.reply(true);
  expect(session.state().asking).toMatchObject({kind: 'confirm-run', run: 'files/write'});
  await session.close();
});

test('a no runs nothing, keeps nothing, and is asked again', async () => {
  const home = newHome();
  const session = await open(home);
  await session.run('write', {confirmed: true});
  expect(await session.reply(false)).toEqual({ok: true});
  expect(session.state()).toMatchObject({trusted: false, asking: null, runs: {}});
  await session.close();
  const again = await open(home);
  await again.check();
  expect(again.state().asking).toMatchObject({kind: 'trust', permissions: {since: null}});
  await again.close();
});

test('another version asks again and says what is new; the old one is still agreed to', async () => {
  const home = newHome();
  const session = await open(home);
  await session.agree();
  await session.reply(true);
  await session.close();
  const changed = await open(home, edited);
  await changed.agree();
  expect(changed.state().asking).toMatchObject({permissions: {since: {added: 1, changed: 1, gone: 0}}});
  await changed.reply(false);
  await changed.close();
  const back = await open(home);
  expect(back.state().trusted).toBe(true);
  await back.close();
});

test('another cluster is another question', async () => {
  const home = newHome();
  const session = await open(home);
  await session.agree();
  await session.reply(true);
  const {module, cluster} = session.state();
  const same = localCluster(cluster);
  expect(trustIn(module, same)?.isGiven()).toBe(true);
  expect(trustIn(module, {...same, name: 'other'})?.isGiven()).toBe(false);
  expect(trustIn(module, {...same, transport: 'recording'})).toBeUndefined();
  await session.close();
});

/** The cluster that the name stands for in this clusters.yaml; nothing is connected to. */
function described(yaml: string): Cluster {
  const read = parseInventory(yaml, '/home/ada/clusters.yaml');
  if (read.kind === 'unusable') throw new Error(JSON.stringify(read.problems));
  return openInventoryCluster(read.inventory.clusters.get('mine')!, undefined);
}

test.each([
  ['another address', 'mine: {nodes: {one: {ssh: root@10.1.1.2, role: manager}}}'],
  ['another ssh configuration', 'mine: {nodes: {one: {ssh: root@10.1.1.1, role: manager}}, sshConfig: other}'],
  ['this machine', 'mine: {nodes: {one: {local: true, role: manager}}}'],
  ['one more node', 'mine: {nodes: {one: {ssh: root@10.1.1.1, role: manager}, two: {local: true, role: worker}}}'],
])('a name that stands for %s now is another question', async (_, yaml) => {
  process.env.XDG_STATE_HOME = newHome();
  const module = await fixtureModule('fixture-module');
  const before = described('mine: {nodes: {one: {ssh: root@10.1.1.1, role: manager}}}');
  const now = described(yaml);
  trustIn(module, before)!.give({'files/write': 'x'});
  expect(trustIn(module, before)?.isGiven()).toBe(true);
  expect(trustIn(module, now)?.isGiven()).toBe(false);
  expect(trustIn(module, now)?.before()).toMatchObject({
    where: '1 node over ssh: one (manager, root@10.1.1.1)',
    commands: {'files/write': 'x'},
  });
  // A swap of images, or of the order of the file's other parts, is none.
  const images = described(
    'other: {nodes: {x: {local: true, role: manager}}}\nmine: {images: {redis: r}, nodes: {one: {role: manager, ssh: root@10.1.1.1}}}',
  );
  expect(trustIn(module, images)?.isGiven()).toBe(true);
  for (const cluster of [before, now, images]) await cluster.close();
});

test('what cannot be kept is not agreed to', async () => {
  const home = newHome();
  const session = await open(home);
  await session.run('write', {confirmed: true});
  // A file where the folder should be.
  writeFileSync(join(home, 'deepdive'), '');
  await expect(session.reply(true)).rejects.toThrow(/cannot use .*trust/);
  expect(session.state()).toMatchObject({trusted: false, runs: {}});
  await session.close();
});
