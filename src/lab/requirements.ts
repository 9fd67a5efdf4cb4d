import {access, constants, statfs} from 'node:fs/promises';
import {freemem} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {type Env, imagesFolder} from './places.ts';
import {SYSTEM_FOLDERS} from './run-tool.ts';

/** Something this machine lacks for a lab. */
export interface Missing {
  /** One sentence, lower case. */
  readonly what: string;
  /** The command that mends it, when one does. */
  readonly mend?: string;
}

export interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly uid: number;
  readonly env: Env;
  /** Searched behind PATH. */
  readonly toolFolders?: readonly string[];
}

/** Debian's package for every tool that is called. */
const TOOLS: Readonly<Record<string, string>> = {
  mmdebstrap: 'mmdebstrap',
  mke2fs: 'e2fsprogs',
  ip: 'iproute2',
  nsenter: 'util-linux',
  unshare: 'util-linux',
  setpriv: 'util-linux',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  chroot: 'coreutils',
  tar: 'tar',
};

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const MIB = 1024 * 1024;
export const ELSEWHERE = 'XDG_CACHE_HOME=/somewhere/larger deepdive lab up';
/** The image's tree and its disk side by side while it is built, and three copy-on-write files. */
const DISK_MIB = 2500;
/** Three nodes at the 415 MiB they were seen to use. */
const MEMORY_MIB = 1300;

/** All that stands in the way of a lab on this machine; nothing when it can be made. */
export async function checkRequirements(machine: Machine): Promise<readonly Missing[]> {
  if (machine.platform !== 'linux') {
    return [{what: `a lab is made of Linux kernels as processes, and this machine runs ${machine.platform}`}];
  }
  const missing: Missing[] = [];
  if (machine.arch !== 'x64')
    missing.push({what: `the lab's kernel exists for x86-64 only, and this machine is ${machine.arch}`});
  if (machine.uid !== 0)
    missing.push({what: 'a lab makes network namespaces, which only root may do', mend: 'sudo deepdive lab up'});
  missing.push(...(await missingTools(machine, TOOLS)));
  if (!(await exists('/dev/net/tun'))) {
    missing.push({what: '/dev/net/tun is missing, so no node can have a network card', mend: 'modprobe tun'});
  }
  missing.push(...(await missingRoom(machine.env)));
  return missing;
}

/** `tools` by the Debian package that has each; those that install Debian need its keys as well. */
export async function missingTools(
  {env, toolFolders = SYSTEM_FOLDERS}: Machine,
  wanted: Readonly<Record<string, string>>,
): Promise<readonly Missing[]> {
  const folders = [...(env.PATH ?? '').split(delimiter), ...toolFolders].filter(folder => folder !== '');
  const packages = new Set<string>();
  const tools: string[] = [];
  for (const [tool, owner] of Object.entries(wanted)) {
    const found = await Promise.all(folders.map(folder => exists(join(folder, tool), constants.X_OK)));
    if (found.includes(true)) continue;
    tools.push(tool);
    packages.add(owner);
  }
  if (!(await exists(KEYRING))) {
    tools.push("Debian's archive keys");
    packages.add('debian-archive-keyring');
  }
  if (tools.length === 0) return [];
  const are = tools.length === 1 ? 'is' : 'are';
  return [{what: `${tools.join(', ')} ${are} not installed`, mend: `apt-get install -y ${[...packages].join(' ')}`}];
}

async function missingRoom(env: Env): Promise<readonly Missing[]> {
  return [...(await missingDisk(imagesFolder(env), DISK_MIB, ELSEWHERE)), ...missingMemory(MEMORY_MIB)];
}

/** Whether there is room at a path, which need not exist yet. */
export async function missingDisk(path: string, neededMiB: number, mend?: string): Promise<readonly Missing[]> {
  const folder = await nearestFolder(path);
  const disk = await statfs(folder);
  const diskMiB = Math.floor((disk.bavail * disk.bsize) / MIB);
  if (diskMiB >= neededMiB) return [];
  const what = `${folder} has ${diskMiB} MiB free, and a lab needs ${neededMiB}`;
  return [{what, ...(mend !== undefined && {mend})}];
}

export function missingMemory(neededMiB: number): readonly Missing[] {
  const memoryMiB = Math.floor(freemem() / MIB);
  if (memoryMiB >= neededMiB) return [];
  return [{what: `${memoryMiB} MiB of memory are free, and a lab needs ${neededMiB}`}];
}

async function nearestFolder(path: string): Promise<string> {
  return (await exists(path)) ? path : nearestFolder(dirname(path));
}

async function exists(path: string, mode = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** One line each, with the command that mends it. */
export function describeMissing(missing: readonly Missing[]): string {
  return missing.map(({what, mend}) => `- ${what}${mend === undefined ? '' : `: ${mend}`}`).join('\n');
}
