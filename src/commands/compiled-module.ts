import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Module} from '../core/lesson.ts';
import {moduleHash} from '../lesson/module-hash.ts';
import {readText} from '../lesson/read-text.ts';

/** A module as the build read it: reading its lessons takes longer than all else that a verb does. */
export interface CompiledModule {
  /** Paths of the files that the module's hash is over. */
  readonly files: readonly string[];
  readonly module: Module;
}

/** The compiled form of a module, which lies beside the program. */
export function compiledFile(folder: string): string {
  return fileURLToPath(new URL(`./modules/${basename(folder)}.json`, import.meta.url));
}

/** The module as the build read it, unless a file of it has changed since or it is none of the bundled ones. */
export async function readCompiledModule(folder: string, file = compiledFile(folder)): Promise<Module | undefined> {
  if (!existsSync(file)) return undefined;
  const {files, module}: CompiledModule = JSON.parse(await readFile(file, 'utf8'));
  if (module.folder !== folder) return undefined;
  const texts = new Map<string, string>();
  for (const path of files) {
    const result = await readText(path);
    if ('problem' in result) return undefined;
    texts.set(path, result.text);
  }
  return moduleHash(folder, texts) === module.hash ? module : undefined;
}
