import {execFileSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {askEngine} from '../../src/snapshot/ask-engine.ts';
import {ALL_KINDS} from '../../src/snapshot/collect.ts';
import {KEEP_AWK} from '../../src/snapshot/keep-awk.ts';

const NONCE = '0123456789abcdef0123456789abcdef';
const KEEPS =
  'info:Name info:Swarm.Cluster.ID networks:Id tasks:ID tasks:Spec.ContainerSpec.Image tasks:Status network:Id network:Labels';
const TASK = {
  ID: 'm6aym6wdmc70h1797s8v7l0x2',
  ServiceID: 'uzzpvyyf4olb2zuciy74rfmld',
  Spec: {
    Secret: 'secret',
    ContainerSpec: {
      Env: ['PASSWORD="Image":"secret"', '[{"ID":"secret2"}]', 'back\\slash\\'],
      Image: 'redis:1',
      Args: ['--token', 'secret', 'a\\"secret'],
    },
  },
  Status: {State: 'running', Err: 'say "it\'s\\" {[,:]}@', PortStatus: {}, Codes: [0, -1.5e3, true, null, []]},
};
const KEPT = {ID: TASK.ID, Spec: {ContainerSpec: {Image: 'redis:1'}}, Status: TASK.Status};

type Answer = readonly [ask: string, body: unknown, code?: number];

function written(answers: readonly Answer[]): string {
  return answers
    .map(([, body, code = 200]) => {
      const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
      return `${text}\n@${NONCE}${code}\n`;
    })
    .join('');
}

function assignments(asks: string, input: string, keeps = KEEPS): string {
  const words = ['-v', `nonce=${NONCE}`, '-v', `asks=${asks}`, '-v', `keeps=${keeps}`];
  return execFileSync('awk', [...words, KEEP_AWK], {input, encoding: 'utf8', env: {...process.env, LC_ALL: 'C'}});
}

/** What the node's shell holds in the end: the JSON of each kind, or the ids; an empty word where nothing is known. */
function told(answers: readonly Answer[], input = written(answers)): Readonly<Record<string, string>> {
  const asks = answers.map(([ask]) => ask);
  const kinds = [...new Set(asks.map(ask => ask.replace(/[=+]/, '')))];
  const script = `${kinds.map(kind => `l_${kind}=`).join('\n')}
eval "$1"
for x in ${kinds.join(' ')}; do eval "printf '%s\\0%s\\0' $x \\"\\$l_$x\\""; done`;
  const out = execFileSync('sh', ['-c', script, 'sh', assignments(asks.join(' '), input)], {encoding: 'utf8'});
  const words = out.split('\0');
  return Object.fromEntries(kinds.map((kind, i) => [kind, words[2 * i + 1] ?? '']));
}

describe('what a node makes of the answers of its engine', () => {
  test('keeps what facts are made of as it is, and nothing that a task was given', () => {
    const {tasks = ''} = told([['tasks', [TASK, {...TASK, ID: 'qd30tcx21fwhxox70oak452iq'}]]]);
    expect(JSON.parse(tasks)).toEqual([KEPT, {...KEPT, ID: 'qd30tcx21fwhxox70oak452iq'}]);
    expect(assignments('tasks', written([['tasks', [TASK]]]))).not.toContain('secret');
  });

  test('reads JSON that is laid out for people as well', () => {
    const {tasks = ''} = told([['tasks', JSON.stringify([TASK], null, 2)]]);
    expect(JSON.parse(tasks)).toEqual([KEPT]);
  });

  test('what is no object where a part of one is kept is null', () => {
    const {tasks = ''} = told([['tasks', [{ID: 'x', Spec: 'secret', Status: null}, 'secret', 3]]]);
    expect(JSON.parse(tasks)).toEqual([{ID: 'x', Spec: null, Status: null}, null, null]);
  });

  test('ids alone, of the objects and not of what is in them', () => {
    const networks = [{Name: 'ingress', Id: 'e8r5layvsw', Labels: {Id: 'label'}}, {Id: 'b'}];
    expect(told([['networks=', networks]])).toEqual({networks: ' e8r5layvsw b'});
  });

  test('an empty list is known to be empty', () => {
    expect(
      told([
        ['networks=', []],
        ['tasks', []],
      ]),
    ).toEqual({networks: ' ', tasks: '[]'});
  });

  test('objects that are asked for one by one stand on lines of their own; one that is gone is none', () => {
    const {network = ''} = told([
      ['+network', {Id: 'a', Name: 'secret'}],
      ['+network', {message: 'network b not found'}, 404],
      ['+network', {Id: 'c', Labels: {k: "it's"}}],
    ]);
    expect(
      network
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toEqual([{Id: 'a'}, {Id: 'c', Labels: {k: "it's"}}]);
  });

  test.each<readonly [string, readonly Answer[]]>([
    ['refused', [['tasks', {message: 'not a manager'}, 503]]],
    ['not found', [['tasks', [TASK], 404]]],
    ['not given', [['tasks', '', 0]]],
    ['cut', [['tasks', '[{"ID":"x"', 200]]],
    ['cut within a string', [['tasks', '[{"ID":"x', 200]]],
    [
      'in part refused',
      [
        ['+network', {Id: 'a'}],
        ['+network', {message: 'busy'}, 500],
      ],
    ],
  ])('an answer that was %s is not known, and those before it are', (_, answers) => {
    const kind = answers[0]![0].replace('+', '');
    const {info, [kind]: answer} = told([['info', {Name: 'n1'}], ...answers]);
    expect(answer).toBe('');
    expect(info).toBe('{"Name":"n1"}');
  });

  test('where the answers end too early, what was asked for behind that is not known', () => {
    const answers: readonly Answer[] = [
      ['+network', {Id: 'a'}],
      ['+network', {Id: 'b'}],
      ['tasks', []],
    ];
    expect(told(answers, written(answers.slice(0, 1)))).toEqual({network: '', tasks: ''});
  });

  test('no value ends a quotation or passes itself off as the end of an answer', () => {
    const name = `1'; touch /tmp/reboot; '\n@${NONCE}200\n`;
    const {info = ''} = told([['info', {Name: name, Swarm: {Cluster: {ID: `@${NONCE}404`}}}]]);
    expect(JSON.parse(info)).toEqual({Name: name, Swarm: {Cluster: {ID: `@${NONCE}404`}}});
    expect(assignments('info', `{'Name':1';reboot;'}\n@${NONCE}200\n`)).not.toContain("'Name'");
  });
});

describe('of what an engine tells the script keeps', () => {
  const keeps =
    askEngine(ALL_KINDS)
      .find(line => line.startsWith("g='"))
      ?.slice(3, -1) ?? '';
  const kept = (kind: string, body: unknown) => assignments(kind, written([[kind, body]]), keeps);
  const given = {Env: ['A=secret'], Args: ['secret'], Command: ['secret'], Cmd: ['secret'], Image: 'redis:1'};
  const spec = {Name: 'redis', TaskTemplate: {ContainerSpec: given, Networks: [{Target: 'n'}]}};
  test.each<readonly [string, unknown]>([
    ['tasks', [{...TASK, Spec: {ContainerSpec: given}}]],
    ['services', [{ID: 's', Spec: spec, PreviousSpec: {...spec, secret: 'secret'}}]],
    ['nodes', [{ID: 'n', Description: {TLSInfo: {TrustRoot: 'secret'}, Hostname: 'n1'}}]],
    ['info', {Name: 'n1', HttpProxy: 'http://user:secret@proxy', Swarm: {Cluster: {ID: 'c', JoinTokens: 'secret'}}}],
    ['+container', {Id: 'c', Args: ['secret'], Config: {...given, Hostname: 'h'}, HostConfig: {LogConfig: 'secret'}}],
    ['+network', {Id: 'n', ConfigFrom: {Network: 'secret'}, IPAM: {Options: {a: 'secret'}, Config: []}}],
  ])('of %s no environment, argument or token, and still its name', (kind, body) => {
    const said = kept(kind, body);
    expect(said).not.toContain('secret');
    expect(said).toMatch(/redis|n1|"h"|"n"/);
  });
});
