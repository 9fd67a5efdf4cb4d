import {posix} from 'node:path';
import {inspect} from 'node:util';
import {compileFunction, createContext} from 'node:vm';
import {transform} from 'sucrase';
import type {OwnText} from '../../lesson/own-files.ts';
import {faultAt, OwnFault, problemAt} from './place.ts';

/** Gives what a file exports; a file that several import is run once. */
export type RunFile = (file: OwnText) => Readonly<Record<string, unknown>>;

/**
 * Runs the code of one module in a realm of its own: without the machine, the network, timers, and code made of text.
 * That keeps assertions and parsers pure, and is no sandbox: who means harm gets out of it. Throws an `OwnFault`, or
 * whatever the code throws.
 */
export function makeRunner(files: readonly OwnText[], log: (text: string) => void): RunFile {
  const say = (...values: readonly unknown[]) =>
    log(`${values.map(value => (typeof value === 'string' ? value : inspect(value))).join(' ')}\n`);
  const console = {log: say, info: say, warn: say, error: say, debug: say};
  const context = createContext({console}, {codeGeneration: {strings: false, wasm: false}});
  const done = new Map<string, {exports: Record<string, unknown>}>();
  const run: RunFile = file => {
    const known = done.get(file.path);
    if (known !== undefined) return known.exports;
    const module = {exports: {} as Record<string, unknown>};
    done.set(file.path, module);
    const body = compileFunction(toScript(file), ['exports', 'require', 'module'], {
      filename: file.file,
      parsingContext: context,
    });
    body(module.exports, (name: unknown) => run(imported(String(name), file, files)), module);
    return module.exports;
  };
  return run;
}

/** Types go, and imports and exports become what a function can have; every line stays where it is. */
function toScript(file: OwnText): string {
  const read = toCommonJs(file.text, file);
  if ('code' in read) return read.code;
  const {pos, message} = innermost(read, file);
  throw new OwnFault(problemAt(file, pos, `syntax: ${message}`));
}

type Script = {readonly code: string} | Mistake;

interface Mistake {
  readonly pos: number;
  readonly message: string;
}

function toCommonJs(text: string, {path}: OwnText): Script {
  const transforms = path.endsWith('.ts') ? (['typescript', 'imports'] as const) : (['imports'] as const);
  try {
    return {code: transform(text, {transforms: [...transforms], disableESTransforms: true}).code};
  } catch (error) {
    const {message, pos = 0} = error as Error & {readonly pos?: number};
    return {pos, message: message.replace(/^Error transforming .*?: /, '').replace(/ \(\d+:\d+\)$/, '')};
  }
}

/** From where an arrow function was found to be none up to what follows its arrow. */
const ARROW = /^[^;=()]*(?:\)[^;=()]*)?=>/;

/** A mistake within an arrow function is told at its head, as if it were none; what it is stands in the rest by itself. */
function innermost(mistake: Mistake, file: OwnText): Mistake {
  const arrow = ARROW.exec(file.text.slice(mistake.pos));
  if (arrow === null) return mistake;
  const from = mistake.pos + arrow[0].length;
  const rest = toCommonJs(file.text.slice(0, from).replace(/[^\n]/g, ' ') + file.text.slice(from), file);
  return 'code' in rest ? mistake : innermost(rest, file);
}

function imported(name: string, from: OwnText, files: readonly OwnText[]): OwnText {
  const path = posix.join(posix.dirname(from.path), name);
  const found = files.find(one => one.path === path || one.path.replace(/\.[a-z]+$/, '') === path);
  if (/^\.\.?\//.test(name) && found !== undefined) return found;
  const at = Math.max(from.text.indexOf(`'${name}'`), from.text.indexOf(`"${name}"`), 0);
  throw faultAt(
    from,
    at,
    `import "${name}": code of a module can import files of its own folders parsers and assertions, and types; all else comes as the argument of the function that it exports`,
  );
}
