import {link, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {EXIT, Failure} from '../core/failure.ts';
import {isAlive, markProcess, type ProcessMark} from '../state/process-mark.ts';
import type {LabPlaces} from './places.ts';
import {processMark} from './process-shape.ts';

/** Does `work` while no other program makes or removes the same lab. A claim whose program has died does not count. */
export async function withClaim<T>(places: LabPlaces, work: () => Promise<T>): Promise<T> {
  await claim(places);
  try {
    return await work();
  } finally {
    await rm(places.claim, {force: true});
  }
}

async function claim(places: LabPlaces): Promise<void> {
  await mkdir(dirname(places.claim), {recursive: true, mode: 0o700});
  const own = `${places.claim}.${process.pid}`;
  await writeFile(own, JSON.stringify(markProcess(process.pid)), {mode: 0o600});
  try {
    // A link, unlike an exclusive open, appears with its content.
    await link(own, places.claim).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      const other = await readClaim(places);
      if (other && isAlive(other)) {
        throw new Failure(
          `lab ${places.name} is being made or removed by process ${other.pid}; wait for it`,
          EXIT.failed,
        );
      }
      await rm(places.claim, {force: true});
      await link(own, places.claim);
    });
  } finally {
    await rm(own, {force: true});
  }
}

async function readClaim(places: LabPlaces): Promise<ProcessMark | undefined> {
  const text = await readFile(places.claim, 'utf8').catch(() => '');
  try {
    return processMark.parse(JSON.parse(text));
  } catch {
    // Not written by us, or gone: nobody's.
    return undefined;
  }
}
