import {existsSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {EXIT, Failure} from '../../core/failure.ts';
import {neutralise} from '../../core/neutral.ts';
import {differences, digestFolder, readList} from '../../state/file-digests.ts';
import {type AddedModules, addedFolder, type KeptModule} from '../../state/module-lock.ts';
import {orSay} from '../../state/or-say.ts';
import {markProcess} from '../../state/process-mark.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Beside the files of a kept module: their digests. */
export const LIST = 'files.json';
export const FILES = 'module';
/** Begins the names of folders that something is fetched into. */
export const NEW = '.new-';
const FEW = 8;

export function keptFolder(env: Env, hash: string): string {
  return join(addedFolder(env), hash);
}

/** What is other in a kept module than when it was fetched; nothing when it is as it was. */
export function damagesOf(env: Env, {hash}: Pick<KeptModule, 'hash'>): readonly string[] {
  const folder = keptFolder(env, hash);
  if (!existsSync(join(folder, FILES))) return ['its folder is gone'];
  return orSay(folder, () => {
    const list = readList(join(folder, LIST), hash);
    return list === undefined
      ? [`the list of its files (${LIST}) was changed`]
      : differences(list, digestFolder(join(folder, FILES)));
  });
}

/** The folder of a kept module, which is as it was fetched; one that is not is refused, naming the files. */
export function demandKept(env: Env, name: string, added: KeptModule): string {
  const damages = damagesOf(env, added);
  const folder = join(keptFolder(env, added.hash), FILES);
  if (damages.length === 0) return folder;
  const more = damages.length > FEW ? `\n  and ${damages.length - FEW} more` : '';
  const told = damages
    .slice(0, FEW)
    .map(one => `\n  ${neutralise(one)}`)
    .join('');
  throw new Failure(
    `${name} is not what was added (sha256 ${added.hash}), and is not used: in ${folder}${told}${more}\n\`deepdive modules update ${name}\` fetches it anew; your progress is kept`,
    EXIT.damaged,
  );
}

/** Removes what no module is called by: an older version, or what was left when a program was killed. */
export function tidy(env: Env, modules: AddedModules): void {
  const folder = addedFolder(env);
  if (!existsSync(folder)) return;
  const used = new Set(Object.values(modules).map(one => (one.kind === 'folder' ? '' : one.hash)));
  const isOld = (name: string) =>
    name.startsWith(NEW) || isHalfWritten(name) || (/^[\da-f]{64}$/.test(name) && !used.has(name));
  orSay(folder, () => {
    for (const name of readdirSync(folder).filter(isOld))
      rmSync(join(folder, name), {recursive: true, force: true, maxRetries: 5});
  });
}

/** On its way to its name: the lock, whose claim we have, or the claim of a program that is no more. */
function isHalfWritten(name: string): boolean {
  const claimant = /^\.claim\.(\d+)$/.exec(name)?.[1];
  if (claimant !== undefined) return markProcess(Number(claimant)) === undefined;
  return /^lock\.json\.\d+\.tmp$/.test(name);
}
