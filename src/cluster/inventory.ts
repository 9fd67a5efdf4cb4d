import {readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {LineCounter, parseDocument} from 'yaml';
import * as z from 'zod';
import type {Problem} from '../core/problem.ts';
import {configFolder} from '../state/paths.ts';
import {yamlProblem, yamlProblems} from './yaml-problems.ts';

const MAX_BYTES = 1024 * 1024;

/** What names in the inventory may not be, for the program gives them itself. */
const RESERVED: ReadonlySet<string> = new Set(['recording', 'local']);

const role = z.enum(['manager', 'worker'], 'expected manager or worker');
const host = z
  .string()
  .max(500)
  .regex(/^[^-\s\p{Cc}][^\s\p{Cc}]*$/u, 'expected a host as one gives it to ssh, such as user@10.0.0.1');
const node = z.union(
  [z.strictObject({ssh: host, role: role.optional()}), z.strictObject({local: z.literal(true), role: role.optional()})],
  {error: 'expected {ssh: user@host, role: …} or {local: true, role: …}, with the role manager or worker, or without'},
);
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected a name of letters, digits, dots and dashes');
const cluster = z.strictObject({
  nodes: z.record(id, node).refine(nodes => {
    const roles = Object.values(nodes).map(each => each.role);
    return roles.every(each => each === undefined) || roles.includes('manager');
  }, 'one node at least must be a manager, or none has a role'),
  sshConfig: z.string().min(1).max(4096).optional(),
  images: z.record(z.string(), z.string()).optional(),
});
export const inventorySchema = z
  .object({default: z.string().optional()})
  .catchall(cluster)
  .superRefine((value, context) => {
    const names = Object.keys(value).filter(name => name !== 'default');
    for (const name of names) {
      const good = id.safeParse(name).success && !RESERVED.has(name);
      if (!good) context.addIssue({code: 'custom', path: [name], message: `a cluster cannot be called ${name}`});
    }
    const chosen = value.default;
    if (chosen === undefined || names.includes(chosen)) return;
    context.addIssue({code: 'custom', path: ['default'], message: `there is no cluster ${chosen} in this file`});
  });

interface InventoryNode {
  readonly id: string;
  readonly role?: 'manager' | 'worker' | undefined;
  /** As one gives it to ssh; without it the node is this machine. */
  readonly ssh?: string;
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
      return unusable([yamlProblem(file, `the file has ${size} bytes; at most ${MAX_BYTES} are read`)]);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {kind: 'read', inventory: {clusters: new Map()}};
    return unusable([yamlProblem(file, `the file cannot be read: ${message}`)]);
  }
  return parseInventory(text, file);
}

export function parseInventory(text: string, file: string): ReadInventory {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false});
  const source = {document, lines, file};
  const broken = document.errors.map(error =>
    yamlProblem(file, error.message.toLowerCase(), lines.linePos(error.pos[0])),
  );
  if (broken.length > 0) return unusable(broken);
  let value: unknown;
  try {
    // No aliases: a few lines of them make gigabytes.
    value = document.toJS({maxAliasCount: 0}) ?? {};
  } catch {
    return unusable([yamlProblem(file, 'aliases (*name) are not supported here: write the value out')]);
  }
  const read = inventorySchema.safeParse(value);
  if (!read.success) return unusable(yamlProblems(read.error, source));
  const {default: chosen, ...clusters} = read.data;
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
    return {id, role: each.role, ...('ssh' in each && {ssh: each.ssh})};
  });
  const {sshConfig, images = {}} = described;
  return {name, nodes, images, ...(sshConfig !== undefined && {sshConfig: pathFrom(file, sshConfig)})};
}

function pathFrom(file: string, path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(dirname(file), path);
}

function unusable(problems: readonly Problem[]): ReadInventory {
  return {kind: 'unusable', problems};
}
