import {existsSync, mkdirSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import type {Cluster} from '../cluster/cluster.ts';
import type {Module} from '../core/lesson.ts';
import {naturalOrder} from '../core/natural-order.ts';
import {neutralise} from '../core/neutral.ts';
import {isOfSwarm} from './nodes-missing.ts';

const ENDING = '.recording';

export interface RecordingFile {
  /** The engine and its version: `docker-26.1.5`. */
  readonly name: string;
  readonly file: string;
}

/** A module's recordings, the newest engine last. */
export function recordingFiles(module: Module): readonly RecordingFile[] {
  const folder = join(module.folder, 'recordings');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(file => file.endsWith(ENDING))
    .map(file => ({name: basename(file, ENDING), file: join(folder, file)}))
    .sort((a, b) => naturalOrder(a.name, b.name));
}

/** The recording of that name, or whose name alone begins so (`docker-26`). */
export function findRecording(files: readonly RecordingFile[], name: string): RecordingFile | undefined {
  const exact = files.find(one => one.name === name);
  const [first, second] = files.filter(one => one.name.startsWith(name));
  return exact ?? (second === undefined ? first : undefined);
}

export interface Recorder {
  readonly cluster: Cluster;
  /** Puts the finished recording in its place and returns the path; call it after the cluster was closed. */
  keep(): string;
  /** Removes what was recorded. */
  discard(): void;
}

/** Records beside the final place; a recording that is not kept never replaces the one that is there. */
export async function startRecording(module: Module, cluster: Cluster, out: string | undefined): Promise<Recorder> {
  const {recordCluster} = await import('../cluster/record.ts');
  const engine = await engineOf(module, cluster);
  const file = out ?? join(module.folder, 'recordings', `${engine.replace(' ', '-')}${ENDING}`);
  mkdirSync(dirname(file), {recursive: true});
  const fresh = file.replace(ENDING, `.new${ENDING}`);
  return {
    cluster: recordCluster(cluster, {file: fresh, module: module.id, engine, recordedAt: new Date().toISOString()}),
    keep() {
      renameSync(fresh, file);
      return file;
    },
    discard() {
      rmSync(fresh, {force: true});
    },
  };
}

/** What the module is about, and its version, as the cluster's first node says: `docker 26.1.5`, else `linux 6.12.48`. */
async function engineOf(module: Module, cluster: Cluster): Promise<string> {
  const ask = async (line: string) => {
    const output = await cluster.nodes[0]?.run({line}, {timeoutMs: 20_000, maxBytes: 4096}).ended;
    return neutralise(new TextDecoder().decode(output?.stdout)).trim();
  };
  // Without what a distribution adds: `+dfsg1`, `-amd64`.
  const docker = isAboutDocker(module)
    ? (await ask("docker version -f '{{.Server.Version}}'")).replace(/\+.*$/, '')
    : '';
  if (/^[\w.-]{1,40}$/.test(docker)) return `docker ${docker}`;
  const kernel = /^([a-z][a-z0-9]{0,19}) (\d[\d.]{0,19})/i.exec(await ask('uname -sr'));
  return kernel === null ? 'unknown' : `${kernel[1]!.toLowerCase()} ${kernel[2]!.replace(/\.$/, '')}`;
}

function isAboutDocker(module: Module): boolean {
  if (isOfSwarm(module)) return true;
  return module.lessons.some(({engine, needs}) => engine.docker !== undefined || needs.tools.includes('docker'));
}
