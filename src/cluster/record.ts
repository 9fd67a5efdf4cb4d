import {existsSync, renameSync} from 'node:fs';
import type {Output} from '../core/output.ts';
import {openJournal} from '../state/journal.ts';
import {chunkClock} from './chunk-clock.ts';
import type {Cluster, Command, Node, Running, RunOptions} from './cluster.ts';
import {commandKey} from './command-key.ts';
import {mutations} from './mutations.ts';
import {hideNonce} from './nonce-placeholder.ts';
import {packJournal} from './pack-recording.ts';
import {toBody} from './recording-body.ts';
import {type Body, type Entry, FORMAT, type Header} from './recording-format.ts';
import {type Redact, redactSecrets} from './redact.ts';

export interface RecordOptions {
  /** Ends in `.recording`. Until `close`, what was recorded is beside it and ends in `.ndjson`. */
  readonly file: string;
  readonly module: string;
  /** As in `docker 26.1.5`. */
  readonly engine: string;
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly redact?: Redact;
}

/** A cluster that keeps what it answers. `close` writes the recording. */
export function recordCluster(cluster: Cluster, options: RecordOptions): Cluster {
  const {file, module, engine, recordedAt, redact = redactSecrets} = options;
  const journalFile = file.replace(/\.recording$/, '.ndjson');
  keepInterrupted(journalFile);
  const journal = openJournal<Header | Body | Entry>(journalFile);
  const nodes = cluster.nodes.map(({id, role}) => ({id, role}));
  // A command's output is still told when it cannot be kept (the disk is full); `close` then fails.
  let failure: unknown;
  const append = (line: Header | Body | Entry): void => {
    try {
      journal.append(line);
    } catch (error) {
      failure ??= error;
    }
  };
  append({format: FORMAT, module, cluster: cluster.name, recordedAt, engine, nodes, images: {...cluster.images}});

  const state = mutations();
  const written = new Set<string>();
  let started = 0;
  const keepBody = (bytes: Uint8Array): string => {
    const body = toBody(bytes);
    if (!written.has(body.body)) append(body);
    written.add(body.body);
    return body.body;
  };
  const prepare = (bytes: Uint8Array, nonce: string | undefined): Uint8Array => {
    const clean = redact(bytes);
    return nonce === undefined ? clean : hideNonce(clean, nonce);
  };

  const underWay = new Set<Promise<Output>>();
  let closing = false;
  const record = (node: Node, command: Command, runOptions: RunOptions): Running => {
    const place = {state: [...state.inEffect()], node: node.id, key: commandKey(command), n: started++};
    const {nonce} = command;
    const clock = chunkClock(runOptions);
    const running = node.run(command, clock.options);
    const ended = running.ended.then(output => {
      underWay.delete(ended);
      const {end, durationMs, dropped} = output;
      // What is stopped by the closing of the cluster was not stopped by the student.
      if (closing || end.kind === 'unreachable' || end.kind === 'lost' || end.kind === 'not-recorded') return output;
      const out = prepare(output.stdout, nonce);
      const err = prepare(output.stderr, nonce);
      const chunks = clock.chunks(output);
      const timed = nonce === undefined && out.length === output.stdout.length && err.length === output.stderr.length;
      append({
        ...place,
        end,
        stdout: keepBody(out),
        stderr: keepBody(err),
        ...((dropped.stdout > 0 || dropped.stderr > 0) && {dropped}),
        durationMs,
        ...(timed && chunks.length > 0 && {chunks: [...chunks]}),
        ...(nonce !== undefined && {nonce: true as const}),
      });
      return output;
    });
    underWay.add(ended);
    return {ended, stop: running.stop};
  };

  return {
    ...cluster,
    nodes: cluster.nodes.map(node => ({...node, run: (command, runOptions) => record(node, command, runOptions)})),
    mutated(id, how) {
      state.mutated(id, how);
      cluster.mutated?.(id, how);
    },
    async close() {
      closing = true;
      await cluster.close();
      await Promise.all(underWay);
      journal.close();
      if (failure !== undefined) throw failure;
      packJournal(journalFile, file);
    },
  };
}

/** What an interrupted recording left behind is not overwritten. */
function keepInterrupted(journalFile: string): void {
  if (!existsSync(journalFile)) return;
  let number = 1;
  while (existsSync(`${journalFile}.${number}`)) number += 1;
  renameSync(journalFile, `${journalFile}.${number}`);
}
