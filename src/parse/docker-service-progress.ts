import type {Note, Parser} from '../core/parsed.ts';
import type {ServiceProgress, ServiceProgressList, TaskProgress} from '../core/rows/service-progress.ts';
import {type ProgressLine, readProgressLine} from './docker-service-progress-line.ts';
import {envelope} from './scan/envelope.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';

type Draft = {-readonly [K in keyof Omit<ServiceProgress, 'tasks'>]: ServiceProgress[K]} & {
  /** By number or node: a line comes again each time that something changes. */
  readonly tasks: Map<string, TaskProgress>;
};

interface State {
  readonly drafts: Draft[];
  /** All drafts before this one have ended; looking from the first each time would be quadratic. */
  from: number;
  readonly notes: Note[];
}

const ENDED: ReadonlySet<string> = new Set(['converged', 'complete', 'background', 'paused']);
const NAME = /^[A-Za-z\d][\w.-]*$/;
const ID = /^[a-z\d]{25}$/;

/** Output of `docker service create|update|scale|rollback`, from a terminal or not. */
export const parseServiceProgress: Parser<ServiceProgressList> = text => {
  const input = normalise(text);
  const rows = rowsOf(input);
  const state: State = {drafts: [], from: 0, notes: []};
  const read = rows.map(row => readProgressLine(row.text));
  const names = rows.filter(row => NAME.test(row.text.trim())).length;
  const unparsed = rows.filter((row, i) => {
    const line = read[i];
    if (line) return !take(line, row, state);
    const name = row.text.trim();
    // A bare word may be anything, unless the progress of a service follows.
    if (!NAME.test(name) || openOf(state) || !(follows(read[i + 1]) || (names === 1 && ID.test(name)))) return true;
    state.drafts.push(newDraft(name));
    return false;
  });
  const services = state.drafts.map(({tasks, ...draft}): ServiceProgress => ({...draft, tasks: [...tasks.values()]}));
  const rolledBack = services.some(service => service.rolledBack);
  if (rolledBack) state.notes.push({kind: 'warning', text: 'the update was rolled back'});
  return envelope(input, {
    command: 'docker.service-progress',
    variant: 'text',
    data: {services},
    unparsed,
    notes: state.notes,
  });
};

function follows(line: ProgressLine | undefined): boolean {
  return line !== undefined && line.kind !== 'scaled' && line.kind !== 'task';
}

function newDraft(service?: string): Draft {
  return {
    ...(service !== undefined && {service}),
    job: false,
    phase: 'accepted',
    rolledBack: false,
    tasks: new Map(),
  };
}

function take(line: ProgressLine, row: Line, state: State): boolean {
  if (line.kind === 'scaled') {
    state.drafts.push({...newDraft(line.service), scaledTo: line.to});
    return true;
  }
  if (line.kind === 'warning') {
    if (!state.notes.some(({kind}) => kind === 'warning')) {
      state.notes.push({kind: 'warning', line: row.number, text: 'the digest of the image is not known'});
    }
    return true;
  }
  const draft = draftFor(line, row, state);
  return draft !== undefined && apply(line, draft);
}

/** Services are waited for in the order in which they were named. What is said at the end may follow the end. */
function draftFor(line: ProgressLine, row: Line, state: State): Draft | undefined {
  const last = state.drafts.at(-1);
  const open = openOf(state);
  const named = line.kind === 'phase' ? line.service : undefined;
  if (open) return named === undefined || open.service === undefined || open.service === named ? open : undefined;
  const isLate = line.kind === 'reason' || (line.kind === 'phase' && line.phase === last?.phase);
  if (last && isLate) return last;
  const draft = newDraft();
  state.drafts.push(draft);
  state.notes.push({kind: 'headerless', line: row.number, text: 'the line which names the service is missing'});
  return draft;
}

function openOf(state: State): Draft | undefined {
  while (ENDED.has(state.drafts[state.from]?.phase ?? '')) state.from++;
  return state.drafts[state.from];
}

function apply(line: ProgressLine, draft: Draft): boolean {
  if (line.kind === 'phase') {
    draft.phase = line.phase;
    draft.job ||= line.phase === 'complete';
    if (line.service !== undefined) draft.service = line.service;
  } else if (line.kind === 'reason') {
    draft.rolledBack ||= line.rolledBack;
    draft.reason = line.text;
    if (line.phase) draft.phase = line.phase;
  } else {
    if (draft.phase === 'accepted') draft.phase = 'progress';
    if (line.kind === 'active') draft.job = true;
    else if (line.kind === 'counts') applyCounts(line, draft);
    else if (line.kind === 'task') {
      const {number, node} = line.task;
      draft.tasks.set(node ?? String(number), line.task);
    }
  }
  return true;
}

function applyCounts(line: ProgressLine & {readonly kind: 'counts'}, draft: Draft): void {
  draft.job ||= line.job;
  draft.rolledBack ||= line.rolledBack;
  if (line.done !== undefined && line.total !== undefined) {
    draft.done = line.done;
    draft.total = line.total;
  }
}
