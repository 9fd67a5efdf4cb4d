import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const NEEDED = 'sshd tcpdump conntrack iptables brctl ip nsenter unshare bash';
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Why they cannot be made here. */
export function machinesMissing(): string | undefined {
  try {
    const line = `for x in ${NEEDED}; do command -v $x || { echo "no $x" >&2; exit 1; }; done; unshare --net --mount true`;
    execFileSync('sh', ['-ec', line], {stdio: 'pipe', env: {PATH}});
    return undefined;
  } catch (error) {
    if (process.env.DEEPDIVE_REQUIRE_ALL === '1') throw error;
    return `these are needed, and root: ${NEEDED}`;
  }
}

export const NAMES = ['one', 'two', 'three'] as const;
export type Name = (typeof NAMES)[number];
export const ADDRESS: Readonly<Record<Name, string>> = {one: '10.98.0.1', two: '10.98.0.2', three: '10.98.0.3'};

export interface ThreeMachines {
  /** Knows the three by name. */
  readonly configFile: string;
  readonly runtimeDir: string;
  /** Runs a line on one of them; a failing line fails the test. */
  on(name: Name, line: string): string;
  close(): void;
}

/**
 * Three namespaces of this machine, each with a card, on one bridge in a fourth; none is joined to the machine's own
 * network. ssh reaches them by a real sshd that answers one call each. Connections are tracked, as where an engine is.
 */
export function threeMachines(): ThreeMachines {
  const folder = mkdtempSync(join(tmpdir(), 'dd-three-'));
  // The commands of others may only be read where they stand.
  chmodSync(folder, 0o755);
  for (const key of ['host', 'user']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  }
  const middle = namespace();
  run(middle, 'ip link add br0 type bridge && ip link set br0 up');
  const nodes = new Map(NAMES.map(name => [name, namespace()] as const));
  for (const [name, node] of nodes) {
    run(middle, `ip link add ${name} type veth peer name eth0 netns ${node.pid}`);
    run(middle, `ip link set ${name} master br0 up`);
    run(
      node,
      `ip link set lo up && ip link set eth0 up && ip addr add ${ADDRESS[name]}/24 dev eth0
iptables -t nat -A POSTROUTING -s 192.0.2.0/24 -j MASQUERADE
mount -t tmpfs -o mode=755 tmpfs /run && mkdir -p /run/sshd /run/bin`,
    );
  }
  writeFileSync(
    join(folder, 'sshd_config'),
    `HostKey ${folder}/host
PidFile none
AuthorizedKeysFile ${folder}/user.pub
StrictModes no
UsePAM no
PermitRootLogin yes
SetEnv PATH=/run/bin:${PATH}
SetEnv HOME=/run
`,
  );
  const hosts = [...nodes].map(
    ([name, {pid}]) => `Host ${name}
  ProxyCommand nsenter -t ${pid} --mount --net /usr/sbin/sshd -i -f ${folder}/sshd_config`,
  );
  const configFile = join(folder, 'ssh_config');
  writeFileSync(
    configFile,
    `${hosts.join('\n')}
Host *
  User root
  IdentityFile ${folder}/user
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
`,
  );
  return {
    configFile,
    runtimeDir: folder,
    on: (name, line) => run(nodes.get(name)!, line),
    close() {
      for (const {holder} of [middle, ...nodes.values()]) holder.kill('SIGKILL');
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

interface Namespace {
  readonly holder: ChildProcess;
  readonly pid: number;
}

/** Lives as long as its process, and ten minutes at most. */
function namespace(): Namespace {
  const holder = spawn('unshare', ['--net', '--mount', '--propagation', 'private', 'sleep', '600'], {stdio: 'ignore'});
  const pid = holder.pid!;
  const netns = (who: string | number) => execFileSync('readlink', [`/proc/${who}/ns/net`], {encoding: 'utf8'});
  for (let i = 0; i < 200; i++) {
    if (netns(pid) !== netns('self')) return {holder, pid};
    execFileSync('sleep', ['0.05']);
  }
  throw new Error('unshare did not come into a namespace of its own');
}

function run({pid}: Namespace, line: string): string {
  return execFileSync(
    'nsenter',
    ['-t', String(pid), '--mount', '--net', 'sh', '-ec', `PATH=/run/bin:${PATH}\n${line}`],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}
