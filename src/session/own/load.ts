import type {Assertion} from '../../../assertions/assertion.ts';
import {assertionIds} from '../../../assertions/load.ts';
import type {OwnFile} from '../../core/lesson.ts';
import {formatProblem, type Problem} from '../../core/problem.ts';
import {makeTimeLimit, type TimeLimit, TOO_LONG} from '../../core/time-limit.ts';
import {type OwnText, readOwnFiles} from '../../lesson/own-files.ts';
import {parsers as ours, type RegisteredParser} from '../../parse/registry.ts';
import {atOnce} from './attempt.ts';
import {makeRunner, type RunFile} from './compile.ts';
import {guardAssertion} from './guard-assertion.ts';
import {guardParser} from './guard-parser.ts';
import {assertionKit, parserKit} from './kit.ts';
import {faultAt, OwnFault, offsetOfKey, problemAt, problemOf} from './place.ts';
import {readAssertion, readParser} from './shape.ts';

export interface OwnParserInfo extends RegisteredParser {
  /** A real output. */
  readonly sample: string;
  /** All names that its data can have. */
  readonly fields: ReadonlySet<string>;
  /** Its data has whatever names a command prints. */
  readonly isFree: boolean;
}

/** Among the fields of a parser whose data has whatever names a command prints. */
const ANY_NAME = '*';

/** What a module's own code defines. */
export interface Own {
  readonly parsers: ReadonlyMap<string, OwnParserInfo>;
  readonly assertions: ReadonlyMap<string, Assertion>;
  readonly problems: readonly Problem[];
}

const LOAD_MS = 5000;

/** Reads the code of a module again, and runs it if it still is what was agreed to. */
export async function loadAgreed(folder: string, agreed: readonly OwnFile[]): Promise<Own> {
  const {files} = await readOwnFiles(folder);
  const same = agreed.flatMap(({path, sha256}) => files.find(one => one.path === path && one.sha256 === sha256) ?? []);
  if (same.length === agreed.length) return loadOwn(same, () => {});
  const file = agreed.find(({path}) => !same.some(one => one.path === path))!.path;
  const message = 'this file is another than when the module was read: begin again';
  return {
    parsers: new Map(),
    assertions: new Map(),
    problems: [{file, line: 1, column: 1, message, severity: 'error'}],
  };
}

/**
 * Runs the code of a module, which can do all that the program can: only who wrote it, or has agreed to it, wants that.
 * What is wrong with a file is told, and the file left out. `log` gets what it writes to the console.
 */
export function loadOwn(files: readonly OwnText[], log: (text: string) => void): Own {
  const loading: Loading = {files, limit: makeTimeLimit(), run: makeRunner(files, log), defined: new Map()};
  const parsers = new Map<string, OwnParserInfo>();
  const assertions = new Map<string, Assertion>();
  const problems: Problem[] = [];
  for (const file of files) {
    // It only helps others.
    if (/\/_/.test(file.path)) continue;
    try {
      if (file.kind === 'parser') {
        const one = loadParser(file, loading);
        parsers.set(one.name, one);
      } else {
        const one = loadAssertion(file, loading);
        assertions.set(one.id, one);
      }
    } catch (error) {
      problems.push(problemOf(error, file, files));
    }
  }
  return {parsers, assertions, problems};
}

interface Loading {
  readonly files: readonly OwnText[];
  readonly limit: TimeLimit;
  readonly run: RunFile;
  /** Where each name is defined. */
  readonly defined: Map<string, string>;
}

function loadParser(file: OwnText, loading: Loading): OwnParserInfo {
  const own = definition(file, loading, parserKit(), readParser);
  claim(file, 'name', own.name, ours.has(own.name), loading);
  const parser = guardParser(own, guardOf(file, loading));
  const {data, broken, unparsed, consumed} = parser.parse(own.sample);
  const [left] = unparsed;
  const wrong =
    broken ??
    (left === undefined ? undefined : `it does not understand line ${left.line}: ${left.text}`) ??
    (consumed === 0 ? 'it has no line' : undefined);
  if (wrong !== undefined) throw faultAt(file, offsetOfKey(file, 'sample'), `sample: ${wrong}`);
  const fields = new Set([...namesIn(data), ...(own.fields ?? [])]);
  return {...parser, sample: own.sample, fields, isFree: fields.has(ANY_NAME)};
}

function loadAssertion(file: OwnText, loading: Loading): Assertion {
  const guard = guardOf(file, loading);
  const own = definition(file, loading, assertionKit(guard), readAssertion);
  claim(file, 'id', own.id, assertionIds.includes(own.id), loading);
  const assertion = guardAssertion(own, guard);
  if (assertion.mutants(own.example).length === 0)
    throw faultAt(
      file,
      offsetOfKey(file, 'mutants'),
      'mutants: expected a list of damages, found none for its example',
    );
  return assertion;
}

/** What the function that a file exports gives, as `read` takes it. Whatever is thrown becomes an `OwnFault`. */
function definition<Defined>(
  file: OwnText,
  {limit, run, files}: Loading,
  kit: object,
  read: (file: OwnText, given: unknown) => Defined,
): Defined {
  const made = limit(LOAD_MS, () => {
    try {
      return read(file, atOnce(functionOf(file, run(file))(kit)));
    } catch (error) {
      throw new OwnFault(problemOf(error, file, files));
    }
  });
  if (made === TOO_LONG) throw faultAt(file, offsetOfKey(file), `no definition within ${LOAD_MS / 1000} s`);
  return made;
}

function functionOf(file: OwnText, {default: define}: ReturnType<RunFile>): (kit: object) => unknown {
  if (typeof define === 'function') return kit => define(kit) as unknown;
  throw faultAt(
    file,
    offsetOfKey(file),
    `expected a function as its default export, which gives the definition of ${file.kind === 'parser' ? 'a parser' : 'an assertion'}; \`deepdive guide\` shows one`,
  );
}

function claim(file: OwnText, key: string, name: string, isOurs: boolean, {defined}: Loading): void {
  const other = isOurs ? 'deepdive itself has one of that name' : defined.get(`${file.kind} ${name}`);
  if (other !== undefined) throw faultAt(file, offsetOfKey(file, key), `${key}: "${name}" is taken: ${other}`);
  const {line, column} = problemAt(file, offsetOfKey(file, key), '');
  defined.set(`${file.kind} ${name}`, `it is defined at ${file.file}:${line}:${column}`);
}

function guardOf(file: OwnText, {limit, files}: Loading) {
  return {limit, describe: (thrown: unknown) => formatProblem(problemOf(thrown, file, files))};
}

/** All names in data, at any depth. */
export function namesIn(data: unknown): readonly string[] {
  if (Array.isArray(data)) return [...new Set(data.flatMap(namesIn))];
  if (typeof data !== 'object' || data === null) return [];
  return [...new Set(Object.entries(data).flatMap(([name, value]) => [name, ...namesIn(value)]))];
}
