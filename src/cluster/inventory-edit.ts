import {isMap, parseDocument} from 'yaml';

/** A node as it is written in `clusters.yaml`. */
export interface NewNode {
  readonly id: string;
  readonly ssh: string;
  readonly role?: 'manager' | 'worker' | undefined;
}

/**
 * The text of `clusters.yaml` with a cluster more, each node on a line; what stood there stays as it was, with its
 * comments. The text must be one that `parseInventory` reads.
 */
export function withCluster(text: string, name: string, nodes: readonly NewNode[], isDefault: boolean): string {
  const document = parseDocument(text);
  const entries = nodes.map(({id, ssh, role}) => [id, {ssh, ...(role !== undefined && {role})}] as const);
  document.set(name, document.createNode({nodes: Object.fromEntries(entries)}));
  for (const {id} of nodes) {
    const node = document.getIn([name, 'nodes', id], true);
    if (isMap(node)) node.flow = true;
  }
  if (isDefault) document.set('default', name);
  return document.toString({lineWidth: 0});
}
