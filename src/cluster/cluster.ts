import type {Output} from '../core/output.ts';

/** A shell line to run on a node, with `sh -c`, as the cluster's user. */
export interface Command {
  readonly line: string;
  /** Fed to the command's standard input, which is otherwise empty. */
  readonly stdin?: string;
  /**
   * What a recording files the output under, when that is not the line itself. A collector whose script holds a
   * fresh nonce names itself here, so that playback finds its answer.
   */
  readonly key?: string;
  /** A random word inside `line` or `stdin` that the output repeats; recordings store it as a placeholder. */
  readonly nonce?: string;
  /** Takes back a change. That it was done counts, not what it prints: playback takes its answer of any state. */
  readonly undoes?: true;
  /** Nobody watches its output come: playback does not keep to its pace. */
  readonly unwatched?: true;
}

export interface RunOptions {
  readonly timeoutMs: number;
  /** Bytes of stdout (and of stderr) kept in the `Output`; what comes after is counted, shown to `onStdout`, and dropped. */
  readonly maxBytes?: number;
  readonly onStdout?: (chunk: Uint8Array) => void;
  readonly onStderr?: (chunk: Uint8Array) => void;
  /** Aborting sends SIGINT to the command's process groups on the node; a second `stop('kill')` sends SIGKILL. */
  readonly signal?: AbortSignal;
}

/** A command under way. */
export interface Running {
  /** Never rejects: whatever happens is told by `Output.end`. */
  readonly ended: Promise<Output>;
  stop(how: 'interrupt' | 'kill'): void;
}

/** A machine of the cluster, by its logical id (`swarm-01`). */
export interface Node {
  readonly id: string;
  readonly role?: 'manager' | 'worker' | undefined;
  /** As one gives it to ssh; without it the node is this machine, or nowhere (playback). */
  readonly address?: string;
  run(command: Command, options: RunOptions): Running;
  /** Begins to connect, where that takes time, so that a first command waits less; how it went, that command tells. */
  reach?(): void;
  /** The local command that opens an interactive shell there (`ssh -t …`), or undefined when there is none (playback). */
  shell(): readonly string[] | undefined;
}

type Transport = 'local' | 'ssh' | 'container' | 'recording';

export interface Cluster {
  readonly name: string;
  readonly transport: Transport;
  /** The ssh configuration that addresses are read with, where it is not the user's own. */
  readonly sshConfig?: string;
  /** For a recording: what was recorded (`docker 26.1.5`). */
  readonly badge?: string;
  /**
   * Tells this making of the cluster from an earlier one of the same name (a lab that was reset): what was run and
   * read there is void here.
   */
  readonly instance?: string;
  readonly nodes: readonly Node[];
  /** Logical image name (`redis`) → image reference on this cluster; overrides the module's defaults. */
  readonly images: Readonly<Record<string, string>>;
  /**
   * Told after a mutating command or its undo has run, so that a recording knows which state of the cluster its
   * answers belong to. `id` is the run's id within the module, `lesson/run`.
   */
  mutated?(id: string, how: 'applied' | 'undone'): void;
  /**
   * Told which lessons' changes matter to what is asked next: a lesson and those it needs; and which lessons come before
   * it in the module.
   */
  concerns?(lessons: readonly string[], earlier?: readonly string[]): void;
  /** Closes connections (ControlMaster) and flushes recordings. */
  close(): Promise<void>;
}
