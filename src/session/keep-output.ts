import {closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import type {End} from '../core/output.ts';
import {flag, number, object, strictObject, text} from '../core/shape.ts';
import {writeAtomic} from '../state/atomic.ts';
import type {RunResult} from './state.ts';

/** A whole output on disk is cut here, so that a flood does not fill it. */
const FILE_CAP = 256 * 1024 * 1024;

export interface OutputFile {
  readonly path: string;
  write(chunk: Uint8Array): void;
  /** The path, or undefined when the disk refused. */
  close(): string | undefined;
}

/** Keeps what a command prints, byte for byte. A full disk stops the keeping, never the run. */
export function openOutputFile(folder: string, name: string): OutputFile {
  const path = join(folder, name);
  let file: number | undefined;
  let written = 0;
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    file = openSync(path, 'w', 0o600);
  } catch {
    file = undefined;
  }
  return {
    path,
    write(chunk) {
      if (file === undefined || written >= FILE_CAP) return;
      try {
        written += writeSync(file, chunk.subarray(0, FILE_CAP - written));
      } catch {
        closeSync(file);
        file = undefined;
      }
    },
    close() {
      if (file === undefined) return undefined;
      closeSync(file);
      return path;
    },
  };
}

type KeptResult = Omit<RunResult, 'parsed'>;

const kept = strictObject<KeptResult>(
  {
    // What else the end has depends on its kind, and is only shown.
    end: object<Pick<End, 'kind'>>({kind: text()}),
    ok: flag,
    stdout: text(),
    stderr: text(),
    bytes: number,
    durationMs: number,
  },
  {file: text(), captureProblem: text()},
);

/** Keeps a result for the next start, and the one before it; the parsed rows are made anew from its text. */
export function keepResult(folder: string, name: string, result: RunResult, previous?: RunResult): void {
  try {
    if (previous === undefined) rmSync(join(folder, previousFile(name)), {force: true});
    else writeAtomic(join(folder, previousFile(name)), textOf(previous));
    writeAtomic(join(folder, resultFile(name)), textOf(result));
  } catch {
    // A full disk: the run itself is in the journal, only its output cannot be shown after a restart.
  }
}

/** The file of a command's latest result on a node. */
export function resultFile(name: string): string {
  return `${name}.json`;
}

function previousFile(name: string): string {
  return `${name}.previous.json`;
}

function textOf({parsed: _, ...rest}: RunResult): string {
  return JSON.stringify(rest);
}

/** The latest result that was kept under that name, and the one before it. */
export function recallResults(
  folder: string,
  name: string,
): {readonly result?: KeptResult | undefined; readonly previous?: KeptResult | undefined} {
  return {result: readKept(join(folder, resultFile(name))), previous: readKept(join(folder, previousFile(name)))};
}

function readKept(path: string): KeptResult | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return kept(value) === undefined ? (value as KeptResult) : undefined;
  } catch {
    return undefined;
  }
}
