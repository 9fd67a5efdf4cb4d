import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {execa, execaSync} from 'execa';
import {ACCOUNT_FOLDER, type SshAccount, withAccount} from './account.ts';

const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find(path => existsSync(path));

/** Why tests with a real sshd cannot run here. */
export function sshdMissing(): string | undefined {
  if (SSHD !== undefined) return undefined;
  const reason = 'no sshd on this machine (apt-get install openssh-server)';
  if (process.env.DEEPDIVE_REQUIRE_ALL === '1') throw new Error(reason);
  return reason;
}

export interface Sshd {
  /** Knows `node-1` and `node-2` (both this machine) and `nowhere`, a port where nobody listens. */
  readonly configFile: string;
  readonly runtimeDir: string;
  /** How many there are now. */
  connections(): number;
  /** Ends the connections at once, as when the node loses power. */
  killConnections(): void;
  stop(): Promise<void>;
}

/** A real sshd on loopback with keys and settings of its own, for the current user or one that only it knows. */
export async function startSshd(settings: readonly string[] = [], account?: SshAccount): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'dd-sshd-'));
  for (const key of ['host', 'user']) {
    execaSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  }
  // sshd refuses to start as root without its privilege separation folder, which a container may lack.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', {recursive: true, mode: 0o755});
  const [port, deadPort] = [await freePort(), await freePort()];
  const serverConfig = `Port ${port}
ListenAddress 127.0.0.1
HostKey ${folder}/host
PidFile none
AuthorizedKeysFile ${account === undefined ? `${folder}/user.pub` : `${ACCOUNT_FOLDER}/key.pub`}
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
# Spares the tests the start-up files of the user's login shell.
SetEnv HOME=${account === undefined ? folder : `${ACCOUNT_FOLDER}/home`}
${settings.join('\n')}
`;
  writeFileSync(join(folder, 'sshd_config'), serverConfig);
  const hostKey = readFileSync(join(folder, 'host.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
  writeFileSync(join(folder, 'known_hosts'), `[127.0.0.1]:${port} ${hostKey}\n`);
  const clientConfig = `Host nowhere
  Port ${deadPort}
Host *
  HostName 127.0.0.1
  Port ${port}
  User ${account?.name ?? userInfo().username}
  IdentityFile ${folder}/user
  IdentitiesOnly yes
  UserKnownHostsFile ${folder}/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
`;
  const configFile = join(folder, 'ssh_config');
  writeFileSync(configFile, clientConfig);

  const around = account === undefined ? [] : withAccount(account, join(folder, 'user.pub'));
  const call = [...around, SSHD ?? 'sshd', '-D', '-e', '-f', join(folder, 'sshd_config')];
  const server = execa(call[0]!, call.slice(1), {reject: false});
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (text: Buffer) => {
      if (text.toString().includes('Server listening')) resolve();
    });
    void server.then(result => reject(new Error(`sshd ended: ${result.stderr}`)));
  });
  return {
    configFile,
    runtimeDir: folder,
    connections: () => childrenOf(server.pid ?? 0).length,
    killConnections() {
      for (const pid of childrenOf(server.pid ?? 0)) killIfThere(pid);
    },
    async stop() {
      for (const pid of childrenOf(server.pid ?? 0)) killIfThere(pid);
      server.kill('SIGTERM');
      await server;
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
}

async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** A session may end by itself between the look and the signal. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
