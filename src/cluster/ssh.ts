import {join} from 'node:path';
import {execa} from 'execa';
import type {Cluster, Node} from './cluster.ts';
import {controlFolder} from './control-folder.ts';
import {lane} from './lane.ts';
import {sshLog} from './ssh-log.ts';
import {type Reaching, reachOverSsh} from './ssh-reach.ts';
import {runOverSsh} from './ssh-run.ts';
import {underWay} from './under-way.ts';

interface SshNodeOptions {
  readonly id: string;
  readonly role: Node['role'];
  /** As one gives it to ssh: `swarm-01`, `user@host`, `ssh://user@host:port`. */
  readonly host: string;
  /** All commands run as root, by `sudo -n`: a sudo that wants a password makes the node unreachable, and says so. */
  readonly sudo?: true;
}

export interface SshNodesOptions {
  readonly nodes: readonly SshNodeOptions[];
  /** Instead of the user's `~/.ssh/config`. */
  readonly configFile?: string | undefined;
  /** Where control sockets may live: `$XDG_RUNTIME_DIR`. */
  readonly runtimeDir: string | undefined;
}

export interface SshClusterOptions extends SshNodesOptions {
  readonly name: string;
  readonly images?: Readonly<Record<string, string>>;
}

/** A cluster that is reached through the system's OpenSSH, with the user's own configuration, keys and known hosts. */
export function sshCluster({name, images = {}, ...options}: SshClusterOptions): Cluster {
  const {configFile} = options;
  return {name, transport: 'ssh', ...(configFile && {sshConfig: configFile}), images, ...sshNodes(options)};
}

/** The nodes share a folder of control sockets, which `close` removes after it has ended all connections. */
export function sshNodes({nodes, configFile, runtimeDir}: SshNodesOptions): Pick<Cluster, 'nodes' | 'close'> {
  const folder = controlFolder(runtimeDir);
  const own = nodes.map((node, index) => sshNode(node, configFile, join(folder.path, `n${index}`)));
  return {
    nodes: own,
    async close() {
      await Promise.all(own.map(node => node.close()));
      folder.remove();
    },
  };
}

function sshNode({id, role, host, sudo}: SshNodeOptions, configFile: string | undefined, controlPath: string) {
  const shared = [
    ...(configFile === undefined ? [] : ['-F', configFile]),
    ...option('ControlMaster', 'auto'),
    ...option('ControlPersist', '60'),
    ...option('ControlPath', controlPath.replaceAll('%', '%%')),
    ...option('ConnectTimeout', '5'),
    // A node that went away is noticed within 12 to 16 seconds.
    ...option('ServerAliveInterval', '4'),
    ...option('ServerAliveCountMax', '3'),
    // The user's configuration may ask for these; none has a place in a command of ours.
    ...option('ClearAllForwardings', 'yes'),
    ...option('ForwardX11', 'no'),
    ...option('PermitLocalCommand', 'no'),
    ...option('RemoteCommand', 'none'),
  ];
  const log = sshLog(`${controlPath}.log`);
  const batch = [...option('BatchMode', 'yes'), ...option('LogLevel', 'INFO'), '-T', '-E', log.path];
  const target = {args: [...shared, ...batch, '--', host], lane: lane(), log, ...(sudo && {shell: SUDO_SHELL})};
  const commands = underWay();
  let reaching: Reaching | undefined;
  return {
    id,
    role,
    address: host,
    shell: () => ['ssh', '-t', ...shared, '--', host, ...(sudo ? ['sudo -n -i'] : [])],
    run: (command, options) => commands.add(runOverSsh(target, command, options)),
    reach() {
      reaching ??= reachOverSsh(target);
    },
    async close() {
      // Together: what waits for the other's end would wait for ever.
      await Promise.all([reaching?.end(), commands.end()]);
      await execa('ssh', ['-q', ...shared, '-O', 'exit', '--', host], {reject: false, stdio: 'ignore', timeout: 5_000});
    },
  } satisfies Node & {close(): Promise<void>};
}

/** The wrapper itself runs as root, so that it may end what it has started. */
const SUDO_SHELL = 'sudo -n /bin/sh';

function option(name: string, value: string): readonly [string, string] {
  return ['-o', `${name}=${value}`];
}
