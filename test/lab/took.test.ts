import {mkdirSync, mkdtempSync, readdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {type Env, imagesFolder} from '../../src/lab/places.ts';
import {labNames} from '../../src/lab/status.ts';
import {readTook, takesWords, timed} from '../../src/lab/took.ts';

const newEnv = (): Env => ({
  XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'took-')),
  XDG_CACHE_HOME: mkdtempSync(join(tmpdir(), 'took-')),
});

test('what was made is timed, each part by itself, and no lab is seen in that', async () => {
  const env = newEnv();
  expect(await timed(env, 'image', async () => 'made')).toBe('made');
  await timed(env, 'lab', () => sleep(60));
  const {image, lab} = readTook(env);
  expect(image).toBeGreaterThanOrEqual(0);
  expect(lab).toBeGreaterThanOrEqual(59);
  expect(await labNames(env)).toEqual([]);
});

test('what could not be made is not timed', async () => {
  const env = newEnv();
  await expect(timed(env, 'lab', () => Promise.reject(new Error('no kernel')))).rejects.toThrow('no kernel');
  expect(readTook(env)).toEqual({});
});

test('where nothing can be kept, the lab is made all the same', async () => {
  const env = newEnv();
  writeFileSync(join(env.XDG_CACHE_HOME!, 'deepdive'), 'a file where the folder should be');
  expect(await timed(env, 'lab', async () => 'made')).toBe('made');
});

test.each(['{"lab": "soon"}', '{"lab": -1}', '{"lab": 1', '[]'])('%s tells nothing', text => {
  const env = newEnv();
  mkdirSync(imagesFolder(env), {recursive: true});
  writeFileSync(join(imagesFolder(env), 'took.json'), text);
  expect(readdirSync(imagesFolder(env))).toHaveLength(1);
  expect(readTook(env)).toEqual({});
});

test.each([
  [{}, true, 'about 15 s'],
  [{lab: 23_400}, true, 'about 23 s, as the last time'],
  [{lab: 200}, true, 'about 1 s, as the last time'],
  [{image: 130_000, lab: 23_400}, false, 'about 3 min, as the last time'],
  [{lab: 23_400}, false, 'one to three minutes the first time'],
  [{}, false, 'one to three minutes the first time'],
] as const)('after %j, with the image there: %s, a lab takes %s', (took, isBuilt, words) => {
  expect(takesWords(took, isBuilt)).toBe(words);
});
