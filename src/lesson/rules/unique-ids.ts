import {position, type Report, type Spot} from '../../core/source.ts';
import type {Draft, Scope} from '../build/draft.ts';
import {exclusive} from './arms.ts';

interface Named {
  readonly kind: string;
  readonly id: string;
  readonly scope: Scope;
  readonly spot: Spot;
}

/** Ids and names are unique, but for the arms of one `@when`. Checks, tasks and quizzes share theirs: graders use them. */
export function uniqueIds(draft: Draft, report: Report): void {
  reportTwice(
    draft.steps.map(({step, scope, spot}) => ({kind: 'step', id: step.id, scope, spot})),
    report,
  );
  reportTwice(
    draft.runs.map(({run, scope, spot}) => ({kind: 'run', id: run.id, scope, spot})),
    report,
  );
  reportTwice(
    draft.captures
      .filter(({from}) => from !== undefined)
      .map(({capture, scope, spot}) => ({kind: 'capture', id: capture.name, scope, spot})),
    report,
  );
  reportTwice(
    [
      ...draft.checks
        .filter(({base}) => base.length === 0)
        .map(({check, scope, spot}) => ({kind: 'check', id: check.id, scope, spot})),
      ...draft.tasks.map(({task, scope, spot}) => ({kind: 'task', id: task.id, scope, spot})),
      ...draft.quizzes.map(({quiz, scope, spot}) => ({kind: 'quiz', id: quiz.id, scope, spot})),
    ].sort((a, b) => a.scope.order - b.scope.order),
    report,
  );
}

function reportTwice(all: readonly Named[], report: Report): void {
  const seen = new Map<string, Named[]>();
  for (const named of all) {
    if (named.id === '') continue;
    const same = seen.get(named.id) ?? [];
    const first = same.find(other => !exclusive(other.scope, named.scope));
    if (first !== undefined) {
      const {line} = position(first.spot);
      const {file} = first.spot.source;
      const place = file === named.spot.source.file ? `line ${line}` : `${file}:${line}`;
      report(
        named.spot,
        `${named.kind} "${named.id}" is declared twice: the first ${first.kind} of this name is on ${place}`,
      );
    } else seen.set(named.id, [...same, named]);
  }
}
