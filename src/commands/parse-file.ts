import {createReadStream} from 'node:fs';
import {distance} from 'fastest-levenshtein';
import {readAsAuthor} from '../author/read-own.ts';
import {EXIT, Failure} from '../core/failure.ts';
import {formatProblem} from '../core/problem.ts';
import {parsers, type RegisteredParser} from '../parse/registry.ts';
import {authorsFolder} from './modules.ts';
import {sayAside} from './print.ts';
import {unknownName} from './unknown-name.ts';

/** No command of a lesson prints this much; a larger file is a mistake and would not fit in one string's parse. */
const MAX_BYTES = 256 * 2 ** 20;

/** Prints what the parser makes of the file, or of standard input, as JSON; gives the exit code. */
export async function parseFile(name: string, file: string | undefined, module: string | undefined): Promise<number> {
  const parser = module === undefined ? findParser(name) : await findOwn(name, module);
  const parsed = parser.parse(await readInput(file));
  process.stdout.write(`${JSON.stringify(parsed, undefined, 2)}\n`);
  return parsed.unparsed.length > 0 ? EXIT.failed : EXIT.passed;
}

export function listParsers(): string {
  const width = Math.max(...[...parsers.keys()].map(name => name.length));
  return [...parsers.values()]
    .map(({name, title, examples}) => `${name.padEnd(width)}  ${title}: ${examples.join(', ')}\n`)
    .join('');
}

function findParser(name: string): RegisteredParser {
  const parser = parsers.get(name);
  if (parser) return parser;
  const nearest = nearestNames(name);
  throw new Failure(`parse: no parser is named "${name}"; nearest: ${nearest.join(', ')} (--list shows all)`);
}

/** A parser of a module's own; others of it may have mistakes. */
async function findOwn(name: string, module: string): Promise<RegisteredParser> {
  const {own, problems} = await readAsAuthor(await authorsFolder(module), sayAside);
  const parser = own?.parsers.get(name) ?? parsers.get(name);
  if (parser !== undefined) return parser;
  const [problem] = own?.problems ?? problems;
  if (problem !== undefined) throw new Failure(`parse: ${formatProblem(problem)}`, EXIT.usage);
  throw unknownName('parser', name, [...(own?.parsers.keys() ?? [])]);
}

/** The three names that are the most like `name`; `fdb` or `bridge fdb` count as a part of `bridge.fdb`. */
export function nearestNames(name: string): readonly string[] {
  const wanted = name.toLowerCase().replace(/[\s_-]+/g, '.');
  const rank = (known: string): number => (known.includes(wanted) ? 0 : distance(wanted, known));
  return [...parsers.keys()].sort((a, b) => rank(a) - rank(b)).slice(0, 3);
}

async function readInput(file: string | undefined): Promise<string> {
  const source = file ?? '-';
  const stream = source === '-' ? process.stdin : createReadStream(source);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new Failure(`parse: ${describe(source)} is larger than 256 MiB`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`parse: cannot read ${describe(source)}: ${(error as Error).message}`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function describe(source: string): string {
  return source === '-' ? 'standard input' : source;
}
