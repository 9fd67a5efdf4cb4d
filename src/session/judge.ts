import type {Assertion, OutputEvidence} from '../../assertions/assertion.ts';
import type {FactKind, Snapshot} from '../core/facts.ts';
import type {Check, Item} from '../core/lesson.ts';
import type {Verdict} from '../core/verdict.ts';
import {beforeOf} from './before.ts';
import {commandWords, toKnow} from './command-words.ts';
import type {Context} from './context.ts';
import {fillArguments, fillTemplate} from './fill.ts';
import {runsIn} from './items.ts';
import {isWhole} from './output-limit.ts';
import {FRESH_CHECK} from './reduce.ts';
import type {CheckState} from './state.ts';
import {howCut} from './stream-end.ts';
import {unseenTargets} from './unseen-targets.ts';

/** A check with what is needed to judge it now. */
interface Ready {
  readonly check: Check;
  readonly id: string;
  readonly assertion: Assertion;
  readonly args: unknown;
  /** The look from before the run that it names, for a check that compares. */
  readonly before?: Snapshot;
}

/** Enough to show what a pass rests on; a table of a big cluster has thousands of rows. */
const WITNESSES_KEPT = 6;

/** What one look came to, before `eventually` is thought of. */
type Look = Verdict | {readonly ok: 'wait'; readonly reason: string} | Lost;

/** Cannot be looked at, and will not be by waiting. */
interface Lost extends Extract<Verdict, {ok: null}> {
  readonly lost: true;
}

/** Checks of one lesson. */
interface Due {
  readonly lesson: string;
  readonly items: readonly Item[];
  readonly checks: readonly Check[];
  /** Stands for the first look, if it has what that one would have. */
  readonly seen: Snapshot | undefined;
  /** Shows nothing of the looking, and of what it comes to only another verdict. */
  readonly quiet: boolean;
}

/**
 * Judges checks until each is decided. All that poll share each snapshot; what has passed (as often as `stableFor` asks)
 * is not looked at again. Aborting leaves the rest as they stand.
 */
export async function judgeAll(
  context: Context,
  {lesson, items, checks, seen, quiet}: Due,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = context.now();
  const passes = new Map<string, number>();
  let open = checks;
  let first = seen;
  const before = new Map(checks.map(check => [check.id, context.state().checks[`${lesson}/${check.id}`]]));
  for (const check of quiet ? [] : checks)
    context.dispatch({kind: 'checking', check: `${lesson}/${check.id}`, maxPoints: check.points});
  while (open.length > 0) {
    const looks = signal.aborted ? undefined : await lookAt(context, {lesson, items, checks: open, seen: first, quiet});
    first = undefined;
    if (looks === undefined || signal.aborted) {
      for (const check of quiet ? [] : open) putBack(context, lesson, check, before.get(check.id));
      return;
    }
    const elapsed = context.now() - startedAt;
    open = open.filter(check => {
      const look = looks.get(check.id)!;
      const count = look.ok === true ? (passes.get(check.id) ?? 0) + 1 : 0;
      passes.set(check.id, count);
      const decided = isDecided(context, check, look, count, elapsed);
      if (decided) settle(context, lesson, check, look, quiet);
      else showWaiting(context, lesson, check, look, elapsed);
      return !decided;
    });
    if (open.length > 0) await pause(context, open, signal);
  }
}

/** A look that was broken off says nothing: the check stands as it did. */
function putBack(context: Context, lesson: string, check: Check, before: CheckState | undefined): void {
  const verdict = before === undefined || before.status === 'checking' ? FRESH_CHECK : before;
  context.dispatch({kind: 'verdict', check: `${lesson}/${check.id}`, verdict});
}

/** Playback does not change by waiting: there a second look decides. */
function isDecided(context: Context, check: Check, look: Look, passes: number, elapsedMs: number): boolean {
  if (look.ok === 'wait' || 'lost' in look || check.eventually === undefined) return true;
  if (look.ok === true) return passes >= check.eventually.stableFor;
  return context.cluster.transport === 'recording' || elapsedMs >= check.eventually.withinMs;
}

function pause(context: Context, open: readonly Check[], signal: AbortSignal): Promise<void> {
  if (context.cluster.transport === 'recording') return Promise.resolve();
  return context.sleep(Math.min(...open.map(check => check.eventually?.everyMs ?? 1000)), signal);
}

async function lookAt(context: Context, {lesson, items, checks, seen}: Due): Promise<ReadonlyMap<string, Look>> {
  const looks = new Map<string, Look>();
  const ready: Ready[] = [];
  for (const check of checks) {
    const prepared = await prepare(context, lesson, check);
    if ('ok' in prepared) looks.set(check.id, prepared);
    else ready.push(prepared);
  }
  const needs = new Set<FactKind>(
    ready.flatMap(one => (one.assertion.kind === 'output' ? [] : [...one.assertion.needs])),
  );
  const snapshot = needs.size > 0 ? await lookFor(context, needs, seen) : undefined;
  if (snapshot !== undefined) context.dispatch({kind: 'looked', snapshot});
  for (const one of ready) looks.set(one.check.id, judgeOne(context, lesson, items, one, snapshot));
  return looks;
}

function lookFor(context: Context, needs: ReadonlySet<FactKind>, seen: Snapshot | undefined): Promise<Snapshot> {
  return seen !== undefined && covers(seen, needs) ? Promise.resolve(seen) : context.collect(needs);
}

/** Whether a look was one for facts of all these kinds: each node then has them, or says why not. */
function covers({nodes, facts}: Snapshot, kinds: ReadonlySet<FactKind>): boolean {
  const had = new Set([...facts.values()].map(({kind, node}) => `${kind}@${node}`));
  return nodes.every(({id}) => [...kinds].every(kind => had.has(`${kind}@${id}`)));
}

async function prepare(context: Context, lesson: string, check: Check): Promise<Ready | Look> {
  const assertion = await context.assertion(check.use);
  if (assertion === undefined)
    return {ok: null, cause: 'unsupported', detail: `this version has no assertion ${check.use}`, lost: true};
  const missing: string[] = [];
  const args = fillArguments(check.with, context.scope(lesson), missing);
  if (missing.length > 0)
    return {
      ok: 'wait',
      reason: `needs ${missing.map(name => `<${name}>`).join(', ')}: ${toKnow(context.state(), context.scope(lesson), lesson, missing)}`,
    };
  const ready = {check, id: `${lesson}/${check.id}`, assertion, args};
  if (assertion.kind !== 'delta') return ready;
  const before = await beforeCheck(context, lesson, check);
  return 'ok' in before ? before : {...ready, before};
}

/** Without the look from before the run nothing can be said, and another look now does not bring it back. */
async function beforeCheck(context: Context, lesson: string, {of}: Check): Promise<Snapshot | Look> {
  const id = `${lesson}/${of}`;
  const command = commandWords(context.state(), context.scope(lesson), id);
  const first: Look = {ok: 'wait', reason: `run ${command} first: the cluster is compared with what it was before`};
  if (context.state().runs[id] === undefined) return first;
  const before = await beforeOf(context, id);
  if (before.kind === 'kept') return before.snapshot;
  if (!context.changes.inEffect().includes(id)) return first;
  const why = before.kind === 'damaged' ? ` that can be read (${before.problem})` : '';
  const detail = `there is no look at the cluster from before ${of}${why}: undo the step, and run it again`;
  return {ok: null, cause: 'missing-fact', detail, lost: true};
}

function judgeOne(
  context: Context,
  lesson: string,
  items: readonly Item[],
  one: Ready,
  snapshot: Snapshot | undefined,
): Look {
  const {id, args, assertion} = one;
  if (assertion.kind === 'delta') {
    const epochs = {before: one.before!, after: snapshot!};
    const verdict = assertion.judge(args, epochs);
    context.observe?.({kind: 'delta', check: id, args, verdict, assertion, epochs});
    return verdict;
  }
  if (assertion.kind === 'snapshot') {
    const verdict = assertion.judge(args, snapshot!);
    context.observe?.({kind: 'snapshot', check: id, args, verdict, assertion, snapshot: snapshot!});
    return verdict;
  }
  const outputs = evidenceFor(context, lesson, items, one.check);
  if (outputs.length === 0) return {ok: 'wait', reason: `run ${fedBy(context, lesson, one.check)} first`};
  const half = halfRun(context, lesson, items, one, outputs);
  if (half !== undefined) return {ok: 'wait', reason: half};
  const notRecorded = outputs.find(output => output.end.kind === 'not-recorded');
  if (notRecorded !== undefined) return {ok: 'wait', reason: 'this command is not in the recording'};
  const verdict = assertion.judge(args, outputs);
  context.observe?.({kind: 'output', check: id, args, verdict, assertion, outputs});
  return verdict;
}

/** What is to be run still, of a command whose output is judged and that was run on some of its nodes only. */
function halfRun(
  context: Context,
  lesson: string,
  items: readonly Item[],
  {args}: Ready,
  outputs: readonly OutputEvidence[],
): string | undefined {
  const where = typeof args === 'object' && args !== null && 'node' in args ? args.node : undefined;
  const scope = context.scope(lesson);
  for (const run of runsIn(items)) {
    const seen = new Set(outputs.flatMap(({runId, node}) => (runId === run.id ? [node] : [])));
    const unseen = seen.size === 0 ? [] : unseenTargets(run, where, scope, seen);
    if (unseen.length === 0) continue;
    return `run ${commandWords(context.state(), scope, `${lesson}/${run.id}`)} on ${unseen.join(' and ')} as well`;
  }
  return undefined;
}

/** The command whose output a check waits for. */
function fedBy(context: Context, lesson: string, {of}: Check): string {
  return of === undefined ? 'the command' : commandWords(context.state(), context.scope(lesson), `${lesson}/${of}`);
}

/** The student's own outputs a check judges: those of the run it names, else of all runs of the step. */
function evidenceFor(context: Context, lesson: string, items: readonly Item[], check: Check): OutputEvidence[] {
  const runs = runsIn(items);
  const ids = check.of === undefined ? runs.map(run => run.id) : [check.of];
  const {cluster} = context;
  return ids.flatMap(id => {
    const run = runs.find(one => one.id === id);
    return Object.values(context.state().runs[`${lesson}/${id}`]?.nodes ?? {}).flatMap(({node, result}) => {
      if (result === undefined) return [];
      const {end, stdout, stderr, parsed} = result;
      const role = cluster.nodes.find(one => one.id === node)?.role;
      // What is wrong may stand in the part that was dropped, and so may what is right.
      const all = isWhole(result);
      const exitCode = end.kind === 'exited' && all ? end.code : null;
      const known = {...(role && {role}), ...(run && all && howCut(run, result)), ...(parsed && {parsed})};
      return [{runId: id, node, exitCode, end, stdout, stderr, ...known}];
    });
  });
}

function showWaiting(context: Context, lesson: string, check: Check, look: Look, elapsedMs: number): void {
  const id = `${lesson}/${check.id}`;
  const left = Math.max(0, Math.round(((check.eventually?.withinMs ?? 0) - elapsedMs) / 1000));
  const seen = look.ok === true ? 'holds; looking once more' : reasonOf(look);
  const known = context.state().checks[id] ?? FRESH_CHECK;
  const verdict: CheckState = {
    ...known,
    status: 'checking',
    maxPoints: check.points,
    reason: `${seen} (waiting up to ${left} s more)`,
  };
  context.dispatch({kind: 'verdict', check: id, verdict});
}

function settle(context: Context, lesson: string, check: Check, look: Look, quiet: boolean): void {
  const id = `${lesson}/${check.id}`;
  const at = context.now();
  const known = context.state().checks[id] ?? FRESH_CHECK;
  const came = {...stateOf(context, lesson, check, look, known), at};
  const isSame = known.status === came.status && known.reason === came.reason && known.points === came.points;
  if (quiet && isSame) return;
  const verdict = quiet && came.status === 'fail' ? {...came, fails: known.fails} : came;
  context.dispatch({kind: 'verdict', check: id, verdict});
  const {status, reason, points} = verdict;
  if (status === 'checking') return;
  const witnesses = verdict.witnesses.slice(0, WITNESSES_KEPT);
  context.dispatch({kind: 'judged', at, check: id, status, reason, points, ...(status === 'pass' && {witnesses})});
}

/** A verdict as the student sees it. What was earned stays earned: a later look can add points, never take them. */
function stateOf(context: Context, lesson: string, check: Check, look: Look, known: CheckState): CheckState {
  const base = {maxPoints: check.points, at: 0, witnesses: [], near: [], points: known.points, fails: known.fails};
  if (look.ok === true) {
    return {...base, status: 'pass', reason: look.summary, points: check.points, witnesses: look.witnesses, fails: 0};
  }
  if (look.ok === 'wait') return {...base, status: 'wait', reason: look.reason};
  if (look.ok === null) {
    const status = context.cluster.transport === 'recording' ? 'wait' : 'error';
    return {...base, status, reason: look.detail};
  }
  const advice = adviceFor(context, lesson, check, look);
  const {reason, near, expected, actual} = look;
  return {...base, status: 'fail', reason, near, expected, actual, fails: known.fails + 1, ...(advice && {advice})};
}

function adviceFor(
  context: Context,
  lesson: string,
  check: Check,
  {code, words = {}}: Extract<Look, {ok: false}>,
): string | undefined {
  const template = check.else[code];
  if (template === undefined) return undefined;
  const text = template.replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
  return fillTemplate(text, context.scope(lesson), undefined, false).text;
}

function reasonOf(look: Exclude<Look, {ok: true}>): string {
  return look.ok === null ? look.detail : look.reason;
}
