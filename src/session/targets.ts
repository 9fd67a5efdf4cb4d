import type {Run, Target} from '../core/lesson.ts';
import {resolveNode, type Scope} from './fill.ts';

export type Targets =
  | {readonly kind: 'nodes'; readonly ids: readonly string[]}
  /** A captured node that is not known yet. */
  | {readonly kind: 'missing'; readonly names: readonly string[]};

/** The nodes a run executes on. `manager` is one manager: any will do, so the first. */
export function runTargets(run: Run, scope: Pick<Scope, 'values' | 'nodes'>): Targets {
  const ids: string[] = [];
  const names: string[] = [];
  for (const target of run.on) {
    const found = targetNodes(target, scope);
    if (found.length === 0) names.push(target.kind === 'capture' ? target.name : describe(target));
    ids.push(...found);
  }
  return names.length > 0 ? {kind: 'missing', names} : {kind: 'nodes', ids: [...new Set(ids)]};
}

function targetNodes(target: Target, scope: Pick<Scope, 'values' | 'nodes'>): readonly string[] {
  if (target.kind === 'all') return scope.nodes.map(node => node.id);
  const word = target.kind === 'role' ? target.role : target.kind === 'node' ? target.id : target.name;
  const id = resolveNode(word, scope);
  return id === undefined ? [] : [id];
}

function describe(target: Exclude<Target, {kind: 'capture'}>): string {
  return target.kind === 'node' ? target.id : target.kind === 'role' ? target.role : 'all';
}
