import {describeTried} from './kernel-features.ts';
import type {LabRecord} from './lab-record.ts';
import {engineWords} from './make.ts';
import type {LabStatus, NodeStatus} from './status.ts';

const KIND_WORDS: Readonly<Record<LabRecord['kind'], string>> = {
  uml: 'kernels as processes',
  docker: 'containers',
};

/** A lab and its nodes as lines of text. */
export function describeStatus({lab, nodes, problem}: LabStatus): string {
  if (problem !== undefined) return `lab ${lab.name} cannot be looked at (kind ${lab.kind}): ${problem}\n`;
  const alive = nodes.filter(node => node.running).length;
  const state = alive === nodes.length ? 'runs' : alive === 0 ? 'has ended' : `has ${alive} of ${nodes.length} nodes`;
  const memory = nodes.reduce((sum, node) => sum + (node.memoryMiB ?? 0), 0);
  const rows = nodes.map(node => `  ${describeNode(node)}\n`).join('');
  const lacks = lab.kind === 'docker' ? describeTried(lab).map(line => `  ${line}\n`) : [];
  const more = alive === nodes.length ? shellOf(lab) : `deepdive lab reset ${lab.name}`;
  const kind = `${KIND_WORDS[lab.kind]}, ${engineWords(lab)}, ${memory} MiB`;
  return `lab ${lab.name} ${state} (kind ${lab.kind}: ${kind})\n${rows}${lacks.join('')}  ${more}\n`;
}

function shellOf(lab: LabRecord): string {
  if (lab.kind === 'uml') return `ssh -F ${lab.sshConfig} ${lab.nodes[0]!.host}`;
  return `deepdive lab ssh ${lab.nodes[0]!.id} --lab ${lab.name}`;
}

function describeNode(node: NodeStatus): string {
  const state = node.running ? `runs, ${node.swarm ?? 'swarm not known'}` : 'has ended';
  const memory = node.memoryMiB === undefined ? '' : `, ${node.memoryMiB} MiB`;
  return `${node.id}  ${node.address}  ${node.role.padEnd(7)}  ${state}${memory}`;
}
