import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {withClaim} from '../../src/lab/claim.ts';
import {type LabPlaces, labPlaces} from '../../src/lab/places.ts';
import {markProcess} from '../../src/state/process-mark.ts';

let folder: string;
let places: LabPlaces;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepdive-claim-'));
  places = labPlaces('lab', {XDG_STATE_HOME: folder});
  mkdirSync(dirname(places.claim), {recursive: true});
});
afterEach(() => rmSync(folder, {recursive: true}));

test('a second claim is refused while the first is held, and nothing of it stays', async () => {
  await withClaim(places, async () => {
    await expect(withClaim(places, async () => {})).rejects.toThrow(`process ${process.pid}`);
    expect(existsSync(places.claim)).toBe(true);
  });
  expect(readdirSync(dirname(places.claim))).toEqual([]);
});

test('a claim is given back when the work fails', async () => {
  await expect(withClaim(places, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withClaim(places, async () => 'again')).toBe('again');
});

test.each([
  ['whose program has died', JSON.stringify({...markProcess(process.pid)!, start: '1'})],
  ['that is torn', '{"pid": 1'],
])('a claim %s does not count', async (_, text) => {
  writeFileSync(places.claim, text);
  expect(await withClaim(places, async () => 'mine')).toBe('mine');
});
