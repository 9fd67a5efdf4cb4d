import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {withClaim} from '../../src/state/claim.ts';
import {markProcess} from '../../src/state/process-mark.ts';

test('of many that find a dead claim one takes its place at a time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-claim-'));
  const file = join(folder, 'claim');
  const dead = {...markProcess(process.pid)!, start: '1'};
  try {
    for (let round = 0; round < 20; round++) {
      writeFileSync(file, JSON.stringify(dead));
      let inside = 0;
      let most = 0;
      const work = async () => {
        most = Math.max(most, ++inside);
        await sleep(50);
        inside--;
      };
      // Begun one after another, so that each is at another of its steps when the first one has it.
      const claims = Array.from({length: 12}, async (_, nth) => {
        await sleep(nth % 3);
        for (let turn = 0; turn < nth; turn++) await stat(folder);
        await withClaim(file, 'it is done', work);
      });
      const ends = await Promise.allSettled(claims);
      expect(most).toBe(1);
      const refused = ends.filter(end => end.status === 'rejected').map(({reason}) => String(reason));
      expect(new Set(refused)).toEqual(new Set([expect.stringContaining(`it is done by process ${process.pid}`)]));
      expect(readdirSync(folder)).toEqual([]);
    }
  } finally {
    rmSync(folder, {recursive: true});
  }
});
