import type {Module} from '../core/lesson.ts';
import type {ProgressEvent} from '../core/progress.ts';

/** How many of a module's steps a journal tells to be passed, without a session being opened on it. */
export function passedSteps(module: Module, events: readonly ProgressEvent[]): number {
  const passed = new Set<string>();
  for (const event of events) {
    if (event.kind === 'passed') passed.add(event.step);
    else if (event.kind === 'undone') passed.delete(event.step);
  }
  return stepIds(module).filter(id => passed.has(id)).length;
}

export function stepIds({lessons}: Module): readonly string[] {
  return lessons.flatMap(({id, steps}) => steps.map(step => `${id}/${step.id}`));
}

/** When a node of the cluster answered last, in milliseconds since 1970; undefined when none has. */
export function lastAnswer(events: readonly ProgressEvent[]): number | undefined {
  return events.findLast(event => event.kind === 'ran' && event.ok)?.at;
}
