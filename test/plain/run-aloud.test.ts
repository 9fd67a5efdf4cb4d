import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {localCluster} from '../../src/cluster/local.ts';
import {playLesson} from '../../src/plain/play.ts';
import {printResult} from '../../src/plain/print-result.ts';
import {runAloud} from '../../src/plain/run-aloud.ts';
import {createWriter} from '../../src/plain/writer.ts';
import {fixtureModule, openOn} from '../session/open.ts';

const NODES = [
  {id: 'here', role: 'manager'},
  {id: 'there', role: 'worker'},
] as const;

async function open() {
  const home = mkdtempSync(join(tmpdir(), 'aloud-'));
  process.env.DEEPDIVE_TEST = home;
  writeFileSync(join(home, 'wire'), '');
  const session = openOn(await fixtureModule('fixture-streams'), localCluster({name: 'local', nodes: NODES}), home);
  session.go('pairs');
  let text = '';
  const out = createWriter(more => {
    text += more;
  }, 80);
  return {session, out, printed: () => text.replaceAll(/\d+ ms/g, 'N ms').replaceAll(home, 'HOME')};
}

test('both of a pair are printed as they come, each line with its node, and once', async () => {
  const {session, out, printed} = await open();
  const aloud = runAloud(session, 'say', out);
  await aloud.during(session.run('say'));
  for (const fresh of aloud.fresh()) printResult(session, fresh, out);
  const [listening, one, other, ...ends] = printed().split('\n');
  expect(listening).toBe('    there hear: listening on HOME');
  // Two nodes speak: which of them is read first is theirs.
  expect([one, other].sort()).toEqual(['    here say: up', '    there hear: hello']);
  expect(ends).toEqual(['hear ended on there (stopped, N ms).', 'say ended on here (exit 0, N ms).', '']);
  expect(printed().match(/hello/g)).toHaveLength(1);
  await session.close();
});

test('of a command that did not run nothing is printed', async () => {
  const {session, out, printed} = await open();
  const request = {beside: {line: 'echo no such device >&2; exit 1'}};
  const aloud = runAloud(session, 'say', out);
  await aloud.during(session.run('say', request));
  expect(aloud.isBegun()).toBe(true);
  for (const fresh of aloud.fresh()) printResult(session, fresh, out);
  expect(printed()).toBe('    there hear: no such device\nhear ended on there (exit 1, N ms).\n');
  await session.close();
});

test('a lesson that is played through runs a pair once, where its second command stands', async () => {
  const {session, out, printed} = await open();
  const played = await playLesson(session, out, new AbortController().signal);
  expect(played.stopped).toBeUndefined();
  expect(printed()).toContain('Command hear on there, listens while say runs:');
  expect(printed()).toContain('Command say on here, hear listens meanwhile:');
  expect(printed().match(/hear ended/g)).toHaveLength(1);
  expect(printed().indexOf('Command say')).toBeLessThan(printed().indexOf('there hear: listening'));
  await session.close();
});
