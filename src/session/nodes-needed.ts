import type {Item, Lesson, Module, Run} from '../core/lesson.ts';

type Nodes = readonly {readonly id: string; readonly role?: 'manager' | 'worker' | undefined}[];

/** A lesson that a cluster has not the nodes for. */
export interface Without {
  readonly lesson: string;
  readonly reason: string;
}

export function lessonsWithout(module: Module, nodes: Nodes): readonly Without[] {
  return module.lessons.flatMap(lesson => {
    const reason = nodesLacking(module, lesson, nodes);
    return reason === undefined ? [] : [{lesson: lesson.id, reason}];
  });
}

/** Why a cluster with these nodes cannot run the lesson: its commands name others, or a role that none of them has. */
export function nodesLacking(module: Module, lesson: Lesson, nodes: Nodes): string | undefined {
  if (nodes.length >= module.nodes.length) return undefined;
  const has = (id: string) => nodes.some(node => node.id === id);
  const named = namedNodes(module, lesson);
  if (named.every(has)) return undefined;
  const words = named.length === module.nodes.length ? `${named.length} nodes` : `the nodes ${named.join(', ')}`;
  const here = nodes.map(({id}) => id).join(', ');
  return `needs ${words}, here ${nodes.length === 1 ? 'is one' : `are ${nodes.length}`}: ${here}`;
}

/** Known for each lesson, which does not change. */
const known = new WeakMap<Lesson, readonly string[]>();

/** The module's nodes that commands of the lesson run on, in its order; of a role, the first that has it. */
function namedNodes(module: Module, lesson: Lesson): readonly string[] {
  const found = known.get(lesson);
  if (found !== undefined) return found;
  const ids = new Set(
    runsOf([...lesson.intro, ...lesson.steps.flatMap(({items}) => items)]).flatMap(({on, line, undo}) => [
      ...on.flatMap(target => {
        if (target.kind === 'node') return [target.id];
        return target.kind === 'role' ? (module.nodes.find(({role}) => role === target.role)?.id ?? []) : [];
      }),
      ...module.nodes.map(({id}) => id).filter(id => `${line} ${undo ?? ''}`.includes(`@${id}>`)),
    ]),
  );
  const named = module.nodes.map(({id}) => id).filter(id => ids.has(id));
  known.set(lesson, named);
  return named;
}

/** All of them: in the open, folded, and of every variant. */
function runsOf(items: readonly Item[]): readonly Run[] {
  return items.flatMap(item => {
    if (item.kind === 'run') return [item.run];
    if (item.kind === 'variants') return item.variants.flatMap(({items: arm}) => runsOf(arm));
    return item.kind === 'hidden' ? runsOf(item.hidden.items) : [];
  });
}
