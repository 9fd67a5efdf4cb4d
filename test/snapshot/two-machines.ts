import {execFileSync, spawn} from 'node:child_process';
import type {Command, Node, RunOptions} from '../../src/cluster/cluster.ts';
import {localNode} from '../../src/cluster/local.ts';

/** The namespaces of a client on `left` and a task on `right`, and that of the overlay that both are on. */
export const CLIENT = 'aaaaaaaaaaaa';
export const TASK = 'bbbbbbbbbbbb';
export const OVERLAY = '1-abcdefghij';
export const TASK_ADDRESS = '10.0.9.3';

export interface TwoMachines {
  readonly nodes: readonly Node[];
  /** Runs a line in a namespace of a machine; a failing line fails the test. */
  in(node: 'left' | 'right', netns: string, line: string): string;
  close(): void;
}

const NEEDED = 'tcpdump curl iptables busybox ip nsenter';

/** Whether this is root with the tools that .ci/run installs; there they may not be missing. */
export function canMakeMachines(): boolean {
  try {
    const line = `PATH=$PATH:/usr/sbin:/sbin; for x in ${NEEDED}; do command -v $x; done && unshare --net --mount true`;
    execFileSync('sh', ['-ec', line], {stdio: 'pipe'});
    return true;
  } catch (error) {
    if (process.env.DEEPDIVE_REQUIRE_ALL === '1') throw error;
    return false;
  }
}

/**
 * Two namespaces of this machine that stand for two nodes: each with a directory of namespaces as an engine has, joined by
 * a wire, and with an overlay over it, made as an engine makes it: the VXLAN device begins on the host and is moved.
 */
export function twoMachines(): TwoMachines {
  const left = machine('left', CLIENT, '10.99.0.1', '10.99.0.2', '10.0.9.2');
  const right = machine('right', TASK, '10.99.0.2', '10.99.0.1', TASK_ADDRESS);
  left.run(`ip link add under0 type veth peer name under0 netns ${right.pid}`);
  for (const one of [left, right]) one.run(one.rest);
  const local = [left, right].map(({id, pid}) => insideOf(localNode(id, 'worker'), pid));
  const listener = spawn('nsenter', [...entering(right.pid), 'sh', '-c', LISTEN], {stdio: 'ignore'});
  return {
    nodes: local,
    in: (node, netns, line) => {
      const enter = netns === 'host' ? '' : `nsenter --net=/var/run/docker/netns/${netns} `;
      return (node === 'left' ? left : right).run(`${enter}sh -c '${line.replaceAll("'", "'\\''")}'`);
    },
    close() {
      listener.kill();
      for (const one of [left, right]) one.stop();
    },
  };
}

const LISTEN = `exec nsenter --net=/var/run/docker/netns/${TASK} busybox httpd -f -p 80 -h /var/run`;

function entering(pid: number): readonly string[] {
  return ['-t', String(pid), '--mount', '--net'];
}

function machine(id: string, container: string, own: string, other: string, address: string) {
  const holder = spawn('unshare', ['--net', '--mount', '--propagation', 'private', 'sleep', '600'], {stdio: 'ignore'});
  const pid = holder.pid!;
  untilApart(pid);
  const run = (line: string) =>
    execFileSync('nsenter', [...entering(pid), 'sh', '-ec', `PATH=$PATH:/usr/sbin:/sbin; ${line}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  run(
    'mount -t tmpfs tmpfs /var/run && mkdir -p /var/run/docker /var/run/netns && ln -s ../netns /var/run/docker/netns',
  );
  const into = (netns: string, line: string) => `ip netns exec ${netns} ${line}`;
  const rest = [
    `ip addr add ${own}/24 dev under0 && ip link set under0 up && ip link set lo up`,
    `ip netns add ${OVERLAY} && ip netns add ${container}`,
    `ip link add vxlan0 type vxlan id 77 dstport 4789 local ${own} remote ${other} && ip link set vxlan0 netns ${OVERLAY}`,
    into(OVERLAY, 'ip link add br0 type bridge'),
    `ip link add veth0 netns ${OVERLAY} type veth peer name eth0 netns ${container}`,
    ...['br0', 'vxlan0', 'veth0'].map(name => into(OVERLAY, `ip link set ${name} up mtu 1400`)),
    ...['vxlan0', 'veth0'].map(name => into(OVERLAY, `ip link set ${name} master br0`)),
    into(container, `ip addr add ${address}/24 dev eth0`),
    into(container, 'ip link set eth0 up mtu 1400'),
  ].join('\n');
  return {id, pid, run, rest, stop: () => holder.kill('SIGKILL')};
}

/** Waits until a process has left our network namespace. */
function untilApart(pid: number): void {
  const netns = (who: string | number) => execFileSync('readlink', [`/proc/${who}/ns/net`], {encoding: 'utf8'});
  const isGone = () => {
    try {
      return netns(pid) !== netns('self') && netns(pid) !== '';
    } catch {
      return false;
    }
  };
  for (let i = 0; i < 200; i++) {
    if (isGone()) return;
    execFileSync('sleep', ['0.05']);
  }
  throw new Error('unshare did not come into a namespace of its own');
}

function insideOf(node: Node, pid: number): Node {
  const wrap = (line: string) => `exec nsenter ${entering(pid).join(' ')} sh -c '${line.replaceAll("'", "'\\''")}'`;
  return {
    ...node,
    run: (command: Command, options: RunOptions) => node.run({...command, line: wrap(command.line)}, options),
  };
}
