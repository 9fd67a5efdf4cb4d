import type {PlannedNode} from './plan.ts';

export interface SshConfig {
  readonly nodes: readonly PlannedNode[];
  /** Holds the client's key, known_hosts and a static busybox: the host need not have a netcat. */
  readonly folder: string;
  readonly netnsFile: string;
}

/** An ssh_config that needs nothing else: `ssh -F FILE swarm-01`. Only root can enter the namespace. */
export function sshConfig({nodes, folder, netnsFile}: SshConfig): string {
  const hosts = nodes.map(({id, address}) => `Host ${id}\n  HostName ${address}\n`);
  return `${hosts.join('')}
Host *
  User root
  IdentityFile ${quoted(`${folder}/id_ed25519`)}
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${quoted(`${folder}/known_hosts`)}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  UpdateHostKeys no
  PreferredAuthentications publickey
  BatchMode yes
  ConnectTimeout 10
  ServerAliveInterval 15
  ServerAliveCountMax 2
  ProxyCommand nsenter --net=${shellWord(netnsFile)} ${shellWord(`${folder}/busybox`)} nc %h %p
`;
}

export function knownHosts(nodes: readonly PlannedNode[], hostKey: string): string {
  const [type = '', key = ''] = hostKey.split(' ');
  return nodes.map(({id, address}) => `${id},${address} ${type} ${key}\n`).join('');
}

/** Both take care of `%`, which ssh expands in these values. */
function quoted(path: string): string {
  return `"${path.replaceAll('%', '%%')}"`;
}

function shellWord(path: string): string {
  return `'${path.replaceAll('%', '%%').replaceAll("'", "'\\''")}'`;
}
