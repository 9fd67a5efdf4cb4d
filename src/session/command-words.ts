import {resolveNode, type Scope} from './fill.ts';
import {fillRun} from './fill-run.ts';
import {runsIn, visibleItems} from './items.ts';
import type {SessionState} from './state.ts';
import {probedFacts} from './step-progress.ts';

/** Of a longer command the beginning tells which one is meant. */
const LONGEST = 48;

/** A command as the student knows it, by what is typed and by the name that its outputs stand under. */
export function commandWords(state: SessionState, scope: Scope, id: string): string {
  const [first = '', ...rest] = fillRun(state, scope, id).line.trim().split('\n');
  const letters = Array.from(first);
  const isCut = letters.length > LONGEST || rest.length > 0;
  const line = `${letters.slice(0, LONGEST).join('').trimEnd()}${isCut ? '…' : ''}`;
  const name = id.slice(id.indexOf('/') + 1);
  return line === '' ? name : `${name} (${line})`;
}

/** What is to be run for values that are not known yet, as `NAME` or `NAME@NODE`. */
export function toKnow(state: SessionState, scope: Scope, lesson: string, missing: readonly string[]): string {
  const commands = missing.map(each => {
    const [name = '', word] = each.split('@', 2);
    const run = capturing(state, lesson, name);
    if (run === undefined) return undefined;
    const node = word === undefined ? undefined : resolveNode(word, scope);
    return `${commandWords(state, scope, run)}${node === undefined ? '' : ` on ${node}`}`;
  });
  const known = [...new Set(commands)].filter(one => one !== undefined);
  return known.length === 0 ? 'run the command that captures it' : `run ${known.join(' and ')}`;
}

/** `lesson/run` of the first command of the lesson that captures a value of this name. */
function capturing(state: SessionState, lesson: string, name: string): string | undefined {
  const steps = state.module.lessons.find(({id}) => id === lesson)?.steps ?? [];
  const runs = steps.flatMap(({items}) => runsIn(visibleItems(items, probedFacts(state))));
  const run = runs.find(({captures}) => captures.some(one => one.name === name));
  return run === undefined ? undefined : `${lesson}/${run.id}`;
}
