import type {LabStatus, NodeStatus} from './status.ts';

/** A lab and its nodes as lines of text. */
export function describeStatus({lab, nodes}: LabStatus): string {
  const alive = nodes.filter(node => node.running).length;
  const state = alive === nodes.length ? 'runs' : alive === 0 ? 'has ended' : `has ${alive} of ${nodes.length} nodes`;
  const memory = nodes.reduce((sum, node) => sum + (node.memoryMiB ?? 0), 0);
  const rows = nodes.map(node => `  ${describeNode(node)}\n`).join('');
  const more =
    alive === nodes.length ? `  ssh -F ${lab.sshConfig} ${lab.nodes[0]!.host}\n` : `  deepdive lab reset ${lab.name}\n`;
  return `lab ${lab.name} ${state} (${lab.engine}, ${memory} MiB)\n${rows}${more}`;
}

function describeNode(node: NodeStatus): string {
  const state = node.running ? `runs, ${node.swarm ?? 'swarm not known'}` : 'has ended';
  const memory = node.memoryMiB === undefined ? '' : `, ${node.memoryMiB} MiB`;
  return `${node.id}  ${node.address}  ${node.role.padEnd(7)}  ${state}${memory}`;
}
