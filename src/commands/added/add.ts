import {existsSync, readdirSync, realpathSync} from 'node:fs';
import {join} from 'node:path';
import {known} from '../../author/known.ts';
import {EXIT, Failure} from '../../core/failure.ts';
import type {Module} from '../../core/lesson.ts';
import {neutralise} from '../../core/neutral.ts';
import {formatProblem, hasErrors} from '../../core/problem.ts';
import {readModule} from '../../lesson/read-module.ts';
import {isId} from '../../lesson/schema/fields.ts';
import {type AddedModule, readAdded, writeAdded} from '../../state/module-lock.ts';
import {bundledNames, isModuleFolder} from '../modules.ts';
import {print} from '../print.ts';
import {originWords} from './describe.ts';
import {patienceOf} from './errand.ts';
import {withFetched} from './fetch-module.ts';
import {tidy} from './kept.ts';
import {parseSource} from './source.ts';
import {waitWords} from './wait-words.ts';
import {whileAlone} from './while-alone.ts';

export interface AddOptions {
  readonly name?: string;
  readonly hash?: string;
  /** Seconds. */
  readonly timeout: number;
}

/** Adds the module at a source by its own name, or another. Nothing of it runs. */
export async function addModule(text: string, {name, hash, timeout}: AddOptions): Promise<void> {
  const {env} = process;
  const source = parseSource(text);
  if (name !== undefined && !isId(name))
    throw new Failure(`--name: expected small letters, digits and single dashes, found "${neutralise(name)}"`);
  if (hash !== undefined && !/^[\da-f]{16,64}$/.test(hash))
    throw new Failure('--hash: expected 16 to 64 hexadecimal digits, as `deepdive modules` shows them');
  if (name !== undefined) demandFree(name, text);
  await whileAlone(async signal => {
    tidy(env, readAdded(env));
    if (source.kind === 'folder') {
      if (hash !== undefined) throw new Failure('--hash: a folder is read in place, and may change at any time');
      const folder = realFolder(source.folder, text);
      const module = await readLinked(folder);
      keepAs(name ?? module.id, module, {kind: 'folder', folder}, text);
      return;
    }
    const {tell, clear} = waitWords(`fetching ${text}`);
    await withFetched(
      env,
      text,
      source,
      {tell, patience: patienceOf(timeout, signal)},
      async ({module, added, keep}) => {
        clear();
        if (hash !== undefined && !added.hash.startsWith(hash))
          throw new Failure(
            `${text} is not what was asked for, and nothing of it was kept: expected sha256 ${hash}, found ${added.hash}`,
            EXIT.damaged,
          );
        demandFree(name ?? module.id, text);
        keep();
        keepAs(name ?? module.id, module, added, text);
      },
    ).finally(clear);
  });
}

function keepAs(name: string, module: Module, added: AddedModule, text: string): void {
  demandFree(name, text);
  writeAdded(process.env, {...readAdded(process.env), [name]: added});
  const lessons = `${module.lessons.length} lesson${module.lessons.length === 1 ? '' : 's'}`;
  const told = [
    `added ${name} ${module.version}: ${neutralise(module.title)}, ${lessons}`,
    `  from ${originWords(added)}`,
    ...(added.kind === 'folder' ? [] : [`  the same for others: deepdive modules add ${text} --hash ${added.hash}`]),
    `  deepdive start ${name}   opens it; nothing of it runs before you were asked`,
  ];
  print(`${told.join('\n')}\n`);
}

function demandFree(name: string, text: string): void {
  const way = `add it by another: \`deepdive modules add ${text} --name NAME\``;
  if (bundledNames().includes(name)) throw new Failure(`a module that is built in has the name ${name}: ${way}`);
  const there = readAdded(process.env)[name];
  if (there !== undefined)
    throw new Failure(
      `${name} was added already, from ${originWords(there)}: \`deepdive modules update ${name}\` fetches it anew; or ${way}`,
    );
}

function realFolder(folder: string, text: string): string {
  if (isModuleFolder(folder)) return realpathSync(folder);
  if (!existsSync(folder)) throw new Failure(`there is no folder ${text}`);
  const isRepository = existsSync(join(folder, 'objects')) && existsSync(join(folder, 'HEAD'));
  if (isRepository) throw new Failure(`${text} is a repository of git: write file://${folder}`);
  const inside = folderNames(folder).filter(one => isModuleFolder(join(folder, one)));
  const ways = inside.slice(0, 12).map(one => `\`deepdive modules add ${join(text, one)}\``);
  const way = ways.length === 0 ? '' : `; there are modules in it: ${ways.join(', ')}`;
  throw new Failure(neutralise(`${text} is not the folder of a module: it has no module.yaml${way}`));
}

function folderNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // A file: it has none.
    return [];
  }
}

async function readLinked(folder: string): Promise<Module> {
  const {module, problems} = await readModule(folder, known);
  if (module !== undefined && !hasErrors(problems)) return module;
  const errors = problems.filter(({severity}) => severity === 'error').map(formatProblem);
  throw new Failure(`${folder} has errors, and was not added\n${errors.join('\n')}`, EXIT.usage);
}
