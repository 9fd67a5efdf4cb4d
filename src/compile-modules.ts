import {mkdir, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {known} from './author/known.ts';
import {type CompiledModule, compiledFile} from './commands/compiled-module.ts';
import {moduleFolder, moduleNames} from './commands/modules.ts';
import {readModule} from './lesson/read-module.ts';

/** The last step of the build. A module with errors is left out: it is read, and its errors are told, when it is used. */
export async function compileModules(): Promise<void> {
  for (const name of moduleNames()) {
    const folder = moduleFolder(name);
    const {module, files} = await readModule(folder, known);
    if (module === undefined) continue;
    const compiled: CompiledModule = {files, module};
    await mkdir(dirname(compiledFile(folder)), {recursive: true});
    await writeFile(compiledFile(folder), JSON.stringify(compiled));
  }
}
