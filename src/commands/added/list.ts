import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {neutralise} from '../../core/neutral.ts';
import {printTable} from '../../plain/print-table.ts';
import {digest, digestFolder, listText} from '../../state/file-digests.ts';
import {type AddedModule, readAdded} from '../../state/module-lock.ts';
import {bundledFolder, bundledNames, DEFAULT_MODULE, isModuleFolder} from '../modules.ts';
import {readModuleYaml} from '../read-module-yaml.ts';
import {stdoutWriter} from '../stdout-writer.ts';
import {originWords, shortHash} from './describe.ts';
import {damagesOf} from './kept.ts';

interface Row {
  readonly name: string;
  readonly version: string;
  readonly hash: string;
  readonly from: string;
  /** What is wrong with it. */
  readonly wrong?: string;
}

/** Prints the modules there are, each with its version, where it came from, and the digest of its files. */
export function listModules(options: {readonly width?: string}): void {
  const out = stdoutWriter(options.width);
  const builtIn = bundledNames().map(name => {
    const from = `built in${name === DEFAULT_MODULE ? ', opened where no module is named' : ''}`;
    return {name, from, ...stateOf(bundledFolder(name))};
  });
  const added = Object.entries(readAdded(process.env)).map(([name, one]) => addedRow(name, one));
  const rows: readonly Row[] = [...builtIn, ...added];
  printTable(
    [
      ['MODULE', 'VERSION', 'SHA256', 'FROM'],
      ...rows.map(({name, version, hash, from}) => [name, version, hash, from]),
    ],
    out,
  );
  for (const {name, wrong} of rows) if (wrong !== undefined) out.text(`${name}: ${wrong}`, 0, 2);
  const clash = Object.keys(readAdded(process.env)).filter(name => bundledNames().includes(name));
  for (const name of clash) out.text(`${name}: two have this name; remove the added one, and add it with --name`, 0, 2);
}

function addedRow(name: string, added: AddedModule): Row {
  const from = originWords(added);
  if (added.kind === 'folder') {
    if (isModuleFolder(added.folder)) return {name, from, ...stateOf(added.folder)};
    return {name, from, version: '-', hash: '-', wrong: `${neutralise(added.folder)} has no module.yaml any more`};
  }
  const damages = damagesOf(process.env, added);
  const row = {name, from, version: added.version, hash: shortHash(added.hash)};
  if (damages.length === 0) return row;
  const wrong = `${damages.join(', ')}: \`deepdive modules update ${name}\` fetches it anew`;
  return {...row, wrong: neutralise(wrong)};
}

function stateOf(folder: string): Pick<Row, 'version' | 'hash' | 'wrong'> {
  const file = join(folder, 'module.yaml');
  const hash = shortHash(digest(listText(digestFolder(folder, ['.git', 'node_modules']))));
  try {
    return {version: readModuleYaml(file, readFileSync(file, 'utf8')).version, hash};
  } catch (error) {
    return {version: '-', hash, wrong: (error as Error).message};
  }
}
