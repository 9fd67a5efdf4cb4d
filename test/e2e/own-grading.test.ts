import {appendFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {resultOf, runsIn} from '../grade/class.ts';
import {fixtureText} from '../snapshot/fixture.ts';
import {type Account, deepdive, newFolder, removeAccounts, shellAccount} from './program.ts';

afterAll(removeAccounts);

const MODULE = `id: mtu
title: Sizes
summary: How large a packet may be
version: 1.0.0
format: 1
runner: ">=0.1"
lessons: [first]
nodes: {swarm-01: {role: manager}}
`;

const LESSON = `---
lesson: first
title: First
version: 1.0.0
minutes: 1
---

## Look
<!-- @step
id: look
-->
<!-- @quiz size
type: integer
answer: 65536
-->
**Question.** How large is a packet to oneself?
`;

const GRADING = `grading: mtu
title: Sizes, for graders
version: 1.0.0
lessons:
  first:
    look:
      - {id: loopback, title: the loopback is as large as it should be, use: link.mtu, with: {node: swarm-01, ifname: lo, mtu: 65536}}
      - {id: docker, title: so is the bridge, use: link.mtu@1, with: {node: swarm-01, ifname: docker_gwbridge, mtu: 9000}}
`;

const ASSERTION = `export default ({snapshot, take, fail, pass, factKey, rowText}) =>
  snapshot({
    id: 'link.mtu',
    version: 1,
    title: 'an interface of a node has an MTU',
    args: {node: take.nodes, ifname: take.ifname, mtu: take.count(1)},
    argsHelp: {node: 'the node', ifname: 'the interface', mtu: 'its MTU'},
    example: {node: 'swarm-01', ifname: 'lo', mtu: 65536},
    codes: {no_link: 'there is no such interface', other_mtu: 'another MTU ({seen})'},
    mutants: ['row-gone', 'other-mtu'],
    needs: ['ns.links'],
    evaluate: ({node, ifname, mtu}, facts) => {
      const link = facts.rows('ns.links', node, 'host').find(one => one.ifname === ifname);
      if (!link) fail({code: 'no_link', reason: node + ' has no ' + ifname, expected: ifname, actual: null});
      if (link.mtu !== mtu)
        fail({code: 'other_mtu', reason: ifname + ' has the MTU ' + link.mtu, expected: mtu, actual: link.mtu});
      return pass([{fact: factKey('ns.links', node, 'host'), row: rowText.mtuText(link)}], ifname + ' has the MTU ' + mtu);
    },
  });
`;

let account: Account;
let folder: string;
let run: string;
const grade = (...more: readonly string[]) =>
  deepdive(account, [
    'grade',
    folder,
    '--snapshot',
    join(account.home, 'end.json'),
    '--out',
    join(account.home, 'runs'),
    ...more,
  ]);

beforeAll(async () => {
  account = shellAccount();
  folder = join(newFolder(), 'mtu');
  mkdirSync(join(folder, 'assertions'), {recursive: true});
  const files = {'module.yaml': MODULE, 'first.md': LESSON, 'grading.yaml': GRADING, 'assertions/mtu.mjs': ASSERTION};
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  writeFileSync(join(account.home, 'end.json'), fixtureText('end'));
  const {code, stderr} = await grade('--code', folder);
  expect([code, stderr]).toEqual([1, expect.stringContaining(`runs code that ${folder} brings: assertions/mtu.mjs`)]);
  run = runsIn(join(account.home, 'runs'))[0]!;
}, 60_000);

test('code of a module judges nobody unless the grader says so, who is told how', async () => {
  const {code, stderr} = await grade();
  expect(code).toBe(2);
  expect(stderr).toContain('use: no assertion "link.mtu"');
  expect(stderr).toContain(`\`--code ${folder}\` runs that code on this machine, and judges by it`);
  expect(stderr).not.toContain('runs code that');
});

test('what it judges is kept with the hash of the code, and no more than a claim', () => {
  const {checks} = resultOf(run, 'snapshot');
  expect(checks.map(({id, status, trust}) => [id, status, trust])).toEqual([
    ['loopback', 'pass', 'claim'],
    ['docker', 'fail', 'claim'],
  ]);
  const kept = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
  expect(kept.code).toEqual([{path: 'assertions/mtu.mjs', sha256: expect.stringMatching(/^[0-9a-f]{64}$/)}]);
});

test('lint of its author checks the grading by it', async () => {
  expect((await deepdive(account, ['lint', folder])).code).toBe(0);
  const file = join(folder, 'grading.yaml');
  writeFileSync(file, GRADING.replace('mtu: 9000', 'mut: 9000'));
  const {code, stdout} = await deepdive(account, ['lint', folder]);
  writeFileSync(file, GRADING);
  expect(code).toBe(2);
  expect(stdout).toContain('no argument "mut"; did you mean "mtu"? (assertion link.mtu)');
});

test('a run is judged again by the code, which has to be named; other code is told of', async () => {
  const again = (...more: readonly string[]) =>
    deepdive(account, ['regrade', run, '--out', join(account.home, 'again'), ...more]);
  const without = await again();
  expect(without).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('(assertions/mtu.mjs): name that module with --code'),
  });
  const same = await again('--code', folder);
  expect(same).toMatchObject({code: 1, stderr: expect.not.stringContaining('is another than')});
  appendFileSync(join(folder, 'assertions/mtu.mjs'), '// more\n');
  const other = await again('--code', folder);
  writeFileSync(join(folder, 'assertions/mtu.mjs'), ASSERTION);
  expect(other).toMatchObject({code: 1, stderr: expect.stringContaining('is another than the one that judged')});
}, 60_000);

test('points can be set by hand without the code', async () => {
  const {code} = await deepdive(account, ['override', run, 'snapshot', '--total', '2', '--why', 'seen']);
  expect(code).toBe(0);
});

test('a suite is proven by damaging what the code rests on', async () => {
  const {code, stdout} = await deepdive(account, [
    'prove',
    '--suite',
    folder,
    '--code',
    folder,
    '--snapshot',
    join(account.home, 'end.json'),
  ]);
  expect(stdout).toContain('BAD  docker: fail on the whole evidence');
  expect(stdout).toContain('2 of 2 damages to the evidence noticed');
  expect(code).toBe(1);
});

test('a challenge is read by parsers of the module as well, and again by regrade', async () => {
  const home = newFolder();
  const suite = join(home, 'modes.yaml');
  mkdirSync(join(home, 'parsers'));
  writeFileSync(
    join(home, 'parsers/modes.mjs'),
    `export default ({perLine}) => ({
  name: 'modes',
  title: 'modes of files',
  examples: ['stat -c "%a %n" FILE'],
  sample: '640 /etc/shadow\\n',
  parse: text => perLine(text, line => {
    const [, mode, file] = /^([0-7]+) (.+)$/.exec(line) ?? [];
    return mode ? {mode, file} : undefined;
  }),
});
`,
  );
  writeFileSync(join(home, 'module.yaml'), MODULE.replace('id: mtu', 'id: modes'));
  writeFileSync(
    suite,
    `suite: modes
title: Modes
version: 1.0.0
challenge:
  run: [{id: look, command: "stat -c '%a %n' /", parse: modes}]
checks:
  - {id: root, use: output.query, of: look, with: {query: "rows[0].file", equals: /}}
`,
  );
  const out = join(home, 'runs');
  const here = ['grade', suite, '--cluster', 'local', '--out', out];
  const without = await deepdive(account, here);
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining(`\`--code ${home}\` runs that code`)]);
  const graded = await deepdive(account, [...here, '--code', home]);
  expect([graded.code, graded.stdout]).toEqual([0, expect.stringContaining('PASSED')]);
  const [made] = runsIn(out);
  expect((await deepdive(account, ['regrade', made!, '--code', home, '--out', join(home, 'again')])).code).toBe(0);
  expect((await deepdive(account, ['diff', made!, runsIn(join(home, 'again'))[0]!])).code).toBe(0);
});
