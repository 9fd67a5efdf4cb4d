import {link, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {EXIT, Failure} from '../core/failure.ts';
import {isAlive, markProcess, type ProcessMark, processMarkShape} from './process-mark.ts';

/**
 * Does `work` while no other program holds the claim of that file; `busy` says what holds it, `lab one is being made`. A
 * claim whose program has died does not count.
 */
export async function withClaim<T>(file: string, busy: string, work: () => Promise<T>): Promise<T> {
  await claim(file, busy);
  try {
    return await work();
  } finally {
    await rm(file, {force: true});
  }
}

async function claim(file: string, busy: string): Promise<void> {
  await mkdir(dirname(file), {recursive: true, mode: 0o700});
  const own = `${file}.${process.pid}`;
  await writeFile(own, JSON.stringify(markProcess(process.pid)), {mode: 0o600});
  try {
    // A link, unlike an exclusive open, appears with its content.
    await link(own, file).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      const other = await readClaim(file);
      if (other && isAlive(other)) throw new Failure(`${busy} by process ${other.pid}; wait for it`, EXIT.failed);
      await rm(file, {force: true});
      await link(own, file);
    });
  } finally {
    await rm(own, {force: true});
  }
}

async function readClaim(file: string): Promise<ProcessMark | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    const mark: unknown = JSON.parse(text);
    return processMarkShape(mark) === undefined ? (mark as ProcessMark) : undefined;
  } catch {
    // Not written by us, or gone: nobody's.
    return undefined;
  }
}
