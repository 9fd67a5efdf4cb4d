import {execa} from 'execa';
import type {LabNode, LabRecord} from './lab-record.ts';

/** Gives the terminal to an ssh session on the node; returns its exit code. */
export async function openSsh(lab: LabRecord, node: LabNode, command: readonly string[]): Promise<number> {
  // Ctrl-C is for the session: it reaches this program's process group as well.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  try {
    const ended = await execa('ssh', ['-F', lab.sshConfig, node.host, ...command], {stdio: 'inherit', reject: false});
    return ended.exitCode ?? 255;
  } finally {
    process.off('SIGINT', ignore);
  }
}
