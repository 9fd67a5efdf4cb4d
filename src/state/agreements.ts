import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {writeAtomic} from './atomic.ts';
import {orSay} from './or-say.ts';

/** That a version of a module may run on a cluster. */
interface Agreement {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What the cluster was, in words. */
  readonly where: string;
  /** What was agreed to: each command (`lesson/run`) by a digest. */
  readonly commands: Readonly<Record<string, string>>;
}

const ENDING = '.json';

/** `version` is the module's hash, `where` the cluster in words. A file is whole or not there, so that it is there says all. */
export function isAgreed(folder: string, version: string, where: string): boolean {
  return existsSync(fileOf(folder, version, where));
}

/** Whether that version may run on any cluster at all; `folder` has one for each. */
export function isAgreedAnywhere(folder: string, version: string): boolean {
  if (!existsSync(folder)) return false;
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'});
  return files.some(file => basename(file).startsWith(`${version}.`) && file.endsWith(ENDING));
}

export function keepAgreement(folder: string, version: string, agreement: Agreement): void {
  const path = fileOf(folder, version, agreement.where);
  orSay(path, () => writeAtomic(path, `${JSON.stringify(agreement)}\n`));
}

function fileOf(folder: string, version: string, where: string): string {
  const place = createHash('sha256').update(where).digest('hex').slice(0, 16);
  return join(folder, `${version}.${place}${ENDING}`);
}

/** The latest agreement to any version on any cluster of that name; undefined when there is none that can be read. */
export function latestAgreement(folder: string): Agreement | undefined {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter(name => name.endsWith(ENDING))
    .flatMap(name => readAgreement(join(folder, name)) ?? [])
    .sort((one, other) => one.at - other.at)
    .at(-1);
}

function readAgreement(path: string): Agreement | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isAgreement(value) ? value : undefined;
  } catch {
    // It only serves to tell what is new: without it all is.
    return undefined;
  }
}

function isAgreement(value: unknown): value is Agreement {
  const {at, where, commands} = (value ?? {}) as Partial<Agreement>;
  if (typeof at !== 'number' || typeof where !== 'string' || typeof commands !== 'object' || commands === null)
    return false;
  return Object.values(commands).every(digest => typeof digest === 'string');
}
