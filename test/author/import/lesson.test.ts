import {describe, expect, test} from 'vitest';
import {importLesson} from '../../../src/author/import/import-lesson.ts';
import {importReport} from '../../../src/author/import/import-report.ts';
import {readScenario} from '../../../src/author/import/scenario.ts';
import {known} from '../../../src/author/known.ts';

const HERE = [{id: 'here', role: undefined}];

async function lessonOf(text: string, nodes = HERE as Parameters<typeof importLesson>[1]['nodes']) {
  const made = await importLesson({pages: [{file: 't.md', text}]}, {id: 'lesson', nodes, known});
  return {...made, report: importReport(made.findings, file => file)};
}

const fence = (text: string, info = ''): string => `\`\`\`${info}\n${text}\n\`\`\``;

test('a tutorial: title, introduction, steps, commands, outputs, and what to do next', async () => {
  const {text, title, report} = await lessonOf(`# Bridges
Some words.

## Look
See:

${fence('$ brctl show\nbridge name\tbridge id\t\tSTP enabled\tinterfaces\ndocker0\t\t8000.024268987cd3\tno\t\t')}

## Words only
Nothing to run.

## Make one
${fence('ip link add br7 type bridge', 'sh')}
`);
  expect(title).toBe('Bridges');
  expect(text).toBe(`---
lesson: lesson
title: Bridges
version: 1.0.0
minutes: 2
---

Some words.

## Look
<!-- @step
id: look
-->

See:

\`\`\`sh {#brctl-show parse=brctl.show}
brctl show
\`\`\`

\`\`\`text {sample=brctl-show}
bridge name\tbridge id\t\tSTP enabled\tinterfaces
docker0\t\t8000.024268987cd3\tno\t\t
\`\`\`

## Words only

Nothing to run.

## Make one
<!-- @step
id: make-one
-->

\`\`\`sh {#ip-link-add}
ip link add br7 type bridge
\`\`\`
<!-- @run ip-link-add
mutates: link/br7
undo: ip link del br7
-->
`);
  expect(report).toBe(`commands that run (2)
  t.md:8 brctl-show: brctl show (parse=brctl.show)
  t.md:18 ip-link-add: ip link add br7 type bridge

outputs attached as samples (1)
  t.md:9 brctl-show: 2 lines of output

may change the machine (1)
  t.md:18 ip-link-add: mutates: link/br7; undo: ip link del br7
`);
});

describe('an output of its own block', () => {
  const SAMPLE = '{sample=docker-network-ls}';
  const OUTPUT = 'NETWORK ID     NAME      DRIVER    SCOPE\nuhihy3ov6vrm   vote      overlay   swarm';

  test.each([
    ['behind a mark', `${fence('docker network ls')}\n\n[output]\n\n${fence(OUTPUT)}`],
    ['behind words', `${fence('docker network ls')}\n\nYou should see:\n\n${fence('something vague')}`],
    ['that the parser reads', `${fence('docker network ls')}\n\nNow.\n\n${fence(OUTPUT)}`],
    [
      'of the earlier command of a block, for its parser reads it',
      `${fence('docker network ls\nip link')}\n\nOutput:\n\n${fence(OUTPUT)}`,
    ],
    ['whose command is a paragraph', `docker network ls\n\n[output]\n${fence(OUTPUT)}`],
    ['in a block that says output', `${fence('docker network ls', 'sh')}\n\nThen.\n\n${fence('x', 'output')}`],
    [
      'behind words that only look at it',
      `${fence('docker network ls')}\n\nIt is displayed as follows:\n\n${fence('x')}`,
    ],
    ['of ansible', `${fence('docker network ls')}\n\nThis makes a user.\n\n${fence('10.0.0.1 | SUCCESS => {\n}')}`],
    [
      'that has the shape of a table',
      `${fence('docker network ls')}\n\nTwo.\n\n${fence('+-------+-------+\n| a | b |')}`,
    ],
    [
      'with its command once more',
      `${fence('docker network ls', 'sh')}\n\nLike this:\n\n${fence(`$ docker network ls\n${OUTPUT}`)}`,
    ],
  ])('%s', async (_, text) => expect((await lessonOf(text)).text).toContain(SAMPLE));

  test.each([
    ['a file', `${fence('docker network ls')}\n\n${fence('[Unit]\nDescription=x')}`],
    ['a file of a language', `${fence('docker network ls')}\n\nOutput:\n\n${fence('FROM x', 'dockerfile')}`],
    [
      'a file that one writes',
      `${fence('docker network ls')}\n\nAdd the following lines to the file shown:\n\n${fence('a b')}`,
    ],
    ['a file in YAML', `${fence('docker network ls')}\n\nYou should see:\n\n${fence('a: b', 'yaml')}`],
    [
      'a tree of files',
      `${fence('docker network ls')}\n\nWe use the directory tree shown below.\n\n${fence('.\n├── a')}`,
    ],
    [
      'an item of a list',
      `${fence('docker network ls')}\n\n1. ${'```'}output\n   a\n   ${'```'}\n2. ${'```'}output\n   b\n   ${'```'}`,
    ],
    ['behind another heading', `${fence('docker network ls')}\n\n## Next\n\n${fence(OUTPUT)}`],
  ])('but not %s', async (_, text) => expect((await lessonOf(text)).text).not.toContain(SAMPLE));

  test('that its parser does not read costs the command its parser, and is told', async () => {
    const {text, report} = await lessonOf(fence('$ docker network inspect vote\n<snip>\n  "Name": "vote",'));
    expect(text).toContain('sh {#docker-network-inspect}');
    expect(report).toContain('t.md:3 docker-network-inspect: the parser docker.inspect does not read all');
  });
});

describe('what cannot run is shown, with a word why', () => {
  test.each([
    ['docker exec -it web bash', 'it opens a session that needs a keyboard (-it)'],
    ['docker exec <container-id> ip link', '<container-id> must be filled in'],
    ['curl http://<host>/', '<host> must be filled in'],
    ['vim file', 'it needs a screen or a keyboard'],
  ])('%s', async (command, why) => {
    const {text, report} = await lessonOf(fence(command, 'sh'));
    expect(text).toContain(fence(command, 'sh'));
    expect(report).toContain(`commands that are only shown (1)\n  t.md:2 ${command}: ${why}`);
  });

  test('with what is typed into it', async () => {
    const {text, report} = await lessonOf(fence('docker run -it alpine sh\nip link', 'sh'));
    expect(text).not.toContain('{#');
    expect(report).toContain('t.md:3 ip link: it is typed into what `docker run -it alpine sh` opens');
  });

  test('a stream runs until it is stopped', async () => {
    expect((await lessonOf(fence('ping 10.0.0.1', 'sh'))).text).toContain('sh {#ping stream}');
  });
});

test('YAML and JSON are the output of a command that writes them', async () => {
  const {text} = await lessonOf(
    `${fence('kubectl get po web -o yaml', 'sh')}\n\nThe output:\n\n${fence('kind: Pod', 'yaml')}\n\n${fence('curl localhost', 'sh')}\n\nThe ids:\n\n${fence('{"a": 1}', 'json')}`,
  );
  expect(text).toContain('{sample=kubectl-get-po}');
  expect(text).toContain('{sample=curl-localhost}');
});

test('a command once more with its output is one run', async () => {
  const {runs} = await lessonOf(`${fence('ls -l', 'sh')}\n\nYou see:\n\n${fence('$ ls -l\ntotal 0')}`);
  expect(runs).toBe(1);
});

describe('a command among the words before its output', () => {
  const lesson = (words: string) => lessonOf(`${words}\n\n${fence('origin  https://example.org (fetch)')}`);

  test('is a run', async () => {
    const {text} = await lesson('* Look.\n* Check the remotes with this command: `git remote -v`');
    expect(text).toContain('```sh {#git-remote}\ngit remote -v\n```\n\n```text {sample=git-remote}\norigin');
  });

  test.each([
    ['where there are two', 'Check with `git remote -v` or `git remote show origin`:'],
    ['where the reader writes a file', 'After `git remote -v` add the following lines to the file:'],
    ['where the sentence goes on', 'Say `git remote -v` again. It failed with:'.replace(':', ' an error.')],
    ['where it has to be filled in', 'Check with `git remote show <name>`:'],
  ])('but not %s', async (_, words) => expect((await lesson(words)).runs).toBe(0));

  test('but not where a block has it already', async () => {
    expect((await lesson(`${fence('git remote -v', 'sh')}\n\nThe command \`git remote -v\` says:`)).runs).toBe(1);
  });
});

test('a name that is typed somewhere is a command everywhere', async () => {
  const {report} = await lessonOf(
    `${fence('frob init --all', 'sh')}\n\n${fence('frob list images')}\n\nThen.\n\n${fence('blurb list images')}`,
  );
  expect(report).toContain('t.md:6 frob-list-images: frob list images');
  expect(report).toContain('with no command found in it (1)\n  t.md:12 1 line: blurb list images');
});

test('doubtful lines that an editor shows are no commands, even where one types', async () => {
  const todo = fence('pick a\npick b', 'sh');
  expect((await lessonOf(`This opens an editor with:\n\n${todo}`)).runs).toBe(0);
  expect((await lessonOf(`Type:\n\n${todo}`)).runs).toBe(2);
});

test('a variable that the tutorial gives a value is not to be filled in', async () => {
  const {report} = await lessonOf(
    `${fence('export MY_NET=a', 'sh')}\n\n${fence('ip netns add $MY_NET', 'sh')}\n\n${fence('ip link add $MY_LINK', 'sh')}`,
  );
  expect(report).toContain(
    'commands that are only shown (1)\n  t.md:10 ip link add $MY_LINK: $MY_LINK must be filled in',
  );
});

test('what stands at a prompt is parted in a block of any language', async () => {
  const {report} = await lessonOf(
    `${fence('PS C:\\> Get-Item x\na', 'powershell')}\n\n${fence('# all\nmysql> SELECT 1;', 'sql')}`,
  );
  expect(report).toContain('t.md:8 SELECT 1;: it is typed into a program or a container');
  expect(report).toContain('t.md:2 Get-Item x: it is typed into a program or a container');
});

test('a shell that is opened is left again', async () => {
  const {report} = await lessonOf(fence('nsenter --net=/run/netns/red\nip link\n# back\nexit\nuname -r', 'sh'));
  expect(report).toContain('commands that run (1)\n  t.md:6 uname: uname -r');
});

test('a comment that says output is no part of the sample', async () => {
  const {text} = await lessonOf(
    `${fence('docker network ls', 'sh')}\n\n${fence('##Sample Output##\nNETWORK ID     NAME      DRIVER    SCOPE', 'sh')}`,
  );
  expect(text).toContain('{sample=docker-network-ls}\nNETWORK ID');
});

test('each block in which no command was found is told', async () => {
  const {report} = await lessonOf(`${fence('a = 1', 'python')}\n\n${fence('#!/bin/sh\nls', 'sh')}\n\n${fence('a\nb')}`);
  expect(report).toBe(`code that stands as it was, with no command found in it (3)
  t.md:2 python, 1 line: a = 1
  t.md:6 sh, 2 lines: ls
  t.md:11 2 lines: a
`);
});

test('what depends on a folder or a variable is one run with it', async () => {
  const {text, report} = await lessonOf(fence('cd /tmp\nls -l\nexport A=b\necho $A', 'sh'));
  expect(text).toContain('```sh {#cd}\ncd /tmp\nls -l\nexport A=b\necho $A\n```');
  expect(report).toContain('each has a shell of its own');
});

test('what may change the machine and cannot surely be taken back asks, and says that its undo is missing', async () => {
  const {text, report} = await lessonOf(fence('apt-get install nginx', 'sh'));
  expect(text).toContain('mutates: system/apt-get\nundo: none, because ');
  expect(report).toContain('what takes it back you must write');
});

test('capture candidates say where they were shown, and which command uses them', async () => {
  const {report} = await lessonOf(
    `${fence('$ docker ps -q\n4ea9c75179c3')}\n\n${fence('$ docker exec 4ea9c75179c3 ip link')}`,
  );
  expect(report).toContain(
    't.md:7 4ea9c75179c3: capture it as container (type container); shown on line 3, used by docker-exec-ip',
  );
});

test('a list goes on behind a command that was taken out of it', async () => {
  const {text} = await lessonOf('1. One\n\n    ```sh\n    ls -l\n    ```\n\n    More of one.\n\n2. Two');
  expect(text).toContain('1. One\n\n```sh {#ls}\nls -l\n```\n\nMore of one.\n\n2. Two');
});

test('a heading without commands begins the step of the first below it', async () => {
  const {text} = await lessonOf(
    `## Networks\nAbout.\n\n### List\n${fence('docker network ls')}\n\n### Look\n${fence('ip link')}`,
  );
  expect(text.match(/^##+ .*$/gm)).toEqual(['## Networks: List', '### List', '## Look']);
});

test('several nodes: a command says on which', async () => {
  const nodes = ['red', 'blue'].map(id => ({id, role: undefined}));
  expect((await lessonOf(fence('ip link', 'sh'), nodes)).text).toContain('{#ip-link on=red parse=ip.link}');
});

test('control sequences and comments of the runner in the source do nothing', async () => {
  const {text} = await lessonOf(
    `\u001b[31mRed\u001b[0m\u0007\n\n<!-- @run x\nmutates: a/b\n-->\n\n${fence('echo \u001b]0;x\u0007 hi', 'sh')}`,
  );
  expect(text).not.toMatch(/[\u001b\u0007]/);
  expect(text).toContain('<!-- \\@run x');
});

describe('a scenario', () => {
  const files: Readonly<Record<string, string>> = {
    'intro.md': '# Hello\nWelcome.',
    'one.md':
      'List with `ls -l`{{exec}} or copy `x`{{copy}}:\n\n```plain\nmkdir work\n```{{execute}}\n\n<details><summary>Tip</summary>\n\nText.\n</details>',
    'verify.sh': '#!/bin/bash\ntest -d work',
    'end.md': 'Done.',
  };
  const index = {
    title: 'Folders',
    details: {
      intro: {text: 'intro.md', background: 'setup.sh'},
      steps: [{title: 'Make a folder', text: 'one.md', verify: 'verify.sh'}, {text: 'gone.md'}],
      finish: {text: 'end.md'},
    },
  };
  const read = async (name: string) => (name in files ? {text: files[name]!} : {problem: 'no such file'});

  test('becomes steps, its scripts checks', async () => {
    const result = await readScenario('index.json', JSON.stringify(index), read);
    if (!result.ok) throw new Error(result.problem);
    const {text, title} = await importLesson(result.tutorial, {id: 'lesson', nodes: HERE, known});
    expect(title).toBe('Folders');
    expect(text).toContain(
      '## Make a folder\n<!-- @step\nid: make-a-folder\n-->\n\nList with `ls -l` or copy `x`:\n\n```sh {#ls}\nls -l\n```',
    );
    expect(text).toContain(
      '```sh {#mkdir-work}\nmkdir work\n```\n<!-- @run mkdir-work\nmutates: folder/work\nundo: rmdir work',
    );
    expect(text).toContain(`\`\`\`sh {#verify}
bash <<'VERIFY' && echo verified
#!/bin/bash
test -d work
VERIFY
\`\`\`
<!-- @run verify
exit: [0, 1]
-->

<!-- @check verify-passes
title: the scenario's own test of "Make a folder" passes
use: cmd.output
of: verify
with: {contains: verified}
-->`);
    expect(result.findings.map(({text: words}) => words)).toEqual([
      expect.stringContaining('setup.sh: the scenario runs it by itself'),
      expect.stringContaining('gone.md: no such file'),
    ]);
  });

  test.each([
    ['{', 'not JSON'],
    ['{"details": {"steps": 3}}', 'details.steps'],
    ['{"details": {}}', 'no step'],
  ])('%s is refused', async (text, why) => {
    expect(await readScenario('index.json', text, read)).toMatchObject({
      ok: false,
      problem: expect.stringContaining(why),
    });
  });
});

test('a thousand commands are enough: the rest is shown, in good time', async () => {
  const {runs, report} = await lessonOf(`${fence('ls -l', 'sh')}\n\n`.repeat(1100));
  expect(runs).toBe(1000);
  expect(report).toContain('commands that are only shown (100)');
}, 60_000);

test('lines that are announced are no commands, where nothing says for sure that one types them', async () => {
  const after = async (words: string) =>
    (await lessonOf(`# T\n${fence('frob make box', 'sh')}\n\n${words}\n\n${fence('box is ready', 'sh')}`)).text;
  for (const words of [
    'You should see',
    'Expected output:',
    '**Output**',
    'This prints:',
    "You'll see that the box is up:",
  ])
    expect(await after(words)).toContain('```text {sample=frob-make-box}\nbox is ready');
  for (const words of ['Ask:', 'You should see it with:', 'You will get it if you run:'])
    expect(await after(words)).toContain('```sh {#box-is-ready}');
});

test('what is typed into PowerShell is shown, and its output is that of no other command', async () => {
  const {text, report} = await lessonOf(
    `# T\n${fence('ls', 'sh')}\n\n${fence('Get-Process', 'powershell')}\n\nOutput:\n\n${fence('Handles  Name\n4  a', 'text')}`,
  );
  expect(report).toContain('Get-Process: it is typed into a program');
  expect(text).not.toContain('sample=');
  expect(text).toContain('```powershell\nGet-Process\n```');
  expect((await lessonOf(`# T\n${fence('function a {\n}', 'powershell')}`)).report).toContain('powershell, 2 lines');
});

test('a command that prints YAML needs no words before it, and tags are none', async () => {
  const after = async (command: string, words = '') =>
    (await lessonOf(`# T\n${fence(command, 'sh')}\n\n${words}\n${fence('kind: Pod', 'yaml')}`)).text;
  expect(await after('kubectl get po a -o yaml', '<div class="result">\n/// tab | `spec`')).toContain('{sample=');
  expect(await after('kubectl get po a -o yaml', 'Add this:')).not.toContain('{sample=');
  expect(await after('kubectl get po a -o yaml')).toContain('{sample=kubectl-get-po}');
  expect(await after('kubectl apply -f a.yaml')).not.toContain('sample=');
  expect(await after('cat > a.yaml')).not.toContain('sample=');
});

test('a block is an output where a message is said to be returned', async () => {
  const {text} = await lessonOf(
    `# T\n${fence('frob run -a', 'sh')}\n\nA message that contains the following was returned.\n\n${fence('it failed to start')}`,
  );
  expect(text).toContain('```text {sample=frob-run}');
});

test('a name that is typed somewhere is a command at the prompt of root', async () => {
  const {text} = await lessonOf(`# T\n${fence('frob up -d', 'sh')}\n\n${fence('# frob state web\nIt is up.')}`);
  expect(text).toContain('\nfrob state web\n```\n\n```text {sample=frob-state-web}\nIt is up.');
});

test('what stands at the prompt of a client of SQL is typed, in a block of SQL too, and its table is an output', async () => {
  const {text, report} = await lessonOf(
    `# T\n${fence('> SELECT * FROM t;', 'sql')}\n\n${fence('  id | name\n+----+------+\n   1 | a')}\n\n${fence('SELECT 2;', 'sql')}`,
  );
  expect(report).toContain('SELECT * FROM t;: it is typed into a program');
  expect(report).toContain('3 lines: id | name');
  expect(report).toContain('sql, 1 line: SELECT 2;');
  expect(text).not.toContain('> SELECT');
});

test('a file that a command right above prints is its output, in whatever language', async () => {
  const after = async (command: string) =>
    (await lessonOf(`# T\n${fence(command, 'sh')}\n\n${fence('listen = 80', 'ini')}`)).text;
  expect(await after('cat /etc/app.conf')).toContain('{sample=cat}');
  expect(await after('cat > app.conf')).not.toContain('sample=');
  expect(await after('touch app.conf')).not.toContain('sample=');
});

test('a block that is labelled as an output is one, whatever its lines look like, but for prompts', async () => {
  const after = async (words: string, block: string) =>
    (await lessonOf(`# T\n${fence('frob up -d', 'sh')}\n\n${words}\n\n${fence(block, 'sh')}`)).text;
  for (const words of ['Output:', '**Expected output**', '> Sample output'])
    expect(await after(words, 'make all\nls -l')).toContain('```text {sample=frob-up}\nmake all');
  expect(await after('Output:', '[main]\na = 1')).toContain('```text {sample=frob-up}\n[main]');
  expect(await after('Output:', '$ make all\nok')).toContain('{#make-all');
  expect(await after('Look at the output:', 'ls -l')).toContain('{#ls}');
});

test('what writes a file is typed, in a block of the language of the file, too', async () => {
  const {text} = await lessonOf(`# T\n${fence('cat > a.json << EOF\n{"a": 1}\nEOF', 'json')}`);
  expect(text).toContain('```sh {#cat');
  expect((await lessonOf(`# T\n${fence('cat: 1', 'yaml')}`)).text).not.toContain('{#');
});

test('an error that one gets is an output, also where one types', async () => {
  const {text} = await lessonOf(
    `# T\n${fence('frob up -d', 'sh')}\n\nYou get an error:\n\n${fence('it is down', 'sh')}`,
  );
  expect(text).toContain('```text {sample=frob-up}\nit is down');
});

test('a command that writes a file is not typed for the block below its words', async () => {
  const {text} = await lessonOf(`# T\nSee \`ip link > a\`:\n\n${fence('1: lo: <UP>')}`);
  expect(text).not.toContain('sample=');
});

test('a command within words needs no colon behind it', async () => {
  const {text} = await lessonOf(`# T\nRun \`ip link\` and see\n\n${fence('1: lo: <UP>')}`);
  expect(text).toContain('```sh {#ip-link');
  expect((await lessonOf(`# T\nRun \`$ ip link\`\n\n${fence('1: lo: <UP>')}`)).text).toContain('\nip link\n```');
});

test('commands in the exercises of a course find their outputs, and what stands beside them is no output', async () => {
  const {text, report} = await lessonOf(`# Branches
## Merge
\`\`\`\`{exercise} Merge two
Look:

${fence('$ git branch\n\n* main\n  next', 'console')}

\`\`\`{figure} img/a.svg
:alt: Two branches

Two branches.
\`\`\`
\`\`\`\`

${fence('$ git merge next', 'console')}

\`\`\`{keypoints}
- A branch is a name.
\`\`\`
`);
  expect(text).toContain('**Merge two**\nLook:\n\n```sh {#git-branch}\ngit branch\n```\n\n```text {sample=git-branch}');
  expect(text).toContain('```text {sample=git-branch}\n* main\n  next\n```\n\n![Two branches](img/a.svg)');
  expect(text).not.toContain('sample=git-merge');
  expect(text).toContain('**Keypoints**\n- A branch is a name.');
  expect(report).not.toContain('code that stands as it was');
});
