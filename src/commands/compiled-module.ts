import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Module} from '../core/lesson.ts';

/** A module as the build read it: reading its lessons takes longer than all else that a verb does. */
interface CompiledModule {
  /** Paths of the files that it was read from. */
  readonly files: readonly string[];
  /** Over what was in them. */
  readonly seal: string;
  readonly module: Module;
}

/** Where a module has code of its own. */
const OWN_FOLDERS = ['assertions', 'parsers'];

export function compileModule(module: Module, files: readonly string[]): string {
  const compiled: CompiledModule = {files, seal: sealOf(module.folder, files), module};
  return JSON.stringify(compiled);
}

/** The compiled form of a module, which lies beside the program. */
export function compiledFile(folder: string): string {
  return fileURLToPath(new URL(`./modules/${basename(folder)}.json`, import.meta.url));
}

/** The module as the build read it, unless a file of it has changed since or it is none of the bundled ones. */
export function readCompiledModule(folder: string, file = compiledFile(folder)): Module | undefined {
  if (!existsSync(file)) return undefined;
  const {files, seal, module}: CompiledModule = JSON.parse(readFileSync(file, 'utf8'));
  return module.folder === folder && sealOf(folder, files) === seal ? module : undefined;
}

/** Of bytes, and all at once: to decode some forty files, one after the other, would be most of the time. */
function sealOf(folder: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of files) {
    const bytes = bytesIn(path);
    hash.update(`${relative(folder, path)} ${bytes?.length ?? 'gone'}\n`);
    if (bytes !== undefined) hash.update(bytes);
  }
  // A file of code that is new is in no list.
  for (const code of OWN_FOLDERS) hash.update(`${code} ${namesIn(join(folder, code)).join(' ')}\n`);
  return hash.digest('hex');
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function bytesIn(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
