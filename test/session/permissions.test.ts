import {fileURLToPath} from 'node:url';
import {beforeAll, expect, test} from 'vitest';
import {known} from '../../src/author/known.ts';
import type {Module} from '../../src/core/lesson.ts';
import {readModule} from '../../src/lesson/read-module.ts';
import {permissionWords} from '../../src/session/permission-words.ts';
import {digestsOf, type Permissions, permissionsOf} from '../../src/session/permissions.ts';
import {whereWords} from '../../src/session/where-words.ts';
import {sampleState} from '../ui/fake-session.ts';

let module: Module;
let asked: Permissions;

beforeAll(async () => {
  module = (await readModule(fileURLToPath(new URL('../../lessons/swarm-networking', import.meta.url)), known)).module!;
  const state = sampleState({module});
  const nodes = state.cluster.nodes.map(({id, role}) => ({id, role, address: id}));
  const trust = {where: whereWords({transport: 'ssh', nodes}), before: undefined};
  asked = permissionsOf({...state, cluster: {...state.cluster, name: 'lab'}}, '/state/outputs', trust);
});

const of = (groups: Permissions['changes'], name: string) => groups.find(one => one.name === name)?.of;

test('all commands of the module count: those of solutions and of every variant, each once', () => {
  const written = new Set<string>();
  for (const {id, ...lesson} of module.lessons) {
    JSON.stringify(lesson, (key, value) => {
      if (key === 'run' && typeof value === 'object') written.add(`${id}/${value.id}`);
      return value;
    });
  }
  expect(Object.keys(digestsOf(module)).sort()).toEqual([...written].sort());
  expect(asked.commands).toBe(written.size);
  expect(asked.lessons.reduce((sum, {commands}) => sum + commands, 0)).toBe(asked.commands);
  expect(asked.lessons.reduce((sum, {changing}) => sum + changing, 0)).toBe(asked.changing);
});

test('what is changed stands by its kind, and what is not taken back with the reason', () => {
  expect(of(asked.changes, 'service')).toEqual(expect.arrayContaining(['redis', 'worker', 'vote']));
  expect(of(asked.changes, 'swarm')).toEqual(expect.arrayContaining(['membership', 'manager']));
  expect(of(asked.kept, 'because nothing here can tell which swarm it was')).toEqual(['swarm/membership']);
});

test('what works as root is named, with the number of commands that call it', () => {
  expect(asked.needsRoot).toBe(true);
  const tools = asked.tools.map(({tool}) => tool);
  expect(tools).toEqual(expect.arrayContaining(['docker', 'nsenter', 'iptables', 'tcpdump']));
  expect(tools).not.toContain('reboot');
});

test('a tool is a word of its own, not a part of a path or of another word', () => {
  const [lesson] = module.lessons;
  const run = lesson!.steps.flatMap(({items}) => items).find(item => item.kind === 'run')!.run;
  const lines = ['ls /var/run/docker/netns', 'echo dockerd', 'x=$(/usr/sbin/iptables-save | wc -l)', 'docker-proxy'];
  const items = lines.map((line, at) => ({kind: 'run' as const, run: {...run, id: `r${at}`, line}}));
  const small = {...module, lessons: [{...lesson!, intro: [], steps: [{...lesson!.steps[0]!, items}]}]};
  const {tools} = permissionsOf(sampleState({module: small}), '', {where: '', before: undefined});
  expect(tools).toEqual([
    {tool: 'docker', commands: 1},
    {tool: 'iptables', commands: 1},
  ]);
});

test('the words tell where, what, with what rights, and where outputs are kept', () => {
  const text = permissionWords(asked)
    .map(part => `${part.title}: ${part.text}`)
    .join('\n');
  expect(text).toContain(`may run its ${asked.commands} commands on lab?`);
  expect(text).toContain('where: 3 nodes over ssh: swarm-01 (manager)');
  expect(text).toContain('works as root on the nodes');
  expect(text).toContain('/state/outputs');
  expect(text).toContain(`lesson: What the swarm made: ${asked.lessons[1]?.commands} commands`);
});

test('of another version it is said how many commands are new, changed or gone', () => {
  const before = {...digestsOf(module), gone: 'x', 'before-the-swarm/init': 'other'};
  const {'scaling/up': _, ...old} = before as Record<string, string>;
  const state = sampleState({module});
  const {since} = permissionsOf(state, '', {where: 'here', before: {commands: old, where: 'here'}});
  expect(since).toEqual({added: 1, changed: 1, gone: 1, code: 0, elsewhere: null});
  const same = permissionWords({...asked, since: {added: 0, changed: 0, gone: 0, code: 0, elsewhere: null}});
  expect(same[1]).toMatchObject({
    title: 'since',
    text: expect.stringContaining('its commands are the same'),
    warns: true,
  });
});

test('what a cluster is stands in words, from which another of that name is told', () => {
  const nodes = [
    {id: 'one', role: 'manager', address: 'root@10.1.1.1'},
    {id: 'two', role: 'worker', address: 'two'},
    {id: 'three', role: 'worker'},
  ] as const;
  expect(whereWords({transport: 'ssh', nodes, sshConfig: '/x/ssh_config'})).toBe(
    '3 nodes over ssh: one (manager, root@10.1.1.1), two (worker), three (worker, this machine); ssh -F /x/ssh_config',
  );
  expect(whereWords({transport: 'local', nodes: nodes.slice(2)})).toBe('1 node on this machine: three (worker)');
  const {since} = permissionsOf(sampleState({module}), '', {
    where: 'there',
    before: {commands: digestsOf(module), where: 'here'},
  });
  expect(since).toEqual({added: 0, changed: 0, gone: 0, code: 0, elsewhere: 'here'});
  expect(permissionWords({...asked, since}).slice(1, 3)).toEqual([
    {title: 'since', text: 'you agreed to it for another cluster of this name: here', warns: true},
    {title: 'where', text: asked.where},
  ]);
});
