import {appendFileSync, readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {known} from '../../src/author/known.ts';
import type {Module, Quiz, Step} from '../../src/core/lesson.ts';
import {readModule} from '../../src/lesson/read-module.ts';
import {quizzesIn, runsIn, visibleItems} from '../../src/session/items.ts';
import {type Account, bareAccount, deepdive, journalOf, type Outcome, readEntries, removeAccounts} from './program.ts';

const folder = fileURLToPath(new URL('../../lessons/swarm-networking', import.meta.url));
let module: Module;
afterAll(removeAccounts);

beforeAll(async () => {
  module = (await readModule(folder, known)).module!;
});

/** Lessons that make what they need. */
const STANDALONE = [
  'what-swarm-made',
  'interfaces-and-bridges',
  'watching-the-wires',
  'overlay-networks',
  'routing-mesh',
  'one-packet',
  'break-and-repair',
  'appendix',
];

/** All but newline, and the tab of a command's output. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** Lines that are too wide and are not the output of a command or its line, which stand as they are. */
function tooWide(text: string, width: number): readonly string[] {
  return text.split('\n').filter(line => line.length > width && !line.startsWith('    '));
}

describe('in a pipe, on a machine with nothing but node', () => {
  let account: Account;
  let played: Outcome;
  beforeAll(async () => {
    account = bareAccount();
    played = await deepdive(account, []);
  });

  test('the first lesson is played through to its end', () => {
    const [lesson] = module.lessons;
    expect(played).toMatchObject({code: 0, stderr: ''});
    for (const {title} of lesson!.steps) expect(played.stdout).toContain(`: ${title} [`);
    expect(played.stdout).toContain(`${lesson!.steps.length} of ${lesson!.steps.length} steps passed`);
    expect(played.stdout).not.toMatch(/^(?:FAIL|ERROR|Stopped)/m);
  });

  test("what is shown is not the student's own progress", () => {
    expect(readdirSync(account.env.XDG_STATE_HOME!)).toEqual([]);
  });

  test('no control character and no mark of Markdown is printed', () => {
    expect(played.stdout).not.toMatch(CONTROL);
    const words = played.stdout.split('\n').filter(line => !line.startsWith('    '));
    // The query of a check may have marks of its own.
    const prose = words.filter(line => !/^PASS .*\[\?/.test(line));
    expect(prose.filter(line => /\*\*|`|^#|<!--|(?:^|\s)\*\w/.test(line))).toEqual([]);
  });

  test.each([40, 72])('no line is wider than --width %i', async width => {
    const narrow = await deepdive(account, ['--width', String(width)]);
    expect(narrow.code).toBe(0);
    expect(tooWide(narrow.stdout, width)).toEqual([]);
  });

  test('without a UTF-8 locale no other letter than those of ASCII is printed', async () => {
    const {code, stdout} = await deepdive(account, ['--width', '40'], {LC_ALL: 'C'});
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\n\t\x20-\x7e]*$/);
    expect(tooWide(stdout, 40)).toEqual([]);
    const lost = await deepdive(account, ['show', 'overlay-networks/nowhere', '--width', '120'], {LANG: 'C'});
    expect(lost.stdout).toContain('finish "An encrypted overlay" first');
    expect((await deepdive(account, ['run', 'x', '-m', 'café'], {LANG: ''})).stderr).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test('every word can be read aloud: no sign stands alone, and no line is printed twice in a row', () => {
    const said = played.stdout.split('\n').filter(line => line !== '' && !line.startsWith('    '));
    const signs = said.flatMap(line => line.trim().split(' ')).filter(word => /^[^\x00-\x7f]+$/.test(word));
    // A lesson may write a minus.
    expect(signs.filter(sign => sign !== '−')).toEqual([]);
    expect(said.filter((line, index) => line === said[index - 1])).toEqual([]);
    expect(said.filter(line => /^(?:PASS|FAIL|WAIT|ERROR|OLD)\b/.test(line) && !/^[A-Z]+ \S+.*: ?/.test(line))).toEqual(
      [],
    );
  });

  test('it is the same with --plain, NO_COLOR, CI and a dumb terminal', async () => {
    const same = await deepdive(account, ['--plain'], {NO_COLOR: '1', CI: '1', TERM: 'dumb', FORCE_COLOR: '3'});
    expect(same).toEqual(played);
  });

  test.concurrent.each(STANDALONE)('%s plays by its name, with no lesson before it', async id => {
    const {steps} = module.lessons.find(lesson => lesson.id === id)!;
    const {code, stdout} = await deepdive(bareAccount(), [id]);
    expect(stdout).toContain(`${steps.length} of ${steps.length} steps passed`);
    expect(code).toBe(0);
  });
});

describe('a student who uses the one-shot verbs', () => {
  test('does not see what explains a question before the answer', async () => {
    const {stdout} = await deepdive(bareAccount(), ['show', 'vxlan-on-the-wire/outside', '--width', '200']);
    expect(stdout).toContain('Why is the MTU 1450, and not 1500 − 50 + 14? (shown after your answer)');
    expect(stdout).not.toContain('The MTU counts what is in a frame');
  });

  test('is asked, helped and judged, and finds everything as they left it', async () => {
    const account = bareAccount();
    const run = (...args: readonly string[]) => deepdive(account, args);

    const shown = await run('show', 'overlay-networks/plain');
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('Step 1 of 5: A plain overlay [ready]');
    expect((await run('check')).stdout).toMatch(/^WAIT plain-exists/m);

    const asked = await run('run', 'create-plain');
    expect(asked.code).toBe(2);
    expect(asked.stdout).toContain('This changes network/mynet0 on swarm-01');
    expect(asked.stdout).toContain('docker network rm mynet0');
    expect((await run('values')).stdout).toContain('No values yet');

    const created = await run('run', 'create-plain', '--yes');
    expect(created).toMatchObject({code: 0, stdout: expect.not.stringMatching(/^(?:FAIL|ERROR)/m)});
    const inspected = await run('run', 'inspect-plain');
    expect(inspected).toMatchObject({code: 0, stdout: expect.stringMatching(/^PASS plain-exists/m)});
    const values = (await run('values', '--width', '120')).stdout;
    const vni = /^plainvni +(\d+) +int +overlay-networks\/inspect-plain /m.exec(values)?.[1];
    expect(Number(vni)).toBeGreaterThan(4096);
    const subnet = /^plainsubnet +(\S+)/m.exec(values)?.[1];
    expect((await run('show')).stdout).toContain(`the subnet ${subnet}`);

    const why = await run('why', 'plain-exists', '--width', '40');
    expect(why.code).toBe(0);
    expect(why.stdout).toMatch(/PASS plain-exists.*seen:.*your output of inspect-plain on\s+swarm-01$/ms);
    expect(tooWide(why.stdout, 40)).toEqual([]);

    expect(await run('answer', 'plain-vni', '4096')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('That one belongs to ingress. (2 more tries)'),
    });
    expect((await run('show')).stdout).toContain('[working]');
    // The list of networks has no check of its own; the step asks for the checks and the question alone.
    expect(await run('answer', 'plain-vni', vni!)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Right\.\nStep passed/),
    });
    expect((await run('next')).stdout).toContain('Step 2 of 5');
    expect((await run('check')).stdout).toMatch(/^FAIL encrypted/m);
    const list = await run('list');
    expect(list.stdout).toMatch(/overlay-networks\/plain +passed +A plain overlay/);
    expect(list.stdout).toMatch(/overlay-networks\/encrypted +working, here/);
    expect(tooWide((await run('list', '--width', '40')).stdout, 40)).toEqual([]);
    expect(tooWide((await run('values', '--width', '40')).stdout, 40)).toEqual([]);

    expect((await run('hint')).stdout).toContain('no hint');
    const locked = await run('show', 'nowhere', '--width', '120');
    expect(locked.stdout).toContain('[locked: finish “An encrypted overlay” first]');
  });

  test('sees hints one by one, and a shown solution is not hidden again', async () => {
    const account = bareAccount();
    await deepdive(account, ['show', 'overlay-forwarding/fdb']);
    const hints = [];
    for (let i = 0; i < 4; i++) hints.push(await deepdive(account, ['hint']));
    expect(hints.map(({code}) => code)).toEqual([0, 0, 0, 1]);
    expect(hints.map(({stdout}) => stdout.match(/^Hint \d/gm)?.length)).toEqual([1, 2, 3, 3]);
    expect(await deepdive(account, ['solution'])).toMatchObject({code: 2, stdout: expect.stringContaining('--yes')});
    expect((await deepdive(account, ['show'])).stdout).not.toContain('Command back');
    expect((await deepdive(account, ['solution', '--yes'])).stdout).toContain('Command back');
    expect((await deepdive(account, ['show'])).stdout).toContain('Command back');
  });

  test('takes a step back with reset, and the way on is closed again', async () => {
    const account = bareAccount();
    const run = (...args: readonly string[]) => deepdive(account, args);
    await run('show', 'overlay-networks/plain');
    await run('run', 'create-plain', '--yes');
    await run('run', 'inspect-plain');
    const vni = /^plainvni +(\d+)/m.exec((await run('values', '--width', '160')).stdout)?.[1];
    await run('answer', 'plain-vni', vni!);
    expect((await run('list')).stdout).toMatch(/\/plain +passed/);
    const asked = await run('reset', 'plain');
    expect(asked.code).toBe(2);
    expect(asked.stdout.replace(/\s+/g, ' ')).toContain('docker network rm mynet0');
    expect((await run('list')).stdout).toMatch(/\/plain +passed/);
    expect((await run('reset', 'plain', '--yes')).code).toBe(0);
    const list = (await run('list')).stdout;
    expect(list).toMatch(/\/plain +(?:ready|working)/);
    expect(list).toMatch(/\/encrypted +locked/);
    expect((await run('values')).stdout).toContain('No values yet');
  });

  test('may begin in the middle, and have what is missing done', async () => {
    const account = bareAccount();
    const run = (...args: readonly string[]) => deepdive(account, args);
    expect((await run('show', 'overlay-forwarding/launch')).stdout).toContain('It goes on from “Overlay networks');
    const asked = await run('catch-up');
    expect(asked.code).toBe(2);
    expect(asked.stdout).toContain('This does 6 steps, and changes network/mynet0, network/vote, service/guest.');
    expect((await run('list')).stdout).not.toContain('assisted');
    const done = await run('catch-up', '--yes');
    expect(done.code, done.stdout).toBe(0);
    expect((await run('list')).stdout.match(/^overlay-\S+ +assisted/gm)).toHaveLength(6);
    expect((await run('show')).stdout).not.toContain('It goes on from');
    expect((await run('run', 'create-redis', '--yes')).code).toBe(0);
  });

  test('sees a command as it was run, also after a new start', async () => {
    const account = bareAccount();
    await deepdive(account, ['catch-up', 'interfaces-and-bridges/bridge', '--yes']);
    const {stdout} = await deepdive(account, ['show', 'interfaces-and-bridges/device', '--width', '160']);
    expect(stdout).toMatch(/nsenter --net=\/var\/run\/docker\/netns\/1-\w{10} ip link show/);
    expect(stdout).not.toContain('<overlay.');
  });

  test('finds what is missing on a cluster that was made anew, whatever they have passed', async () => {
    const account = bareAccount();
    const run = (...args: readonly string[]) => deepdive(account, args);
    await run('catch-up', 'overlay-forwarding/network', '--yes');
    expect((await run('show', 'overlay-forwarding/network')).stdout).not.toContain('It goes on from');
    const journal = journalOf(account, 'swarm-networking', 'recording');
    const opened = readEntries(journal).findLast(entry => entry.kind === 'opened');
    appendFileSync(journal, `${JSON.stringify({...opened, instance: 'another one'})}\n`);
    const again = await run('show');
    expect(again.stdout).toContain('It goes on from “Overlay networks');
    expect((await run('catch-up', '--yes')).code).toBe(0);
    expect((await run('show')).stdout).not.toContain('It goes on from');
    expect((await run('run', 'inspect-vote')).stdout).toMatch(/^PASS exists/m);
  });

  test('gets the verdicts with their evidence as JSON', async () => {
    const account = bareAccount();
    await deepdive(account, ['show', 'overlay-networks/plain']);
    await deepdive(account, ['run', 'create-plain', '--yes']);
    await deepdive(account, ['run', 'inspect-plain']);
    const {code, stdout} = await deepdive(account, ['check', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      {check: 'plain-exists', status: 'pass', witnesses: [expect.anything()]},
      {check: 'not-encrypted', status: 'pass', witnesses: [expect.anything()]},
    ]);
  });

  test('opens at the step that is named, and names the nearest where there is none', async () => {
    const opened = await deepdive(bareAccount(), ['what-swarm-made/ingress', '--cluster', 'recording', '--plain']);
    expect(opened.stdout).toContain('Lesson 2 of 15');
    expect(opened.stdout).toContain('ingress: one network, three nodes');
    const lost = await deepdive(bareAccount(), ['what-swarm-made/ingres', '--plain']);
    expect(lost.code).toBe(2);
    expect(lost.stderr).toContain('there is no step of what-swarm-made ingres; did you mean ingress?');
  });

  test.concurrent.each(['before-the-swarm', 'overlay-networks'])(
    'passes every step of %s to its end, each verb a start of its own',
    async id => {
      const account = bareAccount();
      const lesson = module.lessons.find(one => one.id === id)!;
      await deepdive(account, ['show', `${lesson.id}/${lesson.steps[0]!.id}`]);
      for (const [position, step] of lesson.steps.entries()) {
        if (position > 0) expect((await deepdive(account, ['next'])).code).toBe(0);
        await workThrough(account, step);
        // 4: a step without checks, which its questions alone decide.
        expect(await deepdive(account, ['check']), step.id).toMatchObject({code: expect.toBeOneOf([0, 4])});
      }
      const list = (await deepdive(account, ['list'])).stdout;
      const states = lesson.steps.map(step => new RegExp(`^${lesson.id}/${step.id} +(\\w+)`, 'm').exec(list)?.[1]);
      expect(states).toEqual(lesson.steps.map(() => 'passed'));
    },
    120_000,
  );
});

/** What a student does in a step, in the order of the text; the task's command comes from their own head. */
async function workThrough(account: Account, step: Step): Promise<void> {
  const items = visibleItems(step.items, {});
  for (const run of runsIn(items)) {
    const done = await deepdive(account, ['run', run.id, '--yes']);
    // A task's check, and one whose command comes later, is still open here.
    expect(done.code, `${step.id}: ${run.id}: ${done.stdout}`).toBe(0);
  }
  for (const quiz of quizzesIn(items)) {
    const answer = await answerTo(account, quiz);
    expect(await deepdive(account, ['answer', quiz.id, answer]), `${quiz.id}: ${answer}`).toMatchObject({code: 0});
  }
}

/** The answer, worked out from what `values` shows as a student would. */
async function answerTo(account: Account, quiz: Quiz): Promise<string> {
  if (quiz.answer.kind === 'literal') return quiz.answer.text;
  const {stdout} = await deepdive(account, ['values', '--width', '200']);
  const value = (name: string) => new RegExp(`^${name} +(\\S+)`, 'm').exec(stdout)?.[1];
  const template = quiz.answer.kind === 'value' ? quiz.answer.template : quiz.answer.argument;
  const [, name, node] = /^<([\w-]+)(?:@([\w-]+))?>$/.exec(template)!;
  const on = node === 'manager' ? 'swarm-01' : node;
  const found = on === undefined ? value(name!) : value(`${name}@${value(on) ?? on}`);
  expect(found, `${template} in\n${stdout}`).toBeDefined();
  return quiz.answer.kind === 'call' ? String(Number(found)) : found!;
}
