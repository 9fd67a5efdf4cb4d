import {isMap, parseDocument, stringify} from 'yaml';

/** A node as it is written in `clusters.yaml`. */
export interface NewNode {
  readonly id: string;
  readonly ssh: string;
  readonly sudo?: true | undefined;
  readonly role?: 'manager' | 'worker' | undefined;
}

/**
 * The text of `clusters.yaml` with a cluster more behind what stands there, which is kept letter by letter; only where
 * another cluster is the default already, or all is written in braces, is it written anew, with its comments. The text
 * must be one that `parseInventory` reads.
 */
export function withCluster(text: string, name: string, nodes: readonly NewNode[], isDefault: boolean): string {
  const entries = nodes.map(
    ({id, ssh, sudo, role}) => [id, {ssh, ...(sudo && {sudo}), ...(role !== undefined && {role})}] as const,
  );
  const added = {[name]: {nodes: Object.fromEntries(entries)}, ...(isDefault && {default: name})};
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  const longer = `${text}${end}${stringify(added, {lineWidth: 0})}`;
  const document = parseDocument(longer);
  if (document.errors.length === 0 && isMap(document.contents) && document.has(name)) return longer;
  const anew = parseDocument(text);
  for (const [key, value] of Object.entries(added)) anew.set(key, anew.createNode(value));
  return anew.toString({lineWidth: 0});
}
