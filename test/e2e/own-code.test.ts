import {appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {ownTypes, TYPES_FILE} from '../../src/author/own-types.ts';
import {OWN_ASSERTION, OWN_PARSER} from '../../src/author/template/own.ts';
import {type Account, deepdive, newFolder, removeAccounts, scratch, shellAccount} from './program.ts';
import {openTerminal, PROGRAM, PROMPT} from './terminal.ts';

const HAS_TMUX = process.env.DEEPDIVE_REQUIRE_ALL === '1' || existsSync('/usr/bin/tmux');

afterAll(removeAccounts);

const MODULE = `id: routing
title: Routing by hand
summary: A router between two networks
version: 1.0.0
format: 1
runner: ">=0.1"
lessons: [ping]
nodes: {here: {}}
`;

/** What ping prints, from a file: no two machines have the same network. */
const LESSON = `---
lesson: ping
title: Over a router
version: 1.0.0
minutes: 3
---

## Ask the other side
<!-- @step
id: ask
-->

\`\`\`sh {#keep}
printf '%s\\n' 'PING 10.0.2.2 (10.0.2.2) 56(84) bytes of data.' '64 bytes from 10.0.2.2: icmp_seq=1 ttl=63 time=0.046 ms' '' '--- 10.0.2.2 ping statistics ---' '1 packets transmitted, 1 received, 0% packet loss, time 0ms' > "$DEEPDIVE_TEST/ping"
\`\`\`
<!-- @run keep
mutates: file/ping
undo: rm "$DEEPDIVE_TEST/ping"
-->

\`\`\`sh {#ask parse=ping}
cat "$DEEPDIVE_TEST/ping"
\`\`\`
<!-- @run ask
capture:
  far: {type: ipv4, from: "rows[0].from", sample: 10.0.2.2}
-->
<!-- @check routed
use: ping.routed
of: ask
with: {from: <far>, routers: 1}
-->
`;

const PARSER = 'parsers/ping.ts';
const ASSERTION = 'assertions/ping-routed.ts';

/** Code that leaves a trace where it is run, by the way out that a realm of its own does not close. */
const TRACE = `
export const outside = (kit: any) => kit.perLine.constructor('return process')();
`;

function makeModule(): string {
  const folder = join(newFolder(), 'routing');
  for (const sub of ['', 'parsers', 'assertions']) mkdirSync(join(folder, sub));
  const files = {
    'module.yaml': MODULE,
    'ping.md': LESSON,
    [PARSER]: OWN_PARSER,
    [ASSERTION]: OWN_ASSERTION,
    [TYPES_FILE]: ownTypes(),
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

let account: Account;
let folder: string;
let recorded: string;

beforeAll(async () => {
  const first = shellAccount();
  recorded = makeModule();
  const {code, stdout} = await deepdive(first, ['record', recorded, '-c', 'local']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('recorded: ')]);
}, 60_000);

beforeEach(() => {
  account = shellAccount();
  folder = makeModule();
});

function change(file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
}

describe('lint', () => {
  const lint = async () => {
    const {code, stdout, stderr} = await deepdive(account, ['lint', folder]);
    return {code, stdout: stdout.replaceAll(`${folder}/`, ''), stderr};
  };

  test('says that it runs the code, and finds no mistake', async () => {
    const {code, stdout, stderr} = await lint();
    expect([code, stdout]).toEqual([0, '1 module, 1 lesson: no errors, no warnings\n']);
    expect(stderr).toBe(`deepdive: runs code that ${folder} brings: ${PARSER}, ${ASSERTION}\n`);
  });

  test.each([
    ['a parser', 'parse=ping', 'parse=pign', 'ping.md:21:19 parse: no parser "pign"; did you mean "ping"?'],
    [
      'an assertion',
      'use: ping.routed',
      'use: ping.route',
      'use: no assertion "ping.route"; did you mean "ping.routed"?',
    ],
    [
      'an argument',
      'routers: 1',
      'router: 1',
      'with: no argument "router"; did you mean "routers"? (assertion ping.routed)',
    ],
    [
      'the form of an argument',
      'routers: 1',
      'routers: -1',
      'with: routers: expected a whole number of at least 0 (assertion ping.routed)',
    ],
    [
      'a code',
      'of: ask\n',
      'of: ask\nelse: {lots: x}\n',
      'else: ping.routed has no reason "lots"; did you mean "lost"?',
    ],
    [
      'a name in the data',
      'rows[0].from',
      'rows[0].form',
      'capture.far.from: the data of ping has no "form"; did you mean "from"?',
    ],
    [
      'a sample',
      '<!-- @run ask',
      '```text {sample=ask}\n64 bytes of nothing\n```\n<!-- @run ask',
      'the parser ping of run "ask" does not understand this line of the sample',
    ],
  ])('tells of %s that is not its own', async (_, from, to, says) => {
    change('ping.md', from, to);
    expect((await lint()).stdout).toContain(says);
  });

  test('tells of mistakes in the code by their places, and of what follows from them nothing', async () => {
    change(ASSERTION, 'version: 1', 'version: one');
    change(PARSER, "name: 'ping'", "name: 'ss'");
    const {code, stdout} = await lint();
    expect(code).toBe(2);
    expect(stdout).toBe(
      `${PARSER}:4:3 name: "ss" is taken: deepdive itself has one of that name\n${ASSERTION}:6:14 one is not defined\n`,
    );
  });

  test('reads neither large files, nor what is no code', async () => {
    writeFileSync(join(folder, 'parsers/big.js'), `// ${'x'.repeat(300_000)}`);
    writeFileSync(join(folder, 'parsers/notes.txt'), '');
    writeFileSync(join(folder, 'parsers/bytes.js'), new Uint8Array([0xff, 0xfe]));
    const {stdout} = await lint();
    expect(stdout).toContain('parsers/big.js:1:1 the file has 300003 bytes; at most 262144');
    expect(stdout).toContain('parsers/notes.txt:1:1 warning: this file is not read');
    expect(stdout).toContain('parsers/bytes.js:1:1 the file is not UTF-8');
  });
});

describe('who learns from it', () => {
  const verb = (...args: readonly string[]) => deepdive(account, [...args, '-m', folder]);
  const trace = () => join(scratch(account), 'trace');

  /** The code now leaves a file behind, wherever it is run. */
  function leaveTrace(): void {
    appendFileSync(join(folder, PARSER), TRACE);
    change(
      PARSER,
      '=> ({\n  name',
      `=> ({\n  ...outside({perLine}).mainModule.require('fs').writeFileSync('${trace()}', ''),\n  name`,
    );
  }

  test.each([
    ['list', 'recording'],
    ['show', 'recording'],
    ['values', 'recording'],
    ['list', 'local'],
    ['run', 'recording', 'keep'],
    ['check', 'recording'],
    ['check', 'local'],
    ['search', 'recording', 'ping'],
    ['start', 'recording', '--plain'],
  ])('has nothing of it run by %s on %s before it is agreed to', async (name, cluster, ...args) => {
    cpSync(join(recorded, 'recordings'), join(folder, 'recordings'), {recursive: true});
    leaveTrace();
    const {code} = await verb(name, ...args, '-c', cluster);
    expect(code).toBeLessThan(3);
    expect(existsSync(trace())).toBe(false);
  });

  test('has it run once it is agreed to', async () => {
    leaveTrace();
    await verb('run', 'keep', '-c', 'local', '--yes');
    expect((await verb('run', 'ask', '-c', 'local')).code).toBe(0);
    expect(existsSync(trace())).toBe(true);
  });

  test('is asked with the names of the files, on the recording as well; once', async () => {
    folder = recorded;
    const asked = await verb('run', 'keep', '-c', 'recording', '--width', '300');
    expect([asked.code, asked.stdout]).toEqual([2, '']);
    expect(asked.stderr).toContain('“Routing by hand” may run code of its own on this machine?');
    expect(asked.stderr).toMatch(
      /^code: 2 files of the module .* can do all that you can: parsers\/ping\.ts \(sha256 [0-9a-f]{12}\), assertions\/ping-routed\.ts \(sha256 [0-9a-f]{12}\)$/m,
    );
    const on = ['-c', 'recording', '--yes'];
    expect((await verb('run', 'keep', ...on)).code).toBe(0);
    expect((await verb('run', 'ask', '-c', 'recording')).code).toBe(0);
    const checked = await verb('check', '-c', 'recording');
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('PASS routed')]);
  });

  test('is asked again once a file of code is another, and is told so', async () => {
    expect((await verb('run', 'keep', '-c', 'local', '--yes')).code).toBe(0);
    expect((await verb('run', 'ask', '-c', 'local')).code).toBe(0);
    appendFileSync(join(folder, ASSERTION), '// another\n');
    const {code, stderr} = await verb('run', 'ask', '-c', 'local', '--width', '300');
    expect(code).toBe(2);
    expect(stderr).toContain('since then: 1 file of code new, changed or gone');
    expect(stderr).toMatch(/^code: 2 files/m);
  });

  test.each([
    ['throws', PARSER, 'const reply =', 'nobody.is();\n      const reply =', 'the parser ping of the module broke'],
    ['never ends', ASSERTION, 'requireExit(one);', 'for (;;) {}', 'no verdict within'],
    [
      'passes by nothing',
      ASSERTION,
      /judgeEach\(outputs[\s\S]*/,
      "({ok: true, witnesses: [], summary: 'yes'}),\n  });\n",
      'a pass without a witness',
    ],
    ['cannot be loaded', ASSERTION, 'version: 1', 'version: one', 'one is not defined'],
  ])('gets no pass and no fail of code that %s', async (_, file, from, to, says) => {
    change('ping.md', 'from: <far>', 'from: 10.0.2.2');
    change(file, from, to);
    await verb('run', 'keep', '-c', 'local', '--yes');
    await verb('run', 'ask', '-c', 'local');
    const {code, stdout} = await verb('check', '-c', 'local');
    expect(code).toBe(3);
    expect(stdout.replace(/\s+/g, ' ')).toContain(says);
  });

  test('hears it played only after a yes', async () => {
    folder = recorded;
    const refused = await verb('start', '-c', 'recording');
    expect(refused).toMatchObject({code: 2, stderr: expect.stringContaining(`${PARSER}, ${ASSERTION}: add --yes`)});
    const {code, stdout} = await verb('start', '-c', 'recording', '--yes');
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 of 1 steps passed')]);
  });
});

describe('prove', () => {
  const prove = () => deepdive(account, ['prove', folder, '-c', 'local']);

  test('tests the code by what the module has shown', async () => {
    const {code, stdout} = await prove();
    expect(stdout).toContain('ok   code   parser ping: reads its sample and 1 output of the module');
    expect(stdout).toContain('ok   code   assertion ping.routed: notices each damage');
    expect(code).toBe(0);
  });

  test.each([
    [
      'loses lines in silence',
      PARSER,
      '/^(?:PING|---|rtt|round-trip) /.test(line) ? null : undefined',
      'null',
      'the line is lost',
    ],
    [
      'breaks by a cut line',
      PARSER,
      'const sum',
      "if (line.startsWith('64 bytes fr') && !reply) line.split(':')[1].trim();\n      const sum",
      'parsers/ping.ts:19:71 Cannot read',
    ],
    ['does not notice a damage', ASSERTION, "['rows-gone'", "['other-text', 'rows-gone'", 'survives other-text'],
    [
      'promises what it does not rest on',
      ASSERTION,
      "['rows-gone'",
      "['mac-nibble', 'rows-gone'",
      'mac-nibble cannot be done',
    ],
    [
      'breaks by less output',
      ASSERTION,
      'const replies =',
      'rows[0].from.trim();\n        const replies =',
      'the assertion broke: ',
    ],
    [
      'says another thing each time',
      ASSERTION,
      'answers, routers',
      'answers ${Math.random()}, routers',
      'the same evidence gives another verdict',
    ],
  ])('is not content with code that %s', async (_, file, from, to, says) => {
    change(file, from, to);
    const {code, stdout} = await prove();
    const bad = stdout.split('\n').filter(line => line.startsWith('BAD'));
    expect(bad.join('\n')).toContain(says);
    expect(code).toBe(1);
  });

  test('is not content with an assertion that nothing uses', async () => {
    const other = OWN_ASSERTION.replace("'ping.routed'", "'ping.other'");
    writeFileSync(join(folder, 'assertions/other.ts'), other);
    const {code, stdout} = await prove();
    expect(stdout).toContain('BAD  code   assertion ping.other: no check that was played uses it');
    expect(code).toBe(1);
  });
});

describe('by hand', () => {
  test('an output is parsed by the parser of a module', async () => {
    const file = join(scratch(account), 'ping.txt');
    writeFileSync(file, '64 bytes from 10.0.2.2: icmp_seq=1 ttl=63 time=0.046 ms\nno reply\n');
    const {code, stdout, stderr} = await deepdive(account, ['parse', 'ping', file, '--module', folder]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'ping',
      data: {rows: [{from: '10.0.2.2', seq: 1, ttl: 63}]},
      unparsed: [{line: 2, text: 'no reply'}],
    });
    expect(stderr).toContain(`runs code that ${folder} brings`);
    const strange = await deepdive(account, ['parse', 'pign', file, '--module', folder]);
    expect(strange).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no parser pign; did you mean ping?'),
    });
  });

  test('the types are printed', async () => {
    expect(await deepdive(account, ['guide', '--types'])).toMatchObject({code: 0, stdout: ownTypes(), stderr: ''});
  });

  test.skipIf(!HAS_TMUX)('the screen asks by the names of the files as well', async () => {
    const terminal = await openTerminal(account, 100, 30);
    try {
      await terminal.type(`${PROGRAM} -m ${recorded} -c recording`);
      await terminal.shows('Over a router');
      await terminal.press('Enter');
      await terminal.shows('Ask the other side');
      await terminal.press('Enter');
      await terminal.shows('parsers/ping.ts (sha256');
      await terminal.press('y');
      await terminal.shows('It changes file/');
      await terminal.press('n', 'q');
      await terminal.shows(PROMPT);
    } finally {
      await terminal.close();
    }
  });
});
