import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';

/** The program as it was built; `npm test` builds it first. */
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** A person's account on a machine: a home of their own, and nothing of ours in the environment. */
export interface Account {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A fresh account whose PATH holds `node` and nothing else: no docker, no ssh, no shell. */
export function bareAccount(): Account {
  const account = shellAccount();
  const bin = join(account.home, 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  return {...account, env: {...account.env, PATH: bin}};
}

/** A fresh account with the machine's usual tools, for lessons that run here. */
export function shellAccount(): Account {
  const home = newFolder();
  const folder = (name: string) => {
    const path = join(home, name);
    mkdirSync(path);
    return path;
  };
  const env = {
    HOME: home,
    LANG: 'C.UTF-8',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    XDG_STATE_HOME: folder('state'),
    XDG_CONFIG_HOME: folder('config'),
    XDG_CACHE_HOME: folder('cache'),
    XDG_RUNTIME_DIR: folder('run'),
    // Where the commands of the small module leave their files.
    DEEPDIVE_TEST: folder('scratch'),
  };
  return {home, env};
}

const made: string[] = [];

/** A folder that `removeAccounts` removes. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-e2e-'));
  made.push(folder);
  return folder;
}

export function removeAccounts(): void {
  for (const folder of made.splice(0)) rmSync(folder, {recursive: true, force: true});
}

export function scratch(account: Account): string {
  return account.env.DEEPDIVE_TEST!;
}

/** Starts the program without a terminal. */
export function start(account: Account, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(process.execPath, [CLI, ...args], {
    cwd: account.home,
    env: {...account.env, ...env},
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 64 * 2 ** 20,
  });
}

/** Runs the program without a terminal, to its end. */
export async function deepdive(
  account: Account,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const {exitCode, stdout, stderr} = await start(account, args, env);
  return {code: exitCode, stdout, stderr};
}

/** Where an account's progress in a module lives. */
export function journalOf(account: Account, module: string, cluster: string): string {
  return join(account.env.XDG_STATE_HOME!, 'deepdive/progress', module, cluster, 'progress.ndjson');
}

/** The entries of a journal; throws when a line of it is damaged. */
export function readEntries(path: string): readonly Readonly<Record<string, unknown>>[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
}
