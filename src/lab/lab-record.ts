import {readdir, readFile, rename, writeFile} from 'node:fs/promises';
import * as z from 'zod';
import {isAlive} from '../state/process-mark.ts';
import {FEATURE_NAMES} from './kernel-features.ts';
import {type Env, isLabName, labPlaces, labsFolder} from './places.ts';
import {processMark} from './process-shape.ts';

const common = {
  version: z.literal(1),
  name: z.string(),
  images: z.record(z.string(), z.string()),
  /** As in `docker 26.1.5`. */
  engine: z.string(),
};

const umlNode = z.strictObject({
  id: z.string(),
  /** Host name in the lab's ssh config. */
  host: z.string(),
  address: z.string(),
  role: z.enum(['manager', 'worker']),
  process: processMark,
});

const umlLab = z.strictObject({
  ...common,
  kind: z.literal('uml'),
  nodes: z.array(umlNode).min(1).max(16),
  sshConfig: z.string(),
  /** The engine of its release of Debian, by which it is made anew. */
  release: z.string().default('26.1'),
  overlays: z.enum(['netns', 'host']).default('netns'),
});

const dockerNode = z.strictObject({
  id: z.string(),
  /** The container's name, which outlives a reset, and its id, which does not. */
  container: z.string(),
  containerId: z.string(),
  address: z.string(),
  role: z.enum(['manager', 'worker']),
});

const dockerLab = z.strictObject({
  ...common,
  kind: z.literal('docker'),
  /** Of the engine that runs its containers. */
  socket: z.string(),
  nodes: z.array(dockerNode).min(1).max(16),
  /** What the kernel of its nodes has not. */
  lacks: z.array(z.enum(FEATURE_NAMES)),
  /** What could not be tried there. */
  untried: z.array(z.enum(FEATURE_NAMES)).default([]),
});

const record = z.discriminatedUnion('kind', [umlLab, dockerLab]);

export type LabNode = Readonly<z.infer<typeof umlNode>>;
export type UmlLab = Readonly<z.infer<typeof umlLab>>;
export type DockerLab = Readonly<z.infer<typeof dockerLab>>;
export type LabRecord = UmlLab | DockerLab;
export type LabKind = LabRecord['kind'];

const MAX_BYTES = 64 * 1024;

/** The lab of that name, if a lab can have it, as it was last brought up; its nodes may have died since (`isRunning`). */
export async function readLab(name: string, env: Env): Promise<LabRecord | undefined> {
  if (!isLabName(name)) return undefined;
  const text = await readFile(labPlaces(name, env).record, 'utf8').catch(() => undefined);
  if (text === undefined || text.length > MAX_BYTES) return undefined;
  const parsed = record.safeParse(jsonOrUndefined(text));
  return parsed.success && parsed.data.name === name ? parsed.data : undefined;
}

export async function writeLab(lab: LabRecord, env: Env): Promise<void> {
  const path = labPlaces(lab.name, env).record;
  await writeFile(`${path}.new`, `${JSON.stringify(lab, undefined, 2)}\n`, {mode: 0o600});
  await rename(`${path}.new`, path);
}

/** Labs whose every node lives, by name. */
export async function runningLabs(env: Env): Promise<readonly LabRecord[]> {
  const names = await readdir(labsFolder(env)).catch(() => []);
  const labs = await Promise.all(
    names
      .filter(isLabName)
      .sort()
      .map(name => readLab(name, env)),
  );
  const up = await Promise.all(labs.map(lab => lab !== undefined && isUp(lab)));
  return labs.flatMap((lab, i) => (lab !== undefined && up[i] ? [lab] : []));
}

/** Whether every node of a lab of either kind lives; an engine that does not answer has none. */
export async function isUp(lab: LabRecord): Promise<boolean> {
  if (lab.kind === 'uml') return isRunning(lab);
  const {areRunning} = await import('./docker/containers.ts');
  return areRunning(
    lab.socket,
    lab.nodes.map(({containerId}) => containerId),
  );
}

/** Whether every node of a lab of kernels is a live process. */
export function isRunning(lab: UmlLab): boolean {
  return lab.nodes.every(each => isAlive(each.process));
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
