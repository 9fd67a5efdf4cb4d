import {execa} from 'execa';
import {containerShell} from '../cluster/container.ts';
import {Failure} from '../core/failure.ts';
import type {LabRecord} from './lab-record.ts';

/** Gives the terminal to a session on the node with that id; returns its exit code. */
export async function openSsh(lab: LabRecord, id: string, command: readonly string[]): Promise<number> {
  const [file, ...args] = sessionOf(lab, id, command);
  // Ctrl-C is for the session: it reaches this program's process group as well.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  try {
    const ended = await execa(file, args, {stdio: 'inherit', reject: false});
    if (ended.code === 'ENOENT') throw new Failure(`lab ssh: the ${file} command is not installed on this machine`);
    return ended.exitCode ?? 255;
  } finally {
    process.off('SIGINT', ignore);
  }
}

function sessionOf(lab: LabRecord, id: string, command: readonly string[]): readonly [string, ...string[]] {
  if (lab.kind === 'uml') return ['ssh', '-F', lab.sshConfig, lab.nodes.find(node => node.id === id)!.host, ...command];
  const {container} = lab.nodes.find(node => node.id === id)!;
  // As ssh does, the words are joined and given to a shell.
  const line = command.length === 0 ? undefined : command.join(' ');
  return containerShell({container, socket: lab.socket}, line);
}
