import {neutralise} from '../../core/neutral.ts';
import type {Problem} from '../../core/problem.ts';
import {makeSource, position} from '../../core/source.ts';
import type {OwnText} from '../../lesson/own-files.ts';

/** Something wrong with a module's own code, at a known place of it. */
export class OwnFault extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function faultAt(file: OwnText, offset: number, message: string): OwnFault {
  return new OwnFault(problemAt(file, offset, message));
}

export function problemAt({file, text}: OwnText, offset: number, message: string): Problem {
  return {file, ...position({source: makeSource(file, text), offset}), message, severity: 'error'};
}

/** Where a definition says a key, or where it begins. */
export function offsetOfKey({text}: OwnText, key?: string): number {
  const start = Math.max(0, text.search(/^export default/m));
  const within =
    key === undefined ? null : new RegExp(`(?<![\\w'"-])['"]?${key}['"]?\\s*[:(,]`).exec(text.slice(start));
  return within === null ? start : start + within.index;
}

/** What was thrown by code of these files, with the innermost place in them; else where the definition begins. */
export function problemOf(thrown: unknown, file: OwnText, files: readonly OwnText[]): Problem {
  if (thrown instanceof OwnFault) return thrown.problem;
  // Of another realm: no `instanceof` tells what it is.
  const {message, stack} = partsOf(thrown);
  const said = shortened(message);
  const place = typeof stack === 'string' ? placeIn(stack, files) : undefined;
  if (place === undefined) return problemAt(file, offsetOfKey(file), said);
  return {...place, message: said, severity: 'error'};
}

/** Anything can be thrown, also what throws when it is looked at. */
function partsOf(thrown: unknown): {readonly message: string; readonly stack?: unknown} {
  try {
    const {message, stack} = (thrown ?? {}) as {readonly message?: unknown; readonly stack?: unknown};
    return {message: typeof message === 'string' ? message : String(thrown), stack};
  } catch {
    return {message: 'something was thrown that cannot be shown'};
  }
}

function placeIn(stack: string, files: readonly OwnText[]) {
  for (const line of stack.split('\n')) {
    for (const {file} of files) {
      const at = line.indexOf(`${file}:`);
      const [, row, column] = at < 0 ? [] : (/^:(\d+)(?::(\d+))?/.exec(line.slice(at + file.length)) ?? []);
      if (row === undefined) continue;
      return {file, line: Number(row), column: column === undefined ? columnUnder(stack) : Number(column)};
    }
  }
  return undefined;
}

/** A mistake of syntax is shown by a line of carets below its place. */
function columnUnder(stack: string): number {
  const carets = stack.split('\n').find(line => /^\s*\^+\s*$/.test(line));
  return carets === undefined ? 1 : carets.indexOf('^') + 1;
}

const SAID = 300;

function shortened(text: string): string {
  const [line = ''] = neutralise(text).split('\n');
  return line.length > SAID ? `${line.slice(0, SAID)}…` : line;
}
