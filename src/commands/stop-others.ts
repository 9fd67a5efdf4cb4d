import {EXIT} from '../core/failure.ts';
import type {Writer} from '../plain/writer.ts';
import {othersRunning, type Running, readRunning} from '../state/running.ts';
import {STOP_SIGNAL} from './answer-stop.ts';

/** A command that was interrupted may have something to clear away. */
const PATIENCE_MS = 5_000;
const LOOK_MS = 50;

/** Stops what other starts of the program on this progress run; gives the exit code. */
export async function stopOthers(progress: string, out: Writer): Promise<number> {
  const others = othersRunning(progress);
  if (others.length === 0) {
    out.text('Nothing runs.');
    return EXIT.nothing;
  }
  const stopped = await Promise.all(others.map(other => stopOne(progress, other, out)));
  return stopped.every(one => one) ? EXIT.passed : EXIT.incomplete;
}

async function stopOne(progress: string, {process: {pid}, runs}: Running, out: Writer): Promise<boolean> {
  const names = runs.join(', ');
  try {
    process.kill(pid, STOP_SIGNAL);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPERM') {
      out.text(`${names} was started by another user, who alone may stop it.`);
      return false;
    }
  }
  const since = performance.now();
  while (performance.now() - since < PATIENCE_MS) {
    const left = readRunning(progress, pid)?.runs ?? [];
    if (!left.some(run => runs.includes(run))) {
      out.text(`Stopped ${names}.`);
      return true;
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_MS));
  }
  out.text(`${names} was interrupted, and has not ended yet; a second \`${out.verb('stop')}\` kills it.`);
  return false;
}
