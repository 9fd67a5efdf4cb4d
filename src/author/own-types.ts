import {MUTANTS} from '../../assertions/mutant-name.ts';
import {ALL_FACTS} from '../core/facts.ts';

/** The file beside a module's own code that tells an editor of its types. */
export const TYPES_FILE = 'deepdive.d.ts';

const union = (names: Iterable<string>): string => [...names].map(name => `\n  | '${name}'`).join('');

/** What code of a module is given, and what it has to give: a test holds it against the program. */
export function ownTypes(): string {
  return `// For your editor, and for you: what code of a module works with. Nothing of it is needed to run.

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

// Parsers

/** What a parser makes of a text. Each line with something in it counts: it was read, or it stands in \`unparsed\`. */
export interface Parsed<T> {
  readonly data: T;
  readonly lines: number;
  readonly consumed: number;
  readonly unparsed: readonly {readonly line: number; readonly text: string}[];
}

/** A line without escape sequences, control characters and the indent that all lines share; numbers count from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

export interface ParserKit {
  /** Makes a row of each line: give a row, null for a line that is understood and no row, undefined for any other. */
  perLine<Row extends object>(
    text: string,
    read: (line: string, number: number) => Row | null | undefined,
  ): Parsed<{readonly rows: readonly Row[]}>;
  /** The lines with something in them, for output where several make one row. */
  linesIn(text: string): readonly Line[];
  /** The result for that: the data, and the lines that were not understood. */
  result<T extends object>(text: string, data: T, unparsed?: readonly Line[]): Parsed<T>;
  splitWords(line: string): string[];
}

export interface OwnParser {
  /** As \`parse=\` names it. */
  readonly name: string;
  /** What it reads, in a few words. */
  readonly title: string;
  /** Commands whose output it reads. */
  readonly examples: readonly string[];
  /** A real output, which it must understand. The names in its data are those that captures and checks may ask for. */
  readonly sample: string;
  /** Names that its data can have, and that the sample does not show; '*' where these are whatever a command prints. */
  readonly fields?: readonly string[];
  /** Must take any text. */
  parse(text: string): Parsed<object>;
}

// Assertions

/** Something that was really seen: the key of a fact or an output, and the row as a person reads it. */
export interface Witness {
  readonly fact: string;
  readonly row: string;
}

export interface Failure {
  /** One of \`codes\`. */
  readonly code: string;
  /** One sentence: the row, the node, and what was expected. */
  readonly reason: string;
  readonly expected: Json;
  readonly actual: Json;
  /** Rows that were seen instead, or come close. */
  readonly near?: readonly Witness[];
  /** For \`{seen}\` in the words of a lesson. */
  readonly words?: Readonly<Record<string, string>>;
}

/** Why something cannot be looked at. It costs nothing, and grants nothing. */
export type Cause = 'unreachable' | 'missing-fact' | 'parse' | 'timeout' | 'skew' | 'ambiguous' | 'unsupported';

/** A pass names what it rests on: without a witness there is none. */
export type Verdict =
  | {readonly ok: true; readonly witnesses: readonly [Witness, ...Witness[]]; readonly summary: string}
  | ({readonly ok: false; readonly fraction?: number} & Failure)
  | {readonly ok: null; readonly cause: Cause; readonly detail: string};

/** What an argument may be; \`take\` has them. */
export interface Take<Value> {
  readonly '~standard': {readonly types?: {readonly output: Value} | undefined};
}
export type Takes = Readonly<Record<string, Take<unknown>>>;
export type Arguments<T extends Takes> = {
  readonly [Name in keyof T]: T[Name] extends Take<infer Value> ? Value : never;
};

/** What a command of the student printed on one node. */
export interface OutputEvidence {
  readonly runId: string;
  readonly node: string;
  readonly role?: 'manager' | 'worker';
  /** Null when the command did not come to its end, or printed more than is looked at. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Ways to damage the evidence; \`deepdive prove\` does each to what a pass rests on, and the check must fail by it. */
export type Mutant =${union(Object.keys(MUTANTS))};

export type FactKind =${union(ALL_FACTS)};

/** What the nodes were seen to be like. Where that is not known for sure, the check ends as one that could not look. */
export interface Facts {
  readonly nodes: readonly {readonly id: string; readonly role?: 'manager' | 'worker' | undefined}[];
  rows(kind: FactKind, node: string, netns?: string): readonly any[];
}

interface Spec<T extends Takes> {
  /** As \`use:\` names it, in two parts: \`ping.reaches\`. */
  readonly id: string;
  readonly version: number;
  /** What holds when it passes, in a few words. */
  readonly title: string;
  readonly args: T;
  /** What each argument takes, in words; \`'name?'\` for one that may be left out. */
  readonly argsHelp: Readonly<Record<string, string>>;
  readonly example: Readonly<Record<string, Json>>;
  /** Each reason to fail, and when it is given; lessons word them under \`else\`. */
  readonly codes: Readonly<Record<string, string>>;
  /** The damages that it must notice. */
  readonly mutants: readonly Mutant[] | ((args: Arguments<T>) => readonly Mutant[]);
}

export interface OwnAssertion {
  readonly kind: 'output' | 'snapshot' | 'delta';
}

export interface AssertionKit {
  /** Judges what the student's commands printed. */
  output<T extends Takes>(
    spec: Spec<T> & {evaluate(args: Arguments<T>, outputs: readonly OutputEvidence[]): Verdict},
  ): OwnAssertion;
  /** Judges the facts of the cluster. */
  snapshot<T extends Takes>(
    spec: Spec<T> & {readonly needs: readonly FactKind[]; evaluate(args: Arguments<T>, facts: Facts): Verdict},
  ): OwnAssertion;
  /** Judges what a command has changed. */
  delta<T extends Takes>(
    spec: Spec<T> & {
      readonly needs: readonly FactKind[];
      evaluate(args: Arguments<T>, epochs: {readonly before: Facts; readonly after: Facts}): Verdict;
    },
  ): OwnAssertion;

  readonly take: {
    readonly name: Take<string>;
    /** A node id, all, manager or worker. */
    readonly nodes: Take<string>;
    readonly mac: Take<string>;
    readonly ifname: Take<string>;
    readonly port: Take<number>;
    readonly vni: Take<number>;
    readonly mark: Take<number>;
    readonly flag: Take<boolean>;
    /** Some text. */
    readonly words: Take<string>;
    readonly ipv4: Take<string>;
    readonly cidr: Take<string>;
    /** A whole number of at least \`from\`. */
    count(from: number): Take<number>;
    /** \`expected\` completes “expected …”; undefined is for what does not fit. */
    custom<Value>(expected: string, read: (value: string | number) => Value | undefined): Take<Value>;
    optional<Value>(take: Take<Value>): Take<Value | undefined>;
  };

  /** A verdict that it holds. */
  pass(witnesses: readonly Witness[], summary: string): Verdict;
  /** Ends the evaluation: it does not hold. */
  fail(failure: Failure): never;
  /** Ends the evaluation: it cannot be decided. */
  cannotLook(cause: Cause, detail: string): never;
  /** Holds when \`hold\` does for each; \`hold\` gives what it has seen, or ends with \`fail\`. */
  judgeEach<One>(all: readonly One[], summary: string, hold: (one: One) => readonly Witness[]): Verdict;

  /** The outputs of that node or role; without one all. */
  selectOutputs(outputs: readonly OutputEvidence[], node?: string): readonly OutputEvidence[];
  /** Fails with the code other_exit when the command ended otherwise; 0 unless said. */
  requireExit(output: OutputEvidence, exit?: number): void;
  /** What the parser of the command made of it; without output it fails with the code empty. */
  parsedData(output: OutputEvidence): any;
  linesOf(text: string): readonly string[];
  /** A row of an output as a witness. */
  seen(output: OutputEvidence, row: string): Witness;
  /** The verdict, with a word on streams that were cut before their end. */
  notingCuts(verdict: Verdict, outputs: readonly OutputEvidence[]): Verdict;

  /** Names a fact, for a witness. */
  factKey(kind: FactKind, node: string, netns?: string): string;
  /** Rows of facts as a person reads them: routeText, linkText, neighText and so on. Damages find a row by that text. */
  readonly rowText: Readonly<Record<string, (...parts: any[]) => any>>;
}
`;
}
