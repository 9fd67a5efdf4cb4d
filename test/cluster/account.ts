import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';

/** A user of a machine who is not root. */
export interface SshAccount {
  readonly name: string;
  /** What `/etc/sudoers` has of them besides; nothing = sudo lets them do nothing. */
  readonly sudoers?: string;
  /** The groups that they are in. */
  readonly groups?: readonly string[];
}

/** Why there can be no such user here. */
export function accountMissing(): string | undefined {
  const missing = ['/usr/bin/sudo', '/usr/bin/unshare'].find(path => !existsSync(path));
  const reason = process.getuid?.() === 0 ? missing && `no ${missing}` : 'only root can make a user';
  if (reason !== undefined && process.env.DEEPDIVE_REQUIRE_ALL === '1') throw new Error(reason);
  return reason;
}

/** Where the key and the home of the user are, in the mount namespace that they live in. */
export const ACCOUNT_FOLDER = '/mnt/account';

/**
 * A shell line that makes the user and then becomes what its arguments say. The user is known within a mount namespace
 * only: no file of the machine changes, and with the last process all of it is gone.
 */
export function withAccount({name, sudoers = '', groups = []}: SshAccount, publicKey: string): readonly string[] {
  const uid = 54_321;
  const joined = groups.map(group => `sed -i 's/^\\(${group}:.*\\)$/\\1,${name}/' group`).join('; ');
  const line = `mount -t tmpfs -o mode=755 tmpfs /mnt && mkdir -p ${ACCOUNT_FOLDER}/home && cd ${ACCOUNT_FOLDER}
cp '${publicKey}' key.pub && chmod 644 key.pub && chown ${uid} home
cp /etc/passwd passwd && echo '${name}:x:${uid}:${uid}::${ACCOUNT_FOLDER}/home:/bin/sh' >>passwd
cp /etc/group group && echo '${name}:x:${uid}:' >>group
${joined || ':'}
cp -p /etc/shadow shadow && echo '${name}:*:19000::::::' >>shadow
printf 'Defaults use_pty, secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\\n%s\\n' '${sudoers}' >sudoers
chmod 440 sudoers
for x in passwd group shadow sudoers; do mount --bind $x /etc/$x; done
exec "$@"`;
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-ec', line, 'sh'];
}

/** Whether the machine itself knows a user of that name; the tests must leave none. */
export function isKnownHere(name: string): boolean {
  try {
    execFileSync('id', [name], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}
