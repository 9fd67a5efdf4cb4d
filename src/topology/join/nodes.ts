import type {EngineInfo, SnapshotNode} from '../../core/facts.ts';
import type {Facts} from '../facts.ts';
import {Unknown} from '../unknown.ts';

/** The nodes an argument means: all, those of a role, or one by its id. */
export function selectNodes(facts: Facts, selector: string | undefined): readonly string[] {
  const ids = facts.nodes.map(node => node.id);
  if (selector === undefined || selector === 'all') return ids;
  if (ids.includes(selector)) return [selector];
  const chosen = facts.nodes.filter(node => node.role === selector).map(node => node.id);
  if (chosen.length === 0) throw new Unknown('missing-fact', `${selector} is not a node of this cluster`);
  return chosen;
}

/** The manager whose word on the swarm is taken: the first that answers. */
export function firstManager(nodes: readonly SnapshotNode[]): SnapshotNode | undefined {
  const managers = nodes.filter(({role}) => role === 'manager');
  return managers.find(({unreachable}) => unreachable === null) ?? managers[0];
}

export function managerOf(facts: Facts): string {
  const manager = firstManager(facts.nodes);
  if (manager === undefined) throw new Unknown('missing-fact', 'this cluster names no manager');
  return manager.id;
}

export function engineOf(facts: Facts, node: string): EngineInfo {
  const [engine] = facts.rows('docker.info', node);
  if (engine === undefined) throw new Unknown('missing-fact', `${node}: docker info printed nothing`);
  return engine;
}

/** The node of this cluster that the swarm knows by an id. */
export function nodeBySwarmId(facts: Facts, swarmId: string): string {
  let unread: Unknown | undefined;
  for (const {id} of facts.nodes) {
    try {
      if (engineOf(facts, id).nodeId === swarmId) return id;
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      unread ??= error;
    }
  }
  if (unread !== undefined) throw unread;
  throw new Unknown('unsupported', `the swarm has a node, ${swarmId}, that is not a node of this cluster`);
}

/** The port of the swarm's VXLAN traffic; only managers are told. */
export function dataPathPort(facts: Facts): number {
  const manager = managerOf(facts);
  const {dataPathPort: port} = engineOf(facts, manager);
  if (port === 0) throw new Unknown('missing-fact', `${manager}: docker info does not tell the data-path port`);
  return port;
}
