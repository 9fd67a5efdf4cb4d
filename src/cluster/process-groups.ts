import {readdirSync, readFileSync} from 'node:fs';

/**
 * The process groups of a session that this program began: its own, and those that its commands made, as `timeout` does
 * for what it runs. Where there is no `/proc`, only its own.
 */
export function groupsOf(session: number): readonly number[] {
  const groups = new Set([session]);
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const process = placeOf(name);
    if (process?.session === session) groups.add(process.group);
  }
  return [...groups];
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** See proc_pid_stat(5); the name, in parentheses, may hold anything. Undefined for what has ended meanwhile. */
function placeOf(pid: string): {readonly group: number; readonly session: number} | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [, , group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {group: Number(group), session: Number(session)};
  } catch {
    return undefined;
  }
}
