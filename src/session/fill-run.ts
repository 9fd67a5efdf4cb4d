import {fillTemplate, type Scope} from './fill.ts';
import {findRun} from './find.ts';
import type {SessionState} from './state.ts';
import {runTargets} from './targets.ts';

/** A run's line for a node as far as its values are known, the placeholders that are not, and the nodes it goes to. */
export interface FilledRun {
  readonly line: string;
  readonly missing: readonly string[];
  readonly nodes: readonly string[];
}

/** The line of a run, for its first node when none is said. */
export function fillRun(state: SessionState, scope: Scope, id: string, node?: string): FilledRun {
  const found = findRun(state, id);
  if (found === undefined) return {line: '', missing: [], nodes: []};
  const {run, lesson} = found;
  const targets = runTargets(run, scope);
  const nodes = targets.kind === 'nodes' ? targets.ids : [];
  const on = node ?? nodes[0];
  const {text, missing} = run.raw ? {text: run.line, missing: []} : fillTemplate(run.line, scope, on, true);
  // The namespace of an overlay is looked up when a command is run; until then the line that was run tells it.
  const last = state.runs[`${lesson.id}/${run.id}`]?.nodes[on ?? ''];
  const isTold = last?.edited === false && missing.length > 0 && missing.every(name => name.startsWith('overlay.'));
  return isTold ? {line: last.line, missing: [], nodes} : {line: text, missing, nodes};
}
