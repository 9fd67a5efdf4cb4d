/** Tells a manager's view of its nodes: a line each, `swarm-02 Ready`. */
export const LIST_NODES = "docker node ls --format '{{.Hostname}} {{.Status}}'";

/** What `LIST_NODES` prints, by node. */
export function readSwarmStates(text: string): ReadonlyMap<string, string> {
  const rows = text.split('\n').map(line => line.split(' '));
  return new Map(rows.flatMap(([id, state]) => (id !== undefined && state !== undefined ? [[id, state]] : [])));
}
