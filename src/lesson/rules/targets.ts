import type {Module, Target} from '../../core/lesson.ts';

type Nodes = Module['nodes'];

/** How many nodes a run executes on; a role stands for one node that has it. */
export function nodeCount(targets: readonly Target[], nodes: Nodes): number {
  return targets.reduce((sum, {kind}) => sum + (kind === 'all' ? nodes.length : 1), 0);
}

/** Whether a run on `targets` has surely run on the target as well. */
export function covers(targets: readonly Target[], wanted: Target, nodes: Nodes): boolean {
  return targets.some(target => target.kind === 'all' || key(target, nodes) === key(wanted, nodes));
}

/** What a word after the `@` of a placeholder names; `isCapture` tells captured nodes. */
export function nodeTarget(word: string, nodes: Nodes, isCapture: (name: string) => boolean): Target | undefined {
  if (isRole(word) && hasRoles(nodes)) return {kind: 'role', role: word};
  if (nodes.some(node => node.id === word)) return {kind: 'node', id: word};
  return isCapture(word) ? {kind: 'capture', name: word} : undefined;
}

function isRole(word: string): word is 'manager' | 'worker' {
  return word === 'manager' || word === 'worker';
}

function hasRoles(nodes: Nodes): boolean {
  return nodes.some(({role}) => role !== undefined);
}

/** What names nodes: their ids, and the roles where they have any. */
export function nodeWords(nodes: Nodes): readonly string[] {
  return [...nodes.map(({id}) => id), ...(hasRoles(nodes) ? ['manager', 'worker'] : [])];
}

/** A word for an example: `manager`, or the first node where there are no roles. */
export function anyNode(nodes: Nodes): string {
  return hasRoles(nodes) ? 'manager' : (nodes[0]?.id ?? 'node');
}

export function targetWord(target: Target): string {
  switch (target.kind) {
    case 'all':
      return 'all';
    case 'role':
      return target.role;
    case 'node':
      return target.id;
    case 'capture':
      return `<${target.name}>`;
  }
}

/** A role that one node alone has is that node. */
function key(target: Target, nodes: Nodes): string {
  if (target.kind !== 'role') return targetWord(target);
  const having = nodes.filter(node => node.role === target.role);
  return having.length === 1 ? having[0]!.id : target.role;
}
