import {closeSync, mkdirSync, openSync, readFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import * as z from 'zod';
import type {End} from '../core/output.ts';
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

const keptSchema = z.object({
  end: z.custom<End>(end => typeof (end as End | undefined)?.kind === 'string'),
  ok: z.boolean(),
  stdout: z.string(),
  stderr: z.string(),
  bytes: z.number(),
  durationMs: z.number(),
  file: z.string().optional(),
  captureProblem: z.string().optional(),
});

/** Keeps a result for the next start; the parsed rows are made anew from its text. */
export function keepResult(folder: string, name: string, result: RunResult): void {
  const {parsed: _, ...kept} = result;
  try {
    writeAtomic(join(folder, name), JSON.stringify(kept));
  } catch {
    // A full disk: the run itself is in the journal, only its output cannot be shown after a restart.
  }
}

export function recallResult(folder: string, name: string): KeptResult | undefined {
  try {
    const read = keptSchema.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    return read.success ? (read.data as KeptResult) : undefined;
  } catch {
    return undefined;
  }
}
