import {chmodSync, existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setFlagsFromString} from 'node:v8';
import type {Script} from 'node:vm';
import {CODE, loadCompiled} from './code-cache.ts';
import {writeAtomic} from './state/atomic.ts';

/**
 * Part of the build: runs the program with the given arguments and keeps what was compiled for it. With `--screen`
 * before them the program is shown a terminal, which is typed at through standard input. With `--parsers FOLDER` the
 * parsers read all outputs that the folder has of their commands; with `--looks FILE` a snapshot is drawn and walked through.
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
const [how, operand = ''] = process.argv.slice(2);
if (how === '--screen') {
  process.argv.splice(2, 1);
  Object.assign(process.stdout, {isTTY: true, columns: 80, rows: 24});
  Object.assign(process.stdin, {isTTY: true, setRawMode: () => process.stdin});
}
void start();

function start(): Promise<unknown> {
  if (how === '--parsers') return parseOutputs(operand);
  return how === '--looks' ? look(operand) : import('./main.ts');
}

/** All in one process: what another one compiles afterwards is kept in place of this. */
async function look(snapshot: string): Promise<void> {
  const [{drawTopology}, {walkPacket}] = await Promise.all([
    import('./commands/draw-topology.ts'),
    import('./commands/walk-packet.ts'),
  ]);
  await drawTopology({snapshot, from: 'web.1', to: 'web'});
  for (const [from, to] of [
    ['web.1', 'web'],
    ['web.1', 'tasks.web'],
    ['node-00', ':8080'],
  ] as const)
    await walkPacket({snapshot, from, to});
}

async function parseOutputs(corpus: string): Promise<void> {
  const {parsers} = await import('./parse/registry.ts');
  for (const {name, parse} of parsers.values()) {
    const outputs = join(corpus, name.replace('.', '-'));
    if (!existsSync(outputs)) continue;
    for (const file of readdirSync(outputs)) parse(readFileSync(join(outputs, file), 'utf8'));
  }
}
