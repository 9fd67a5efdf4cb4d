import type {Run} from '../core/lesson.ts';
import type {Scope} from './fill.ts';
import {runTargets} from './targets.ts';

/**
 * The nodes on which a run has not been run though a check of its output is about them, by id: what holds on some says
 * nothing of the others. `where` is the check's own `node`, an id or a role; without it the check is about all. Of a run
 * on one manager or worker another one is as good as the one that would have been chosen.
 */
export function unseenTargets(
  run: Run,
  where: unknown,
  scope: Pick<Scope, 'values' | 'nodes'>,
  seen: ReadonlySet<string>,
): readonly string[] {
  const targets = runTargets(run, scope);
  if (targets.kind === 'missing') return [];
  const nodes = new Map(scope.nodes.map(node => [node.id, node]));
  const isMeant = (id: string) =>
    where === undefined || where === 'all' || where === id || where === nodes.get(id)?.role;
  const [only, ...more] = run.on;
  const role = more.length === 0 && only?.kind === 'role' ? only.role : undefined;
  if (role !== undefined && [...seen].some(id => nodes.get(id)?.role === role)) return [];
  return targets.ids.filter(id => isMeant(id) && !seen.has(id));
}
