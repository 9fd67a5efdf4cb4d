import {existsSync, readFileSync, realpathSync} from 'node:fs';
import {inventoryFile, parseInventory, readInventory} from '../cluster/inventory.ts';
import {type NewNode, withCluster} from '../cluster/inventory-edit.ts';
import {Failure} from '../core/failure.ts';
import type {Module} from '../core/lesson.ts';
import {formatProblem, type Problem} from '../core/problem.ts';
import {writeAtomic} from '../state/atomic.ts';
import {failureFor} from '../state/or-say.ts';
import {DEFAULT_MODULE} from './modules.ts';
import type {AddOptions} from './nodes-add.ts';
import {print} from './print.ts';
import {openModule} from './student.ts';

/** Writes a cluster of machines reached over ssh into `clusters.yaml`; a name that is there already is left alone. */
export async function addNodes(name: string, options: AddOptions): Promise<void> {
  const file = inventoryFile(process.env);
  const read = readInventory(file);
  if (read.kind === 'unusable') throw unusable('it has to be mended first', read.problems);
  if (read.inventory.clusters.has(name))
    throw new Failure(`${file} has a cluster ${name} already: choose another name, or change it there`);
  const module = await openModule(options);
  const nodes = nodesOf(module, options.ssh);
  const text = withCluster(existsSync(file) ? readFileSync(file, 'utf8') : '', name, nodes, options.default === true);
  const after = parseInventory(text, file);
  if (after.kind === 'unusable') throw unusable('nothing was written', after.problems);
  try {
    // It may be a link into a folder that its owner keeps elsewhere.
    writeAtomic(existsSync(file) ? realpathSync(file) : file, text);
  } catch (error) {
    throw failureFor(file, error);
  }
  print(told(file, name, module, nodes, options.module));
}

/** The machines by the names of the module's nodes, in its order. */
function nodesOf(module: Module, hosts: readonly string[]): readonly NewNode[] {
  if (hosts.length > module.nodes.length) {
    const names = module.nodes.map(({id}) => id).join(', ');
    throw new Failure(`--ssh: expected at most ${module.nodes.length} machines, for ${names}; found ${hosts.length}`);
  }
  const twice = hosts.find((host, index) => hosts.indexOf(host) !== index);
  if (twice !== undefined) throw new Failure(`--ssh: ${twice} is named twice, and one machine cannot be two nodes`);
  return hosts.map((ssh, index) => {
    const {id, role} = module.nodes[index]!;
    return {id, ssh, role};
  });
}

function told(file: string, name: string, module: Module, nodes: readonly NewNode[], chosen?: string): string {
  const missing = module.nodes.slice(nodes.length).map(({id}) => id);
  const words = chosen === undefined || chosen === DEFAULT_MODULE ? '' : ` -m ${chosen}`;
  return [
    `wrote ${name} to ${file}: ${nodes.map(({id, ssh}) => `${id} is ${ssh}`).join(', ')}`,
    ...(missing.length > 0 ? [`${module.id} also has ${missing.join(', ')}: what runs there is left out`] : []),
    `  deepdive nodes --cluster ${name}${words}   whether each answers, and what it can do`,
    '',
  ].join('\n');
}

function unusable(what: string, problems: readonly Problem[]): Failure {
  return new Failure([what, ...problems.map(formatProblem)].join('\n'));
}
