import {readFileSync} from 'node:fs';
import {loadCompiled} from '../code-cache.ts';
import {medianTimes, timeCpu} from './cpu-times.ts';

const WARM_ROUNDS = 15;

/**
 * `node parse-child.js PARSER FILE`: times the first parse of this process, and those after it. The parsers are those of
 * the program: loaded like there, with what the build compiled of them.
 */
async function main(): Promise<void> {
  loadCompiled();
  const {parsers} = await import('../parse/registry.ts');
  const [name = '', file = ''] = process.argv.slice(2);
  const text = readFileSync(file, 'utf8');
  const {parse} = parsers.get(name)!;
  const timeParse = () =>
    timeCpu(() => {
      const {unparsed} = parse(text);
      if (unparsed.length > 0) throw new Error(`bench of ${name}: not understood: ${unparsed[0]!.text}`);
    });
  // What the clock itself takes at its first use is not the parser's.
  timeCpu(() => {});
  const first = timeParse();
  const warm = medianTimes(Array.from({length: WARM_ROUNDS}, timeParse));
  process.stdout.write(JSON.stringify({first, warm}));
}

void main();
