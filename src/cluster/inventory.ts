import {readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import * as z from 'zod';
import {suggest} from '../core/nearest.ts';
import type {Problem} from '../core/problem.ts';
import {makeSource, reportInto} from '../core/source.ts';
import {forms} from '../core/yaml/forms.ts';
import {readYaml} from '../core/yaml/read-yaml.ts';
import {configFolder} from '../state/paths.ts';
import {USUAL_SOCKET} from './engine.ts';
import {sshHost} from './ssh-host.ts';

const MAX_BYTES = 1024 * 1024;

/** What names in the inventory may not be, for the program gives them itself. */
const RESERVED: ReadonlySet<string> = new Set(['recording', 'local']);

const role = z
  .enum(['manager', 'worker'])
  .optional()
  .describe('what it is in a swarm; leave it out where there is none');
const container = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, 'expected the name or the id of a container')
  .register(forms, {form: 'the name or the id of a container'});
const engine = z
  .string()
  .max(4096)
  .regex(/^(?:unix:\/\/)?[~/][^\p{Cc}]*$/u, `expected the path of an engine's socket, such as ${USUAL_SOCKET}`)
  .register(forms, {form: `the path of an engine's socket, such as ${USUAL_SOCKET}`});
const node = z
  .strictObject({
    ssh: sshHost.optional().describe('where it is; what your ~/.ssh/config says of it holds'),
    container: container.optional().describe('it is this container of a Docker engine on this machine'),
    engine: engine.optional().describe(`the socket of the container's engine; ${USUAL_SOCKET} unless said`),
    local: z.literal(true).optional().describe('it is this machine'),
    sudo: z
      .literal(true)
      .optional()
      .describe('the user there is not root: commands run by `sudo -n`, which must not want a password'),
    role,
  })
  .refine(({ssh, container, local}) => [ssh, container, local].filter(each => each !== undefined).length === 1, {
    message: 'expected one of ssh: user@host, container: name and local: true',
  })
  .refine(({container, engine}) => engine === undefined || container !== undefined, {
    message: 'engine: is of a container, and there is no container: here',
    path: ['engine'],
  })
  .refine(({ssh, sudo}) => sudo === undefined || ssh !== undefined, {
    message: 'sudo: is of a node that ssh reaches, and there is no ssh: here',
    path: ['sudo'],
  });
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected a name of letters, digits, dots and dashes');
const cluster = z.strictObject({
  nodes: z
    .record(id, node)
    .refine(nodes => {
      const roles = Object.values(nodes).map(each => each.role);
      return roles.every(each => each === undefined) || roles.includes('manager');
    }, 'one node at least must be a manager, or none has a role')
    .describe('the machines, by the names that the module has for its nodes'),
  sshConfig: z.string().min(1).max(4096).optional().describe('an ssh configuration file, instead of your own'),
  images: z.record(z.string(), z.string()).optional().describe('images that take the place of those of the module'),
});
export const inventorySchema = z
  .object({default: z.string().optional().describe('the cluster that is used when none is named')})
  .catchall(cluster)
  .superRefine((value, context) => {
    const names = Object.keys(value).filter(name => name !== 'default');
    for (const name of names) {
      const good = id.safeParse(name).success && !RESERVED.has(name);
      if (!good) context.addIssue({code: 'custom', path: [name], message: `a cluster cannot be called ${name}`});
    }
    const chosen = value.default;
    if (chosen === undefined || names.includes(chosen)) return;
    const message = `there is no cluster "${chosen}" in this file${suggest(chosen, names)}`;
    context.addIssue({code: 'custom', path: ['default'], message});
  });

export interface InventoryNode {
  readonly id: string;
  readonly role?: 'manager' | 'worker' | undefined;
  /** As one gives it to ssh. A node that is neither there nor in a container is this machine. */
  readonly ssh?: string;
  /** Commands run as root, by a sudo that wants no password. */
  readonly sudo?: true;
  /** Name or id. */
  readonly container?: string;
  /** The socket of the container's engine. */
  readonly engine?: string;
}

export interface InventoryCluster {
  readonly name: string;
  readonly nodes: readonly InventoryNode[];
  readonly sshConfig?: string;
  readonly images: Readonly<Record<string, string>>;
}

/** The clusters that the person described in `clusters.yaml`. */
interface Inventory {
  readonly default?: string;
  readonly clusters: ReadonlyMap<string, InventoryCluster>;
}

export type ReadInventory =
  | {readonly kind: 'read'; readonly inventory: Inventory}
  | {readonly kind: 'unusable'; readonly problems: readonly Problem[]};

export function inventoryFile(env: Readonly<Record<string, string | undefined>>): string {
  return join(configFolder(env), 'clusters.yaml');
}

/** A missing file is an empty inventory. */
export function readInventory(file: string): ReadInventory {
  let text: string;
  try {
    const {size} = statSync(file);
    if (size > MAX_BYTES)
      return unusable([fileProblem(file, `the file has ${size} bytes; at most ${MAX_BYTES} are read`)]);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {kind: 'read', inventory: {clusters: new Map()}};
    return unusable([fileProblem(file, `the file cannot be read: ${message}`)]);
  }
  return parseInventory(text, file);
}

export function parseInventory(content: string, file: string): ReadInventory {
  const problems: Problem[] = [];
  const source = makeSource(file, content);
  const yaml = {text: source.text, spot: {source, offset: 0}, most: MAX_BYTES};
  const read = readYaml(inventorySchema, yaml, reportInto(problems));
  if (!read.ok) return unusable(problems);
  const {default: chosen, ...clusters} = read.value;
  return {
    kind: 'read',
    inventory: {
      ...(chosen !== undefined && {default: chosen}),
      clusters: new Map(Object.entries(clusters).map(([name, each]) => [name, toCluster(name, each, file)])),
    },
  };
}

function toCluster(name: string, described: z.infer<typeof cluster>, file: string): InventoryCluster {
  const nodes = Object.entries(described.nodes).map(([id, each]): InventoryNode => {
    const {role, ssh, sudo, container, engine = USUAL_SOCKET} = each;
    const socket = pathFrom(file, engine.replace(/^unix:\/\//, ''));
    const over = {...(ssh !== undefined && {ssh}), ...(sudo && {sudo})};
    return {id, role, ...over, ...(container !== undefined && {container, engine: socket})};
  });
  const {sshConfig, images = {}} = described;
  return {name, nodes, images, ...(sshConfig !== undefined && {sshConfig: pathFrom(file, sshConfig)})};
}

function pathFrom(file: string, path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(dirname(file), path);
}

function fileProblem(file: string, message: string): Problem {
  return {file, line: 1, column: 1, message, severity: 'error'};
}

function unusable(problems: readonly Problem[]): ReadInventory {
  return {kind: 'unusable', problems};
}
