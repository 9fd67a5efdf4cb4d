import {existsSync} from 'node:fs';
import {release} from 'node:os';
import {type Engine, engineProblem, openEngine} from '../../cluster/engine.ts';
import {type Env, imagesFolder} from '../places.ts';
import {ELSEWHERE, type Machine, type Missing, missingDisk, missingMemory, missingTools} from '../requirements.ts';
import {hasNodeImage} from './image.ts';
import {engineSocket} from './socket.ts';

/** What it takes to make the node image; once an engine has it, none of these is called. */
const BUILD_TOOLS: Readonly<Record<string, string>> = {
  mmdebstrap: 'mmdebstrap',
  unshare: 'util-linux',
  setpriv: 'util-linux',
  chroot: 'coreutils',
  tar: 'tar',
};
/** The image's tree, beside what the engine keeps of it. */
const BUILD_MIB = 1000;
/** The engine's copy of the image, and what three nodes write. */
const ENGINE_MIB = 1500;
/** Three nodes at the 50 MiB they were seen to use with nothing running, and room for tasks. */
const MEMORY_MIB = 400;
const OLDEST = '1.41';

export interface ReadyEngine {
  readonly engine: Engine;
  readonly socket: string;
  /** The machine's kernel modules, when the engine's kernel is the machine's. */
  readonly modules: string | undefined;
}

export type Examined =
  | {readonly kind: 'ready'; readonly ready: ReadyEngine; readonly isBuilt: boolean}
  | {readonly kind: 'missing'; readonly missing: readonly Missing[]};

/** A busy engine takes a while to count what it has; one that hangs takes the connection and never answers. */
const LONGEST_ANSWER_MS = 15_000;

/** The engine that a lab of containers can be made on, or all that stands in the way. */
export async function examineEngine(machine: Machine, longestMs = LONGEST_ANSWER_MS): Promise<Examined> {
  const socket = engineSocket(machine.env);
  const asked = openEngine(socket, longestMs);
  try {
    const [info, {ApiVersion}] = await Promise.all([asked.info(), asked.version()]);
    const isBuilt = await hasNodeImage(asked);
    const missing = [
      ...unfit(info, ApiVersion),
      ...(isBuilt ? [] : await missingForBuild(machine)),
      ...(await missingRoom(info.DockerRootDir, machine.env, isBuilt)),
    ];
    if (missing.length > 0) return {kind: 'missing', missing};
    const modules = info.KernelVersion === release() && existsSync(`/lib/modules/${release()}`);
    return {
      kind: 'ready',
      ready: {engine: openEngine(socket), socket, modules: modules ? '/lib/modules' : undefined},
      isBuilt,
    };
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    const mend = code === 'ENOENT' ? {mend: 'apt-get install -y docker.io'} : {};
    return {kind: 'missing', missing: [{what: engineProblem(error, socket), ...mend}]};
  }
}

interface EngineInfo {
  readonly OSType: string;
  readonly Architecture: string;
  readonly SecurityOptions?: readonly string[] | null;
}

/** Why this engine cannot run nodes, whatever is installed beside it. */
export function unfit({OSType, Architecture, SecurityOptions}: EngineInfo, api: string): readonly Missing[] {
  const missing: Missing[] = [];
  if (OSType !== 'linux') missing.push({what: `the engine runs containers of ${OSType}, and a node is one of Linux`});
  if (Architecture !== 'x86_64')
    missing.push({what: `the engine runs on ${Architecture}, and the node image is for x86_64`});
  if (SecurityOptions?.some(option => option.includes('name=rootless')))
    missing.push({what: 'the engine is rootless: it cannot give a node the rights that an engine inside needs'});
  if (compareVersions(api, OLDEST) < 0)
    missing.push({what: `the engine speaks version ${api} of its API, and a lab needs ${OLDEST} (Docker 20.10)`});
  return missing;
}

function compareVersions(a: string, b: string): number {
  const [one, other] = [a, b].map(each => each.split('.').map(Number));
  return (one![0] ?? 0) - (other![0] ?? 0) || (one![1] ?? 0) - (other![1] ?? 0);
}

async function missingForBuild(machine: Machine): Promise<readonly Missing[]> {
  if (machine.platform !== 'linux')
    return [{what: `the node image is made of Debian packages on Linux, and this machine runs ${machine.platform}`}];
  const root = {what: 'the node image is made as root, once', mend: 'sudo deepdive lab up --kind docker'};
  return [...(machine.uid === 0 ? [] : [root]), ...(await missingTools(machine, BUILD_TOOLS))];
}

async function missingRoom(engineFolder: string, env: Env, isBuilt: boolean): Promise<readonly Missing[]> {
  // An engine in a virtual machine has its folder there.
  const engineHas = existsSync(engineFolder) ? await missingDisk(engineFolder, ENGINE_MIB, 'docker system df') : [];
  const buildHas = isBuilt ? [] : await missingDisk(imagesFolder(env), BUILD_MIB, `${ELSEWHERE} --kind docker`);
  return [...engineHas, ...buildHas, ...missingMemory(MEMORY_MIB)];
}
