import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openLocal} from './open.ts';

const QUIETLY = {once: true, quiet: true} as const;

test('a look that nobody asked for shows no looking, and keeps only another verdict', async () => {
  const {session, home} = await openLocal();
  await session.run('write', {confirmed: true, line: 'echo one'});
  expect(session.state().checks['files/written']).toMatchObject({status: 'fail', fails: 1});
  const seen = new Set<string | undefined>();
  session.subscribe(() => seen.add(session.state().checks['files/written']?.status));
  const judged = () => readFileSync(join(home, 'progress.ndjson'), 'utf8').match(/"kind":"judged"/g)?.length;
  const before = judged();
  for (let n = 0; n < 3; n++) await session.check('written', QUIETLY);
  expect([...seen]).not.toContain('checking');
  expect(session.state().checks['files/written']).toMatchObject({status: 'fail', fails: 1});
  expect(judged()).toBe(before);
  // One that was asked for counts.
  await session.check('written', {once: true});
  expect(session.state().checks['files/written']).toMatchObject({status: 'fail', fails: 2});
  expect([...seen]).toContain('checking');
  await session.close();
});

test('what it comes to otherwise is shown, and settles the step', async () => {
  const {session} = await openLocal();
  await session.check('written', QUIETLY);
  expect(session.state().checks['files/written']).toMatchObject({status: 'wait'});
  await session.run('write', {confirmed: true});
  await session.check('written', QUIETLY);
  expect(session.state().checks['files/written']).toMatchObject({status: 'pass', points: 1});
  expect(session.state().steps['files/make']?.status).toBe('passed');
  await session.close();
});
