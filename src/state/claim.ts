import {randomBytes} from 'node:crypto';
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
  const own = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await writeFile(own, JSON.stringify(markProcess(process.pid)), {mode: 0o600});
  try {
    while (!(await isLinked(own, file))) {
      const other = await readClaim(file);
      if (other.mark && isAlive(other.mark))
        throw new Failure(`${busy} by process ${other.mark.pid}; wait for it`, EXIT.failed);
      await removeDead(file, other, busy);
    }
  } finally {
    await rm(own, {force: true});
  }
}

/** A link, unlike an exclusive open, appears with its content. */
async function isLinked(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a claim whose program has died. Two programs may have found the same one; the slower of them is not to remove
 * what the faster has claimed since, so who removes it claims that first and looks again.
 */
async function removeDead(file: string, dead: Claim, busy: string): Promise<void> {
  const removal = `${file}.after-${dead.mark?.pid ?? 'unknown'}-${dead.mark?.start ?? ''}`;
  await withClaim(removal, busy, async () => {
    if ((await readClaim(file)).text === dead.text) await rm(file, {force: true});
  });
}

interface Claim {
  /** '' when there is none. */
  readonly text: string;
  /** Undefined when it is nobody's: gone, or not written by us. */
  readonly mark: ProcessMark | undefined;
}

async function readClaim(file: string): Promise<Claim> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    const mark: unknown = JSON.parse(text);
    return {text, mark: processMarkShape(mark) === undefined ? (mark as ProcessMark) : undefined};
  } catch {
    return {text, mark: undefined};
  }
}
