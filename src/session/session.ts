import type {Snapshot} from '../core/facts.ts';
import type {FilledRun} from './fill-run.ts';
import type {SessionState} from './state.ts';
import type {Tail} from './tail.ts';

/** What a verb came to; `ok` false with a sentence for the student when it could not be done. */
export type Done = {readonly ok: true} | {readonly ok: false; readonly message: string};

export interface RunRequest {
  /** Node ids to run on instead of the run's own targets. */
  readonly on?: readonly string[];
  /** The student's edited line, run as it stands (placeholders filled). */
  readonly line?: string;
  /** How the other of the two runs is wanted, when it is one of a pair. */
  readonly beside?: Pick<RunRequest, 'on' | 'line'>;
  /** Mutating commands ask first (`state.asking`) unless this is set. */
  readonly confirmed?: boolean;
  /** Judges only those of the checks that it feeds which wait for its effect: for whoever checks the step in the end. */
  readonly judgeLater?: boolean;
  /** Nobody watches the output come. */
  readonly unwatched?: boolean;
}

interface CheckOptions {
  /** Decides at the first look, without the patience of an `eventually`. */
  readonly once?: boolean;
  /** A look at the cluster as it still is: it serves as the first one, if it has all that the checks need. */
  readonly seen?: Snapshot | undefined;
  /** Nobody asked for it: shown and kept only where it comes to another verdict, and no fail of the student's. */
  readonly quiet?: boolean;
}

/**
 * The student's session: one state, verbs that change it, and live output. Both faces (screen and plain) use only this.
 * Ids are those of the current lesson unless they are written `lesson/id`.
 */
export interface Session {
  state(): SessionState;
  /** Tells of every new state; returns the way to stop. */
  subscribe(listener: () => void): () => void;
  /** Live lines of a run that is under way (or the last one) on a node. */
  tail(run: string, node: string): Tail | undefined;

  go(lesson: string, step?: string): Done;
  next(): Done;
  back(): Done;

  /** Resolves when the run, its captures and the checks that it feeds are through. */
  run(id: string, request?: RunRequest): Promise<Done>;
  /** Ends the commands that run; where none does, checks that are waited for are given up. */
  stop(how: 'interrupt' | 'kill'): void;
  /**
   * Judges the current step's checks and tasks, or those named; resolves when all are decided. What it came to tells of the
   * whole step.
   */
  check(ids?: string | readonly string[], options?: CheckOptions): Promise<Done>;
  answer(quiz: string, text: string): Done;
  /** The right answer for this cluster, as far as its values are known; what a proof or a demonstration gives. */
  expected(quiz: string): string | undefined;
  hint(): Done;
  solution(confirmed?: boolean): Done;
  /** Takes back what the step's commands did. */
  undo(step?: string, confirmed?: boolean): Promise<Done>;
  /** Answers `state.asking`: yes/no, or the chosen value. */
  reply(answer: boolean | string): Promise<Done>;
  /** Runs all that is needed so that the given step is ready. */
  catchUp(lesson: string, step: string, confirmed?: boolean): Promise<Done>;

  /** A command line with the values known now filled in; unknown ones stay as `<name>`. */
  fill(run: string, node?: string): FilledRun;
  /** Prose with placeholders filled, of the current lesson when none is named. */
  fillText(text: string, node?: string, lesson?: string): string;
  /** The local command of an interactive shell on a node. */
  shell(node: string): readonly string[] | undefined;
  /** Probes the nodes (engine, kernel, addresses) if that has not been done and may be, and recalls. */
  probe(): Promise<void>;
  /** Probes the nodes anew, those of a recording once. The command is the program's own, so nothing has to be agreed to for it. */
  reach(): Promise<Done>;
  /** Asks whether the module may run (`state.asking`), where that was not answered yet; else does nothing. */
  agree(): Promise<Done>;
  /**
   * Reads back what the commands of the current step printed before the last end, or those of all steps; `go` and `probe`
   * do the former by themselves.
   */
  recall(what?: 'step' | 'all'): Promise<void>;
  /** Looks at everything on all nodes that can be seen without sending traffic: `state.look`. */
  look(): Promise<Done>;
  close(): Promise<void>;
}
