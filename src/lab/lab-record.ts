import {readdir, readFile, rename, writeFile} from 'node:fs/promises';
import * as z from 'zod';
import {isAlive} from '../state/process-mark.ts';
import {type Env, isLabName, labPlaces, labsFolder} from './places.ts';
import {processMark} from './process-shape.ts';

const node = z.strictObject({
  id: z.string(),
  /** Host name in the lab's ssh config. */
  host: z.string(),
  address: z.string(),
  role: z.enum(['manager', 'worker']),
  process: processMark,
});

const record = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  kind: z.literal('uml'),
  nodes: z.array(node).min(1).max(16),
  sshConfig: z.string(),
  images: z.record(z.string(), z.string()),
  /** As in `docker 26.1.5`. */
  engine: z.string(),
});

export type LabNode = Readonly<z.infer<typeof node>>;
export type LabRecord = Readonly<z.infer<typeof record>>;

const MAX_BYTES = 64 * 1024;

/** The lab of that name as it was last brought up; its nodes may have died since (`isRunning`). */
export async function readLab(name: string, env: Env): Promise<LabRecord | undefined> {
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

/** Labs whose every node is a live process, by name. */
export async function runningLabs(env: Env): Promise<readonly LabRecord[]> {
  const names = await readdir(labsFolder(env)).catch(() => []);
  const labs = await Promise.all(
    names
      .filter(isLabName)
      .sort()
      .map(name => readLab(name, env)),
  );
  return labs.filter(lab => lab !== undefined && isRunning(lab)) as LabRecord[];
}

export function isRunning(lab: LabRecord): boolean {
  return lab.nodes.every(each => isAlive(each.process));
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
