import {existsSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {Failure} from '../core/failure.ts';
import {byKind, describeFault, oneOf, record, type Shape, strictObject, textWhere} from '../core/shape.ts';
import {writeAtomic} from './atomic.ts';
import {orSay} from './or-say.ts';
import {dataFolder} from './paths.ts';

const FORMAT = 'deepdive-modules/1';

/** A module that somebody added: a folder that is read in place, or a copy of what a source held. */
export type AddedModule = LinkedModule | KeptModule;

interface LinkedModule {
  readonly kind: 'folder';
  /** Absolute path. */
  readonly folder: string;
}

export interface KeptModule {
  readonly kind: 'git' | 'npm';
  /** As it was given: the same is fetched by an update. */
  readonly source: string;
  /** The commit, or the package's version. */
  readonly at: string;
  /** npm's own digest of the package, `sha512-…`; empty for git. */
  readonly integrity: string;
  /** What its `module.yaml` says. */
  readonly version: string;
  /** SHA-256 over all its files; its folder has that name. */
  readonly hash: string;
}

interface Lock {
  readonly format: typeof FORMAT;
  readonly modules: Readonly<Record<string, AddedModule>>;
}

export type AddedModules = Lock['modules'];

const MOST_BYTES = 1024 * 1024;
const plain = (most: number) =>
  textWhere(
    `a text of at most ${most} characters without control characters`,
    text => text.length <= most && !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text),
  );
const word = textWhere('letters, digits and dots', text => /^[\w.+-]{1,100}$/.test(text));
const kept = (kind: KeptModule['kind']): Shape =>
  strictObject<KeptModule>({
    kind: oneOf(kind),
    source: plain(2000),
    at: word,
    integrity: textWhere('a digest such as sha512-…', text => /^(?:[a-z\d]+-[\w+/=]{1,200})?$/.test(text)),
    version: word,
    hash: textWhere('64 hexadecimal digits', text => /^[\da-f]{64}$/.test(text)),
  });
const shape = strictObject<Lock>({
  format: oneOf(FORMAT),
  modules: record(
    textWhere('the name of a module', text => /^[a-z][a-z0-9-]{0,99}$/.test(text)),
    byKind({
      folder: strictObject<LinkedModule>({kind: oneOf('folder'), folder: plain(4096)}),
      git: kept('git'),
      npm: kept('npm'),
    }),
  ),
});

type Env = Readonly<Record<string, string | undefined>>;

/** Where copies of modules are kept, each in a folder called by its hash, and beside them which of them has which name. */
export function addedFolder(env: Env): string {
  return join(dataFolder(env), 'modules');
}

function lockFile(env: Env): string {
  return join(addedFolder(env), 'lock.json');
}

/** The modules that were added, by name. A file that is damaged is refused: what it pinned is not guessed. */
export function readAdded(env: Env): AddedModules {
  const file = lockFile(env);
  if (!existsSync(file)) return {};
  return orSay(file, () => {
    const {size} = statSync(file);
    if (size > MOST_BYTES) throw damaged(file, `it has ${size} bytes, and at most ${MOST_BYTES} are read`);
    let value: unknown;
    try {
      value = JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw damaged(file, error.message);
    }
    const fault = shape(value);
    if (fault !== undefined) throw damaged(file, describeFault(fault));
    return (value as Lock).modules;
  });
}

function damaged(file: string, why: string): Failure {
  return new Failure(`${file} is damaged: ${why}; mend it, or remove it and add your modules again (progress is kept)`);
}

export function writeAdded(env: Env, modules: AddedModules): void {
  const file = lockFile(env);
  const lock: Lock = {format: FORMAT, modules};
  orSay(file, () => writeAtomic(file, `${JSON.stringify(lock, undefined, 2)}\n`));
}
