import type {FactKind, Snapshot} from '../../core/facts.ts';
import type {Check, Lesson, Run, Step} from '../../core/lesson.ts';
import {fillArguments} from '../fill.ts';
import {type Spot, spotOf} from '../find.ts';
import {checksIn, runsIn} from '../items.ts';
import {scopeIn} from '../lesson-values.ts';
import {createRedact, redactDeep} from '../redact/redact.ts';
import type {CheckState, NodeRun, SessionState} from '../state.ts';
import {cut, type KeptFacts, keepFacts} from './keep-facts.ts';

export const FORMAT = 'deepdive-bad-check/1';

/** Characters of one output; the largest tables of a small cluster have a tenth of it. */
const MOST_OUTPUT = 60_000;

export interface BundleParts {
  readonly state: SessionState;
  /** `lesson/check`. */
  readonly id: string;
  /** The student's own words, one line. */
  readonly words: string;
  /** When it is made, milliseconds since 1970. */
  readonly at: number;
  readonly versions: {readonly deepdive: string; readonly node: string; readonly platform: string};
  readonly redacted: boolean;
  /** The source of the step, from the lesson's file. */
  readonly source: string;
  /** What the assertion judges by; none for one that judges outputs. */
  readonly needs: ReadonlySet<FactKind>;
  /** The look from before the run that the check names, for one that compares. */
  readonly before?: Snapshot | undefined;
}

/** A check with the place where the lesson states it. */
interface Found extends Spot {
  readonly check: Check;
}

/** The check of that id (`lesson/check`), wherever it stands. */
export function findCheck(state: SessionState, id: string): Found | undefined {
  const [lessonId, checkId] = id.split('/', 2);
  const lesson = state.module.lessons.find(one => one.id === lessonId);
  for (const step of lesson?.steps ?? []) {
    const spot = spotOf(state, lesson!.id, step.id);
    const check = checksIn(spot.items).find(one => one.id === checkId);
    if (check !== undefined) return {...spot, check};
  }
  return undefined;
}

/**
 * All that a reader needs to judge a check again, as JSON of a bounded size: what the lesson asks, what was run and
 * printed, the facts that were seen, and the verdict. The same address has the same stand-in in all of it.
 */
export function bundleOf(parts: BundleParts): string {
  const {state, id, words, at, versions, redacted, source, needs, before} = parts;
  const {lesson, step, check, items} = findCheck(state, id)!;
  const isOf = (run: Run) => check.of === undefined || run.id === check.of;
  const redact = createRedact(state);
  const own = {
    words: cut(words, 400),
    cluster: clusterOf(state),
    arguments: argumentsOf(state, lesson, check),
    values: scopeIn(state, lesson.id).values,
    verdict: verdictOf(state.checks[id]),
    runs: runsIn(items)
      .filter(isOf)
      .flatMap(run => Object.values(state.runs[`${lesson.id}/${run.id}`]?.nodes ?? {}).map(on => runOf(run, on))),
    snapshot: state.look === null ? null : {...keepFacts(state.look.snapshot, needs), isOld: state.look.isOld},
    before: before === undefined ? null : keepFacts(before, needs),
  };
  const bundle = {
    format: FORMAT,
    about: aboutOf(own.snapshot, redacted),
    madeAt: new Date(at).toISOString(),
    versions,
    lesson: lessonOf(state, lesson, step, check),
    source: cut(source, MOST_OUTPUT),
    ...(redacted ? redactDeep(own, redact) : own),
  };
  return `${JSON.stringify(bundle, undefined, 1)}\n`;
}

/** In the file's own words, for whoever is about to send it. */
function aboutOf(snapshot: KeptFacts | null, redacted: boolean): readonly string[] {
  return [
    'One check of a lesson, with what it judged: for those who write the lesson or the check.',
    'It holds the step of the lesson, the commands that feed the check as they ran, what they printed, the values read from that, the facts of the nodes that the check needs, and its verdict.',
    redacted
      ? 'Host names, addresses, MACs and ids are stand-ins, the same one for the same thing. Names of services, images and users, and the bytes of packets, are as they were.'
      : 'Nothing is redacted but keys and join tokens.',
    snapshot === null
      ? 'Nobody looked at the nodes in this session, so there are no facts of them.'
      : 'Facts that were too much for this file are named in leftOut.',
    'It was written to this disk only. Nothing was sent anywhere.',
  ];
}

function clusterOf({cluster}: SessionState) {
  const {name, transport, badge, nodes} = cluster;
  return {
    ...(transport === 'recording' && {name}),
    transport,
    ...(badge !== undefined && {badge}),
    nodes: nodes.map(({id, role, reached, probed}) => ({id, role, reached, probed})),
  };
}

function lessonOf({module}: SessionState, lesson: Lesson, step: Step, check: Check) {
  const file = (check.at.file ?? lesson.file).replace(`${module.folder}/`, '');
  return {
    module: module.id,
    version: module.version,
    hash: `sha256:${module.hash}`,
    lesson: lesson.id,
    lessonVersion: lesson.version,
    step: step.id,
    stepHash: `sha256:${step.hash}`,
    at: `${file}:${check.at.line}:${check.at.column}`,
    check,
  };
}

/** As the check gets them; what nobody knows stays in its brackets. */
function argumentsOf(state: SessionState, lesson: Lesson, check: Check): unknown {
  return fillArguments(check.with, scopeIn(state, lesson.id), []);
}

function verdictOf(known: CheckState | undefined) {
  if (known === undefined) return null;
  const {at, witnesses, near, ...rest} = known;
  return {...rest, at: new Date(at).toISOString(), witnesses: witnesses.slice(0, 40), near: near.slice(0, 40)};
}

function runOf(run: Run, {node, line, edited, startedAt, result}: NodeRun) {
  return {
    run: run.id,
    node,
    ...(run.parse !== undefined && {parse: run.parse}),
    line,
    edited,
    ...(edited && {lessonLine: run.line}),
    at: new Date(startedAt).toISOString(),
    ...(result !== undefined && {
      end: result.end,
      stdout: cut(result.stdout, MOST_OUTPUT),
      stderr: cut(result.stderr, MOST_OUTPUT / 10),
      bytes: result.bytes,
    }),
  };
}
