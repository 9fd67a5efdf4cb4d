import type {Module} from '../core/lesson.ts';

type Nodes = readonly {readonly id: string}[];

/** Whether the module is about a swarm: its nodes have roles, and it finds them by those as well as by their ids. */
export function isOfSwarm({nodes}: Module): boolean {
  return nodes.some(({role}) => role !== undefined);
}

/** Nodes that the module names and a cluster does not have. One of a swarm says at each command what it misses. */
export function nodesMissing(module: Module, nodes: Nodes): readonly string[] {
  if (isOfSwarm(module)) return [];
  return module.nodes.map(({id}) => id).filter(id => !nodes.some(node => node.id === id));
}

export function missingWords(missing: readonly string[], nodes: Nodes): string {
  const have = nodes.map(({id}) => id).join(', ');
  return `it has no node ${missing.join(', ')}, which the module runs on, only ${have}`;
}
