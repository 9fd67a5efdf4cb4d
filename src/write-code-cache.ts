import {chmodSync, existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setFlagsFromString} from 'node:v8';
import type {Script} from 'node:vm';
import {CODE, loadCompiled} from './code-cache.ts';
import {writeAtomic} from './state/atomic.ts';

/**
 * Part of the build: runs the program with the given arguments and keeps what was compiled for it. With `--screen`
 * before them the program is shown a terminal, which is typed at through standard input. With `--parsers FOLDER` the
 * parsers read all outputs that the folder has of their commands.
 */
const scripts = new Map<string, Script>();
// V8 drops what has not run for a while; with other flags than these it would not take what is written.
setFlagsFromString('--no-flush-bytecode');
loadCompiled((file, script) => scripts.set(file, script));
process.on('exit', () => {
  setFlagsFromString('--flush-bytecode');
  for (const [file, script] of scripts) {
    writeAtomic(`${file}${CODE}`, script.createCachedData());
    // For whoever may read the file itself.
    chmodSync(`${file}${CODE}`, 0o644);
  }
});
const [how, folder = ''] = process.argv.slice(2);
if (how === '--screen') {
  process.argv.splice(2, 1);
  Object.assign(process.stdout, {isTTY: true, columns: 80, rows: 24});
  Object.assign(process.stdin, {isTTY: true, setRawMode: () => process.stdin});
}
void (how === '--parsers' ? parseOutputs(folder) : import('./main.ts'));

async function parseOutputs(corpus: string): Promise<void> {
  const {parsers} = await import('./parse/registry.ts');
  for (const {name, parse} of parsers.values()) {
    const outputs = join(corpus, name.replace('.', '-'));
    if (!existsSync(outputs)) continue;
    for (const file of readdirSync(outputs)) parse(readFileSync(join(outputs, file), 'utf8'));
  }
}
