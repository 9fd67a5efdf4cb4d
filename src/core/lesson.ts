/** A place in a lesson file; line and column count from 1. */
export interface At {
  /** Said only for text that an `@include` brought in from another file. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
}

/** A folder of lessons. */
export interface Module {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly version: string;
  /** What its lessons are written in: `en`, `pt-BR`. */
  readonly language: string;
  /** Absolute path of its folder. */
  readonly folder: string;
  /** SHA-256 over its files; trust and progress are tied to it. */
  readonly hash: string;
  /** Logical nodes in order; the cluster maps them to machines. */
  readonly nodes: readonly {readonly id: string; readonly role?: 'manager' | 'worker' | undefined}[];
  /** Logical image name → public default. */
  readonly images: Readonly<Record<string, string>>;
  readonly lessons: readonly Lesson[];
  /** The code that it brings, by path. */
  readonly own: readonly OwnFile[];
  /** Where a module that somebody added came from, in words. */
  readonly origin?: string;
}

/** A file with a parser or an assertion of a module's own. */
export interface OwnFile {
  /** What its folder says that it defines. */
  readonly kind: 'parser' | 'assertion';
  /** Within the module's folder: `parsers/ping.ts`. */
  readonly path: string;
  /** Of its text. */
  readonly sha256: string;
}

export interface Lesson {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly minutes: number;
  readonly file: string;
  readonly needs: {
    readonly lessons: readonly string[];
    readonly tools: readonly string[];
    readonly privilege: 'root' | 'user';
  };
  /** Required engine facts, e.g. `{docker: '>=20.10', swarm: 'active'}`. */
  readonly engine: Readonly<Record<string, string>>;
  /** Engine facts that must not hold all together; empty: there are none. */
  readonly unless: Readonly<Record<string, string>>;
  /** What stands before the first step. */
  readonly intro: readonly Item[];
  readonly steps: readonly Step[];
}

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly goal?: string;
  /** Steps of this lesson that must be passed first; the step before when not said. */
  readonly after: readonly string[];
  readonly items: readonly Item[];
  /** SHA-256 over the step's text: progress on an edited step is kept but marked. */
  readonly hash: string;
  readonly at: At;
}

/** What a step is made of, in the order of the text. */
export type Item =
  | {readonly kind: 'prose'; readonly markdown: string; readonly at: At}
  | {readonly kind: 'code'; readonly language: string; readonly text: string; readonly at: At}
  | {readonly kind: 'run'; readonly run: Run}
  | {readonly kind: 'sample'; readonly of: string; readonly text: string; readonly at: At}
  | {readonly kind: 'check'; readonly check: Check}
  | {readonly kind: 'task'; readonly task: Task}
  | {readonly kind: 'quiz'; readonly quiz: Quiz}
  | {readonly kind: 'hidden'; readonly hidden: Hidden}
  | {readonly kind: 'variants'; readonly variants: readonly Variant[]; readonly at: At};

/** One arm of `@when`; the first whose conditions hold is shown. */
export interface Variant {
  readonly when: Readonly<Record<string, string>>;
  readonly items: readonly Item[];
  readonly at: At;
}

/** Where a run may execute. A captured node is known once its capture is. */
export type Target =
  | {readonly kind: 'all'}
  | {readonly kind: 'role'; readonly role: 'manager' | 'worker'}
  | {readonly kind: 'node'; readonly id: string}
  | {readonly kind: 'capture'; readonly name: string};

export interface Run {
  readonly id: string;
  /** The command as written, placeholders in place. */
  readonly line: string;
  readonly language: string;
  readonly on: readonly Target[];
  /** Parser name, e.g. `bridge.fdb`. */
  readonly parse?: string;
  /** Runs until stopped; ends by itself after `timeoutMs` with the verdict of what it showed. */
  readonly stream: boolean;
  /** The run of the same step that acts while this stream listens: whoever runs one of the two runs both. */
  readonly beside?: string;
  /** What the stream prints once it listens; absent where it does not say so. */
  readonly ready?: string;
  /** No placeholders: `<` and `>` are the shell's. */
  readonly raw: boolean;
  /** The task this command is a solution of. */
  readonly solves?: string;
  /** What it changes, `service/redis`; absent for read-only commands. */
  readonly mutates?: string;
  /** Present iff `mutates` is: the command that takes it back, or `none` with a reason. */
  readonly undo?: string;
  /** The run whose change it takes back: after both the nodes are as if neither had been. */
  readonly reverts?: string;
  readonly timeoutMs: number;
  /** Exit codes that count as done; `[0]` unless said. */
  readonly exit: readonly number[];
  readonly captures: readonly Capture[];
  /** Names whose values must differ from each other. */
  readonly distinct: readonly string[];
  readonly notes: readonly RowNote[];
  readonly at: At;
}

export type CaptureType =
  | 'node'
  | 'iface'
  | 'mac'
  | 'ipv4'
  | 'cidr'
  | 'netns'
  | 'container'
  | 'network-id'
  | 'hex'
  | 'int'
  | 'port'
  | 'word';

export interface Capture {
  readonly name: string;
  readonly type: CaptureType;
  /** JMESPath over the parsed output's `data`. */
  readonly from: string;
  /** One value for each node the run ran on (`<mac@away>`), else one value. */
  readonly perNode: boolean;
  /** What to do with several matches: an error, or the student chooses. */
  readonly choose: 'one' | 'ask';
  /** For readers and as an example; by node or node capture name when `perNode`. */
  readonly sample: string | Readonly<Record<string, string>>;
  readonly at: At;
}

/** Explains rows of the student's own output. */
export interface RowNote {
  /** JMESPath to the rows within `data`; by default the first list in it. */
  readonly in?: string;
  /** Fields a row must have; null = the field is absent. Values may hold placeholders. */
  readonly row: Readonly<Record<string, string | number | boolean | null>>;
  /** Text with placeholders and `{field}` of the row. */
  readonly say: string;
  readonly at: At;
}

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

export interface Eventually {
  readonly withinMs: number;
  readonly everyMs: number;
  /** Consecutive passing polls needed. */
  readonly stableFor: number;
}

export interface Check {
  readonly id: string;
  readonly title?: string;
  /** Assertion id, e.g. `fdb.has-remote-mac`. */
  readonly use: string;
  /** Arguments; strings may hold placeholders. */
  readonly with: Readonly<Record<string, Json>>;
  /** The run whose output it judges or that feeds it. */
  readonly of?: string;
  readonly eventually?: Eventually;
  readonly points: number;
  /** Worded reasons by the assertion's failure code. */
  readonly else: Readonly<Record<string, string>>;
  /** Why it may pass before the step's commands ran (else `prove` refuses that). */
  readonly already?: string;
  readonly at: At;
}

/** Free work: the student finds the command; the check judges the facts. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly check: Check;
  readonly at: At;
}

export type QuizType = 'integer' | 'hex' | 'text' | 'mac' | 'ipv4' | 'node' | 'choice';

/** A literal, a placeholder, or one pure function of such. */
export type Answer =
  | {readonly kind: 'literal'; readonly text: string}
  | {readonly kind: 'value'; readonly template: string}
  | {readonly kind: 'call'; readonly name: 'hexToInt' | 'intToHex' | 'count'; readonly argument: string};

export interface Quiz {
  readonly id: string;
  readonly type: QuizType;
  readonly question: string;
  readonly answer: Answer;
  readonly choices: readonly string[];
  /** What the choices are called in another language, in their order; what is judged and kept is the choice. */
  readonly labels?: readonly string[];
  readonly tries: number;
  readonly points: number;
  /** Wrong answer → what to say about it. */
  readonly wrong: Readonly<Record<string, string>>;
  readonly at: At;
}

/** Text that starts folded. */
export interface Hidden {
  readonly role: 'hint' | 'solution' | 'why';
  /** The task, quiz, check or run it belongs to; the step itself when absent. */
  readonly target?: string;
  readonly summary: string;
  readonly items: readonly Item[];
  readonly at: At;
}
