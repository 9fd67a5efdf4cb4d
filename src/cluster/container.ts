import type {Cluster, Node} from './cluster.ts';
import {type ContainerTarget, talkInContainer} from './container-talk.ts';
import {USUAL_SOCKET} from './engine.ts';
import {runRemotely} from './remote-run.ts';
import {underWay} from './under-way.ts';

export interface ContainerNodeOptions extends ContainerTarget {
  readonly id: string;
  readonly role: Node['role'];
}

export interface ContainerClusterOptions {
  readonly name: string;
  readonly nodes: readonly ContainerNodeOptions[];
  readonly images?: Readonly<Record<string, string>>;
}

/** A cluster whose nodes are containers of Docker engines that this machine has the sockets of. */
export function containerCluster({name, nodes, images = {}}: ContainerClusterOptions): Cluster {
  const own = nodes.map(containerNode);
  return {
    name,
    transport: 'container',
    nodes: own,
    images,
    async close() {
      await Promise.all(own.map(node => node.close()));
    },
  };
}

/** `close` ends what still runs. */
export function containerNode({id, role, ...target}: ContainerNodeOptions): Node & {close(): Promise<void>} {
  const commands = underWay();
  return {
    id,
    role,
    address: target.socket === USUAL_SOCKET ? target.container : `${target.container} of ${target.socket}`,
    shell: () => containerShell(target),
    run: (command, options) => commands.add(runRemotely(command, options, errand => talkInContainer(target, errand))),
    close: commands.end,
  };
}

const LOGIN_SHELL = 'cd; if command -v bash >/dev/null; then exec bash -l; else exec sh -l; fi';

/**
 * The docker command that opens a shell in a container, or runs a line there. A shell has a terminal where this program has
 * one, as over ssh: docker refuses to make one for a pipe.
 */
export function containerShell(
  {container, socket}: ContainerTarget,
  line?: string,
  hasTerminal = process.stdin.isTTY,
): readonly [string, ...string[]] {
  const terminal = line === undefined && hasTerminal ? '-it' : '-i';
  return ['docker', '-H', `unix://${socket}`, 'exec', terminal, container, '/bin/sh', '-c', line ?? LOGIN_SHELL];
}
