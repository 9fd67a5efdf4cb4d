import {mkdtempSync, readdirSync, rmdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {localCluster} from '../../src/cluster/local.ts';
import {namingOptions} from '../../src/commands/action.ts';
import {stepActions} from '../../src/commands/step-actions.ts';
import type {Module} from '../../src/core/lesson.ts';
import {readLesson} from '../../src/lesson/read-lesson.ts';
import {createWriter} from '../../src/plain/writer.ts';
import type {Session} from '../../src/session/session.ts';
import {openOn} from './open.ts';

/** Folders stand for what a real lesson makes: `make` one by a name that nobody can foresee, `room` one within it. */
const LESSON = `---
lesson: yard
title: Sheds in a yard
version: 1.0.0
minutes: 1
---

## Build
<!-- @step
id: build
-->

\`\`\`sh {#make parse=json}
cd "$YARD" && printf '{"shed":"%s"}' "$(basename "$(mktemp -d shed-XXXXXX -p .)")"
\`\`\`
<!-- @run make
mutates: folder/shed
undo: cd "$YARD" && rmdir <shed>
capture:
  shed: {type: word, from: "value.shed", sample: shed-a}
-->

\`\`\`sh {#room}
mkdir "$YARD"/<shed>/room
\`\`\`
<!-- @run room
mutates: folder/room
undo: rmdir "$YARD"/<shed>/room
-->

\`\`\`sh {#plant parse=json}
cd "$YARD" && printf '{"pot":"%s"}' "$(basename "$(mktemp -d pot-XXXXXX -p .)")"
\`\`\`
<!-- @run plant
mutates: folder/pot
undo: '[ -d "$YARD"/<pot> ] || kill -9 $$; rmdir "$YARD"/<pot>'
capture:
  pot: {type: word, from: "value.pot", sample: pot-a}
-->

\`\`\`sh {#silent}
cd "$YARD" && mktemp -d "box-$(ls | wc -l)-XXXXXX" > /dev/null
\`\`\`
<!-- @run silent
mutates: folder/box
undo: rmdir "$YARD"/<box>
-->

\`\`\`sh {#newest parse=json}
cd "$YARD" && printf '{"box":"%s"}' "$(ls -d box-* | tail -n 1)"
\`\`\`
<!-- @run newest
capture:
  box: {type: word, from: "value.box", sample: box-a}
-->
`;

const {lesson} = await readLesson('yard.md', LESSON, {
  folder: '.',
  nodes: [{id: 'here'}],
  images: {},
  known: {parsers: new Set(['json']), assertions: new Map()},
});
if (lesson === undefined) throw new Error('the lesson of this test does not read');
const module: Module = {
  id: 'yard',
  title: '',
  summary: '',
  version: '1.0.0',
  language: 'en',
  folder: '.',
  hash: '',
  nodes: [{id: 'here'}],
  images: {},
  own: [],
  lessons: [lesson],
};

let yard = '';
let home = '';
beforeEach(() => {
  yard = mkdtempSync(join(tmpdir(), 'yard-'));
  home = mkdtempSync(join(tmpdir(), 'session-'));
  process.env.YARD = yard;
});

const open = (): Session => openOn(module, localCluster({name: 'local', nodes: [{id: 'here'}]}), home);

/** Runs commands of the lesson one after the other; tells which of them ended well. */
async function run(session: Session, ...ids: readonly string[]): Promise<readonly boolean[]> {
  const ended: boolean[] = [];
  for (const id of ids) {
    await session.run(id, {confirmed: true});
    ended.push(session.state().runs[`yard/${id}`]?.nodes.here?.result?.ok === true);
  }
  return ended;
}

test('undo takes back what each run has made, last first, and not only what the last one made', async () => {
  const session = open();
  expect(await run(session, 'make', 'room', 'make', 'room', 'make')).toEqual([true, true, true, true, true]);
  expect(readdirSync(yard)).toHaveLength(3);
  await session.undo('build');
  const {asking} = session.state();
  expect(asking?.kind === 'confirm-undo' && asking.lines.map(({line}) => /room$/.test(line))).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
  expect(await session.reply(true)).toEqual({ok: true});
  expect(readdirSync(yard)).toEqual([]);
  expect(session.state()).toMatchObject({runs: {}, values: [], undoable: []});
  await session.close();
});

test('what an earlier start has made is taken back as well', async () => {
  const first = open();
  await run(first, 'make', 'make');
  await first.close();
  const second = open();
  await run(second, 'make', 'room');
  expect(readdirSync(yard)).toHaveLength(3);
  expect(await second.undo('build', true)).toEqual({ok: true});
  expect(readdirSync(yard)).toEqual([]);
  await second.close();
});

test('a command that did not work the second time is taken back all the same, and once', async () => {
  const session = open();
  expect(await run(session, 'make', 'room', 'room')).toEqual([true, true, false]);
  expect(await session.undo('build', true)).toEqual({ok: true});
  expect(readdirSync(yard)).toEqual([]);
  await session.close();
});

test('what another command saw of each run is what is taken back', async () => {
  const session = open();
  expect(await run(session, 'silent', 'newest', 'silent', 'newest')).toEqual([true, true, true, true]);
  expect(readdirSync(yard)).toHaveLength(2);
  expect(await session.undo('build', true)).toEqual({ok: true});
  expect(readdirSync(yard)).toEqual([]);
  await session.close();
});

test('what the student has removed of an earlier run is told, and keeps nothing else from being taken back', async () => {
  const session = open();
  await run(session, 'make');
  rmdirSync(join(yard, readdirSync(yard)[0]!));
  await run(session, 'make');
  expect(await session.undo('build', true)).toEqual({ok: true});
  expect(readdirSync(yard)).toEqual([]);
  expect(session.state().notice?.text).toMatch(
    /^undo of yard\/make on here did not work .* may have been gone before$/,
  );
  expect(session.state().steps['yard/build']?.status).toBe('ready');
  await session.close();
});

test('an undo of an earlier run that did not come to its end stops the undo, for nobody knows what there still is', async () => {
  const session = open();
  await run(session, 'plant');
  rmdirSync(join(yard, readdirSync(yard)[0]!));
  await run(session, 'plant');
  expect(await session.undo('build', true)).toMatchObject({ok: false, message: expect.stringContaining('yard/plant')});
  expect(session.state().undoable).toHaveLength(2);
  await session.close();
});

test('the plain verb says what of earlier runs could not be taken back, each of it', async () => {
  const session = open();
  for (let nth = 0; nth < 2; nth++) {
    await run(session, 'make');
    rmdirSync(join(yard, readdirSync(yard)[0]!));
  }
  await run(session, 'make');
  let said = '';
  const out = createWriter(text => {
    said += text;
  }, 500);
  expect(await stepActions.reset(session, out, ['build'], {yes: true}, namingOptions(out))).toBe(0);
  expect(said.match(/undo of yard\/make on here did not work/g)).toHaveLength(2);
  await session.close();
});

test('what the last run has made and cannot be taken back stops the undo', async () => {
  const session = open();
  await run(session, 'make');
  rmdirSync(join(yard, readdirSync(yard)[0]!));
  expect(await session.undo('build', true)).toMatchObject({ok: false, message: expect.stringContaining('yard/make')});
  expect(session.state().undoable).toHaveLength(1);
  await session.close();
});
