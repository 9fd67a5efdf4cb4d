import {appendFileSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Module} from '../../src/core/lesson.ts';
import {playStep} from '../../src/session/play.ts';
import {openLocal} from './open.ts';

test('a mutating command asks first, showing its undo, and runs on yes', async () => {
  const {session, home} = await openLocal();
  const asked = await session.run('write');
  expect(asked.ok).toBe(false);
  expect(session.state().asking).toMatchObject({
    kind: 'confirm-run',
    run: 'files/write',
    undo: expect.stringContaining('rm'),
  });
  expect(existsSync(join(home, 'colours'))).toBe(false);
  expect(await session.reply(true)).toEqual({ok: true});
  expect(session.state().runs['files/write']?.nodes.here?.result?.stdout).toBe('red 0x102\nblue 0x103\n');
  expect(session.state().checks['files/written']?.status).toBe('pass');
  expect(session.state().steps['files/make']?.status).toBe('passed');
  await session.close();
});

test('a step behind an unfinished one is locked and says why', async () => {
  const {session} = await openLocal();
  expect(session.state().steps['files/read']).toMatchObject({
    status: 'locked',
    reason: expect.stringContaining('Make a file'),
  });
  session.go('files', 'read');
  expect(await session.run('list')).toMatchObject({ok: false, message: expect.stringContaining('Make a file')});
  await session.close();
});

test('a last hint promises a solution only where there is one', async () => {
  const {session} = await openLocal();
  session.go('files', 'again');
  expect(session.hint()).toEqual({ok: true});
  expect(session.hint()).toMatchObject({message: 'that was the last hint; there is still the solution'});
  session.go('files', 'read');
  expect(session.hint()).toEqual({ok: true});
  expect(session.hint()).toMatchObject({message: 'that was the last hint'});
  await session.close();
});

test('a passed step says so in the words of its check', async () => {
  const {session} = await openLocal();
  await session.run('write', {confirmed: true});
  expect(session.state().notice?.text).toBe('step passed: the file has two lines; n goes on');
  await session.close();
});

test('a check that does not hold is named by its title, and what it waits for by the command', async () => {
  const {session} = await openLocal();
  const line = `printf 'red 0x102\\nblue 0x103\\n' > "$DEEPDIVE_TE`;
  expect(await session.check()).toEqual({
    ok: false,
    message: `WAIT the file has two lines: run write (${line}…) first`,
  });
  await session.run('write', {confirmed: true});
  expect(await session.check()).toEqual({ok: true});
  session.next();
  const {message} = (await session.check()) as {message: string};
  expect(message).toBe(`WAIT two colours: run list (printf '{"colours":["red","blue"],"mark":"0x103"…) first`);
  expect(session.answer('decimal', '259')).toMatchObject({
    message: `the answer depends on <mark>: run list (printf '{"colours":["red","blue"],"mark":"0x103"…) first`,
  });
  await session.close();
});

test('captures are typed, several matches ask, and a quiz is computed from them', async () => {
  const {session} = await openLocal();
  await session.run('write', {confirmed: true});
  session.next();
  expect(session.answer('decimal', '259')).toMatchObject({ok: false, message: expect.stringContaining('<mark>')});
  await session.run('list');
  expect(session.state().asking).toMatchObject({kind: 'choose-value', options: ['red', 'blue']});
  expect(await session.reply('green')).toMatchObject({ok: false});
  await session.run('list');
  await session.reply('blue');
  expect(session.state().values.map(({name, value}) => [name, value])).toEqual([
    ['mark', '0x103'],
    ['colour', 'blue'],
  ]);
  expect(session.answer('decimal', '258')).toMatchObject({
    ok: false,
    message: expect.stringContaining('yours is 0x103'),
  });
  expect(session.answer('decimal', ' 0259 ')).toEqual({ok: true});
  expect(session.state().steps['files/read']?.status).toBe('passed');
  session.next();
  expect(session.fill('show').line).toContain('grep blue');
  await session.close();
});

test('an edited command runs as edited and is told apart', async () => {
  const {session} = await openLocal();
  await session.run('write', {confirmed: true, line: 'echo one'});
  expect(session.state().runs['files/write']?.nodes.here).toMatchObject({edited: true, line: 'echo one'});
  expect(session.state().checks['files/written']?.status).toBe('fail');
  await session.close();
});

test('a mutation makes earlier verdicts old, and what was earned stays', async () => {
  const {session} = await openLocal();
  await session.run('write', {confirmed: true});
  await session.run('list').catch(() => undefined);
  await new Promise(resolve => setTimeout(resolve, 5));
  await session.run('write', {confirmed: true, line: 'true'});
  expect(session.state().checks['files/written']).toMatchObject({status: 'fail', points: 1});
  expect(session.state().steps['files/make']?.status).toBe('passed');
  await session.close();
});

test('undo takes the change back and the step starts anew', async () => {
  const {session, home} = await openLocal();
  await session.run('write', {confirmed: true});
  expect(await session.undo('make')).toMatchObject({ok: false});
  expect(session.state().asking).toMatchObject({kind: 'confirm-undo'});
  expect(await session.reply(true)).toEqual({ok: true});
  expect(existsSync(join(home, 'colours'))).toBe(false);
  expect(session.state().steps['files/make']?.status).toBe('ready');
  expect(session.state().checks['files/written']).toBeUndefined();
  expect(session.state().steps['files/read']?.status).toBe('locked');
  await session.close();
});

/** The same lesson a second time, for students who go on before an answer has come. */
function twice(module: Module): Module {
  const [files] = module.lessons;
  return {...module, lessons: [files!, {...files!, id: 'other'}]};
}

test('what was asked for is done where it was asked, also when the student has gone on to another lesson', async () => {
  const {session, home} = await openLocal(undefined, undefined, twice);
  const written = session.run('write', {confirmed: true});
  session.go('other');
  expect(await written).toEqual({ok: true});
  expect(Object.keys(session.state().runs)).toEqual(['files/write']);
  expect(session.state().checks['files/written']?.status).toBe('pass');
  session.go('files', 'read');
  const listed = session.run('list');
  session.go('other');
  await listed;
  expect(session.state().asking).toMatchObject({kind: 'choose-value', run: 'files/list'});
  expect(await session.reply('blue')).toEqual({ok: true});
  expect(session.state().values.map(({name, value, from}) => `${from} ${name}=${value}`)).toEqual([
    'files/list mark=0x103',
    'files/list colour=blue',
  ]);
  // Its own values, which the lesson that the student is in has not.
  expect(session.answer('files/decimal', '259')).toEqual({ok: true});
  expect(session.answer('decimal', '259')).toMatchObject({ok: false});
  session.go('files', 'make');
  const checked = session.check();
  session.go('other');
  expect(await checked).toEqual({ok: true});
  session.go('files', 'make');
  const undone = session.undo();
  session.go('other', 'make');
  await undone;
  expect(session.state().asking).toMatchObject({kind: 'confirm-undo', step: 'files/make'});
  expect(await session.reply(true)).toEqual({ok: true});
  expect(existsSync(join(home, 'colours'))).toBe(false);
  expect(session.state().lesson).toBe('other');
  await session.close();
});

test('a new start resumes where the last one was killed, torn line and all', async () => {
  const {session, home} = await openLocal();
  await session.run('write', {confirmed: true});
  session.next();
  await session.run('list');
  await session.reply('red');
  const before = session.state();
  // No close: the process is gone in the middle of writing a line.
  appendFileSync(join(home, 'progress.ndjson'), '{"kind":"answered","qu');
  const {session: resumed} = await openLocal(home);
  await resumed.recall();
  expect(resumed.state().step).toBe('read');
  expect(resumed.state().values).toEqual(before.values);
  expect(resumed.state().checks['files/two-colours']).toMatchObject({status: 'pass', points: 2});
  expect(resumed.state().runs['files/list']?.nodes.here?.result?.stdout).toContain('colours');
  expect(resumed.state().runs['files/list']?.nodes.here?.result?.parsed).toBeDefined();
  expect(resumed.answer('decimal', '259').ok).toBe(true);
  await resumed.close();
});

test('the output before the last one is there after a new start, parsed as well', async () => {
  const {session, home} = await openLocal();
  await session.run('write', {confirmed: true});
  session.next();
  await session.run('list');
  await session.reply('red');
  expect(session.state().runs['files/list']?.nodes.here?.previous).toBeUndefined();
  await session.run('list', {line: `printf '{"colours":["red"],"mark":"0x104"}'`});
  await session.close();
  const {session: resumed} = await openLocal(home);
  await resumed.recall();
  expect(resumed.state().runs['files/list']?.nodes.here).toMatchObject({
    result: {stdout: expect.stringContaining('0x104')},
    previous: {stdout: expect.stringContaining('0x103'), parsed: expect.anything()},
  });
  await resumed.close();
});

test('a check that is waited for is given up with stop, and stands as it did', async () => {
  const {session} = await openLocal();
  await session.run('write', {confirmed: true, line: 'false'});
  const check = () => session.state().checks['files/written'];
  expect(check()).toMatchObject({status: 'fail', fails: 1});
  const before = check();
  const unsubscribe = session.subscribe(() => {
    if (check()?.status === 'checking') session.stop('interrupt');
  });
  await session.check();
  expect(check()).toEqual(before);
  unsubscribe();
  await session.check();
  expect(check()).toMatchObject({fails: 2});
  await session.close();
});

test('a damaged journal costs its damaged lines only', async () => {
  const {session, home} = await openLocal();
  await session.run('write', {confirmed: true});
  await session.close();
  const path = join(home, 'progress.ndjson');
  writeFileSync(path, `\u0001garbage\n{"kind":"ran","output":"../../etc/passwd"}\n${readFileSync(path, 'utf8')}`);
  const {session: resumed} = await openLocal(home);
  expect(resumed.state().steps['files/make']?.status).toBe('passed');
  await resumed.close();
});

test('every step can be played to the end through the verbs', async () => {
  const {session} = await openLocal();
  expect(await playStep(session, 'files', 'make')).toBeUndefined();
  // The capture that asks is answered by the student, so a played step stops there.
  expect(await playStep(session, 'files', 'read')).toContain('not passed');
  await session.reply('red');
  expect(session.state().steps['files/read']?.status).toBe('passed');
  expect(await playStep(session, 'files', 'again')).toBeUndefined();
  await session.close();
});

test('control sequences of a node never reach the state', async () => {
  const {session} = await openLocal();
  await session.run('write', {confirmed: true, line: "printf 'a\\033[2Jb\\033]0;title\\007c\\nd\\n'"});
  expect(session.state().runs['files/write']?.nodes.here?.result?.stdout).toBe('abc\nd\n');
  await session.close();
});

test('a value that could inject into a shell is refused', async () => {
  const {session} = await openLocal();
  await session.run('write', {confirmed: true});
  session.next();
  const evil = `printf '{"colours":["red; touch $DEEPDIVE_TEST/evil","b"],"mark":"0x1; reboot"}'`;
  const done = await session.run('list', {line: evil});
  expect(done).toMatchObject({ok: false, message: expect.stringContaining('expected')});
  expect(session.state().values).toEqual([]);
  await session.close();
});
