import type {Finding, Mend} from './finding.ts';
import {complaint, type Look} from './look.ts';

/** Whether commands run as whom the module needs. */
export function judgePrivileges(node: string, look: Look, needsRoot: boolean): readonly Finding[] {
  const {user, frames} = look;
  const base = {area: 'privileges', code: 'privileges'} as const;
  if (user === undefined)
    return [{...base, standing: 'unknown', what: `who commands run as was not told: ${complaint(frames.get('who'))}`}];
  if (user.uid === 0) {
    const by = user.before === '' ? '' : `, by the sudo of ${user.before}`;
    return [{...base, standing: 'ok', what: `commands run as root${by}`}];
  }
  const group = user.groups.includes('docker') ? ', in the group docker' : '';
  if (!needsRoot) return [{...base, standing: 'ok', what: `commands run as ${user.name}${group}; root is not needed`}];
  const who = `commands run as ${user.name}${group}, and lessons need root`;
  const sudo = frames.get('sudo');
  if (sudo?.exit === 0) {
    const what = `${who}: sudo wants no password there, so say \`sudo: true\` of ${node} in clusters.yaml`;
    return [{...base, code: 'privileges.sudo-unused', standing: 'gap', what}];
  }
  if (sudo?.exit === 127)
    return [{...base, code: 'privileges.no-sudo', standing: 'gap', what: `${who}; there is no sudo: reach it as root`}];
  const what = `${who}; sudo does not let them (${complaint(sudo)}). Let it, with \`sudo: true\` in clusters.yaml, or reach it as root`;
  return [{...base, code: 'privileges.sudo-password', standing: 'gap', what, mend: sudoersLine(node, user.name)}];
}

/** For the person to type in a shell of their own there, where sudo may ask them for a password. */
function sudoersLine(node: string, user: string): Mend {
  return {on: node, command: `echo '${user} ALL=(ALL) NOPASSWD: ALL' | sudo tee /etc/sudoers.d/deepdive`};
}

/** A node that is not reached because sudo there said no. */
export function sudoRefusal(node: string, reason: string): Finding | undefined {
  if (!/sudo[^:]*: |a password is required|not in the sudoers file|may not run sudo/.test(reason)) return undefined;
  const what = `sudo does not let commands run as root: ${reason}`;
  return {
    area: 'privileges',
    code: 'privileges.sudo-password',
    standing: 'gap',
    what,
    mend: sudoersLine(node, '$(id -un)'),
  };
}
