import {join} from 'node:path';
import {EXIT, type ExitCode, Failure} from '../../core/failure.ts';
import {neutralise} from '../../core/neutral.ts';
import {differences, readList} from '../../state/file-digests.ts';
import {type KeptModule, readAdded, writeAdded} from '../../state/module-lock.ts';
import {askLine} from '../ask-line.ts';
import {print} from '../print.ts';
import {unknownName} from '../unknown-name.ts';
import {patienceOf} from './errand.ts';
import {withFetched} from './fetch-module.ts';
import {damagesOf, keptFolder, LIST, tidy} from './kept.ts';
import {parseSource} from './source.ts';
import {waitWords} from './wait-words.ts';
import {whileAlone} from './while-alone.ts';

const FEW = 20;

export interface UpdateOptions {
  readonly yes?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** Fetches a module anew from where it came from, and takes it once that is agreed to; gives the exit code. */
export async function updateModule(name: string, {yes = false, timeout}: UpdateOptions): Promise<ExitCode> {
  const {env} = process;
  return whileAlone(async signal => {
    const modules = readAdded(env);
    const before = modules[name];
    if (before === undefined) throw unknownName('added module', name, Object.keys(modules));
    if (before.kind === 'folder')
      throw new Failure(`${name} is read in place, from ${before.folder}: what changes there is used at once`);
    const source = parseSource(before.source);
    if (source.kind === 'folder')
      throw new Failure(`${before.source} is no URL any more: remove ${name}, and add it again`);
    tidy(env, modules);
    const {tell, clear} = waitWords(`fetching ${before.source}`);
    return withFetched(
      env,
      before.source,
      source,
      {tell, patience: patienceOf(timeout, signal)},
      async ({added, digests, keep}): Promise<ExitCode> => {
        clear();
        if (added.hash === before.hash) {
          const wasDamaged = damagesOf(env, before).length > 0;
          keep();
          writeAdded(env, {...modules, [name]: added});
          print(`${name} ${before.version} is ${wasDamaged ? 'as it was added again' : 'up to date'}\n`);
          return EXIT.passed;
        }
        const old = readList(join(keptFolder(env, before.hash), LIST), before.hash);
        print(changeWords(name, before, added, old === undefined ? [] : differences(old, digests)));
        const code = await agreed(yes, signal);
        if (code !== undefined) return code;
        keep();
        const after = {...modules, [name]: added};
        writeAdded(env, after);
        tidy(env, after);
        print(`updated ${name}; your progress is kept, and it asks again before anything of it runs\n`);
        return EXIT.passed;
      },
    ).finally(clear);
  });
}

function changeWords(name: string, before: KeptModule, now: KeptModule, changes: readonly string[]): string {
  const more = changes.length > FEW ? [`  and ${changes.length - FEW} more`] : [];
  const told = [
    `${name}: ${before.source}`,
    `  from ${before.version}, ${before.at}, sha256 ${before.hash}`,
    `  to   ${now.version}, ${now.at}, sha256 ${now.hash}`,
    ...changes.slice(0, FEW).map(one => `  ${neutralise(one)}`),
    ...more,
  ];
  return `${told.join('\n')}\n`;
}

/** Undefined when it is; else the exit code. */
async function agreed(yes: boolean, signal: AbortSignal): Promise<ExitCode | undefined> {
  if (yes) return undefined;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    print('Nothing was changed. Add --yes to take it.\n');
    return EXIT.usage;
  }
  if (/^y(?:es)?$/i.test(await askLine('Take it? [y/N] ', signal))) return undefined;
  print('Nothing was changed.\n');
  return EXIT.usage;
}
