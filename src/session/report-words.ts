import type {StepReport, Sum} from './step-report.ts';

/** `12 of 40 steps passed (2 assisted), 30/120 points, 25 min spent, about 90 min left` */
export function sumWords({steps, passed, assisted, points, maxPoints, spentMs, minutesLeft}: Sum): string {
  return [
    `${passed} of ${steps} steps passed${assisted === 0 ? '' : ` (${assisted} assisted)`}`,
    ...(maxPoints === 0 ? [] : [`${points}/${maxPoints} points`]),
    ...spentWords(spentMs).map(words => `${words} spent`),
    ...(minutesLeft === 0 ? [] : [`about ${minutesLeft} min left`]),
  ].join(', ');
}

/** The same in half a row: `12/40 steps, 30/120 points` */
export function shortSumWords({steps, passed, points, maxPoints}: Sum): string {
  return `${passed}/${steps} steps, ${points}/${maxPoints} points`;
}

/** What there is to say about a step beside how it stands: `3/4 points`, `1 of 2 hints`, `6 min`, `2 old`. */
export function stepWords({points, maxPoints, hints, ofHints, spentMs, counts}: StepReport): readonly string[] {
  return [
    ...(maxPoints === 0 ? [] : [`${points}/${maxPoints} points`]),
    ...(hints === 0 ? [] : [`${hints} of ${ofHints} ${ofHints === 1 ? 'hint' : 'hints'}`]),
    ...(counts.old === 0 ? [] : [`${counts.old} old`]),
    ...spentWords(spentMs),
  ];
}

/** A step that a solution helped with is passed, and it is said. */
export function standingWords({status}: StepReport): string {
  return status === 'assisted' ? 'passed, assisted' : status;
}

/** A line each for what fails, and apart from it what could not be looked at. */
export function troubleWords({
  troubles,
}: StepReport): readonly {readonly kind: 'fail' | 'error'; readonly text: string}[] {
  return troubles.map(({status, title, reason}) => ({
    kind: status,
    text: status === 'fail' ? `FAIL ${title}: ${reason}` : `ERROR ${title}: could not look, no points lost: ${reason}`,
  }));
}

/** What the step would still take, or why it cannot be done yet; empty when it is passed. */
export function leftWords({left, reason}: StepReport): string {
  if (reason !== '') return reason;
  const parts = Object.entries(left).flatMap(([kind, ids]: [string, readonly string[]]) =>
    ids.length === 0 ? [] : [`${ids.length === 1 ? kind.slice(0, -1) : kind} ${ids.join(', ')}`],
  );
  return parts.length === 0 ? '' : `still to do: ${parts.join('; ')}`;
}

/** Nothing for a moment: a step that was only looked at took none. */
function spentWords(ms: number): readonly string[] {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return [];
  return [minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`];
}
