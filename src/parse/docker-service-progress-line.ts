import type {ServiceProgress, TaskProgress} from '../core/rows/service-progress.ts';
import {present} from './scan/json-text.ts';

/** What one line of the progress says. */
export type ProgressLine =
  | {readonly kind: 'scaled'; readonly service: string; readonly to: number}
  | {
      readonly kind: 'counts';
      readonly job: boolean;
      readonly done?: number;
      readonly total?: number;
      readonly rolledBack: boolean;
    }
  /** Tasks of a job that run now; their number says nothing of the end. */
  | {readonly kind: 'active'}
  | {readonly kind: 'task'; readonly task: TaskProgress; readonly total?: number}
  | {readonly kind: 'phase'; readonly phase: ServiceProgress['phase']; readonly service?: string}
  | {readonly kind: 'reason'; readonly phase?: 'paused'; readonly rolledBack: boolean; readonly text: string}
  /** A line of the warning that the image's digest is not known. */
  | {readonly kind: 'warning'};

const STATES: ReadonlySet<string> = new Set(
  (
    'new allocated pending assigned accepted preparing ready starting running ' +
    'complete shutdown failed rejected remove orphaned'
  ).split(' '),
);
const OVERALL =
  /^overall progress: (rolling back update: )?(?:(\d{1,9}) out of (\d{1,9}) tasks|waiting for new tasks)$/;
const JOB = /^job progress: +(?:(\d{1,9}) out of (\d{1,9}) complete|waiting for tasks)$/;
const ACTIVE = /^active tasks: +\d{1,9} out of +\d{1,9} tasks$/;
const TASK = /^(?:(\d{1,9})\/(\d{1,9})|([a-z\d]{25}|[a-z\d]{12})):(?: +(.*))?$/;
/** Only a terminal shows how far a task is. */
const BAR = /\[=*>? *\]$/;
const CONVERGED = /^verify: Service (?:(\S+) )?converged$/;
const SCALED = /^(\S+) scaled to (\d{1,9})$/;
const REASON = /^(rollback|service update paused|service rollback paused): (\S.*)$/;
const PHASES: readonly (readonly [RegExp, ServiceProgress['phase']])[] = [
  [/^verify: Waiting \d+ seconds to verify that tasks are stable\.\.\.$/, 'verify'],
  [/^verify: Detected task failure$/, 'progress'],
  [/^job complete$/, 'complete'],
  [/^Operation continuing in background\.$/, 'background'],
  [/^Use `docker service ps \S+` to check progress\.$/, 'background'],
];
const WARNING =
  /^(?:image \S+ could not be accessed on a registry to record|its digest\. Each node will access \S+ independently,|possibly leading to different nodes running different|versions of the image\.)$/;

export function readProgressLine(row: string): ProgressLine | undefined {
  const line = row.trim();
  const bare = line.replace(BAR, '').trimEnd();
  return readCounts(bare) ?? readTask(bare) ?? readPhase(line) ?? readOther(line);
}

function readCounts(line: string): ProgressLine | undefined {
  if (ACTIVE.test(line)) return {kind: 'active'};
  const overall = OVERALL.exec(line);
  const counts = overall ? [overall[2], overall[3]] : JOB.exec(line)?.slice(1);
  if (counts === undefined) return undefined;
  const kind = {kind: 'counts', job: overall === null, rolledBack: overall?.[1] !== undefined} as const;
  const [done, total] = counts.map(Number);
  if (counts[0] === undefined) return kind;
  return done! <= total! ? {...kind, done: done!, total: total!} : undefined;
}

function readTask(line: string): ProgressLine | undefined {
  const [whole, number, total, node, text = ''] = TASK.exec(line) ?? [];
  if (whole === undefined || Number(number ?? 0) > Number(total ?? 0) || text.startsWith('[')) return undefined;
  const said = text.trim();
  const state = STATES.has(said);
  const task = present<TaskProgress>({
    number: number === undefined ? undefined : Number(number),
    node,
    state: state ? said : undefined,
    error: state || said === '' ? undefined : said,
  });
  return {kind: 'task', task, ...(total !== undefined && {total: Number(total)})};
}

function readPhase(line: string): ProgressLine | undefined {
  const converged = CONVERGED.exec(line);
  if (converged) {
    return {kind: 'phase', phase: 'converged', ...(converged[1] !== undefined && {service: converged[1]})};
  }
  const phase = PHASES.find(([pattern]) => pattern.test(line))?.[1];
  return phase && {kind: 'phase', phase};
}

function readOther(line: string): ProgressLine | undefined {
  const [, service, to] = SCALED.exec(line) ?? [];
  if (service !== undefined) return {kind: 'scaled', service, to: Number(to)};
  const [, what, text] = REASON.exec(line) ?? [];
  if (what !== undefined && text !== undefined) {
    const rolledBack = what.includes('rollback');
    return {kind: 'reason', rolledBack, text, ...(what !== 'rollback' && {phase: 'paused' as const})};
  }
  return WARNING.test(line) ? {kind: 'warning'} : undefined;
}
