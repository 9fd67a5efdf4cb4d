import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** The XDG base directories; a relative path in a variable is ignored, as the specification demands. */
function base(env: Env, variable: string, ...fallback: string[]): string {
  const given = env[variable];
  const root = given?.startsWith('/') ? given : join(env.HOME ?? homedir(), ...fallback);
  return join(root, 'deepdive');
}

export function stateFolder(env: Env): string {
  return base(env, 'XDG_STATE_HOME', '.local', 'state');
}

export function configFolder(env: Env): string {
  return base(env, 'XDG_CONFIG_HOME', '.config');
}

export function dataFolder(env: Env): string {
  return base(env, 'XDG_DATA_HOME', '.local', 'share');
}

export function cacheFolder(env: Env): string {
  return base(env, 'XDG_CACHE_HOME', '.cache');
}

/** Where it is kept on which clusters a module may run: a folder for each. */
export function agreementsFolder(env: Env, module: string): string {
  return join(stateFolder(env), 'trust', module);
}

/** Where it is kept that a module may run on one cluster: a file for each version of it that was agreed to. */
export function agreementFolder(env: Env, module: string, cluster: string): string {
  return join(agreementsFolder(env, module), cluster);
}

/** Whether any module was ever opened on any cluster. */
export function hasProgress(env: Env): boolean {
  return existsSync(join(stateFolder(env), 'progress'));
}

/** Where a module's progress on one cluster lives. */
export function progressFolder(env: Env, module: string, cluster: string): string {
  return join(stateFolder(env), 'progress', module, cluster);
}
