import {chmodSync} from 'node:fs';
import type {Script} from 'node:vm';
import {CODE, loadCompiled} from './code-cache.ts';
import {writeAtomic} from './state/atomic.ts';

/**
 * Part of the build: runs the program with the given arguments and keeps what was compiled for it. With `--screen`
 * before them the program is shown a terminal, which is typed at through standard input.
 */
const scripts = new Map<string, Script>();
loadCompiled((file, script) => scripts.set(file, script));
process.on('exit', () => {
  for (const [file, script] of scripts) {
    writeAtomic(`${file}${CODE}`, script.createCachedData());
    // For whoever may read the file itself.
    chmodSync(`${file}${CODE}`, 0o644);
  }
});
if (process.argv[2] === '--screen') {
  process.argv.splice(2, 1);
  Object.assign(process.stdout, {isTTY: true, columns: 80, rows: 24});
  Object.assign(process.stdin, {isTTY: true, setRawMode: () => process.stdin});
}
void import('./main.ts');
