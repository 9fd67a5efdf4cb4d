import type {ChildProcess} from 'node:child_process';

const QUIET_MS = 50;
const LONGEST_MS = 1_000;

/**
 * Waits, after a process has exited, for what it printed. Its output normally ends with it; but a process that it left
 * in the background may hold the pipes open for ever, so then quiet counts as the end.
 */
export async function outputIsIn(child: ChildProcess): Promise<void> {
  const streams = [child.stdout, child.stderr];
  const open = () => streams.some(stream => stream !== null && !stream.readableEnded && !stream.destroyed);
  const closed = new Promise(resolve => child.once('close', resolve));
  let heard = 0;
  for (const stream of streams) stream?.on('data', () => heard++);
  const deadline = performance.now() + LONGEST_MS;
  while (open() && performance.now() < deadline) {
    const before = heard;
    await Promise.race([closed, quiet()]);
    if (heard === before) break;
  }
  for (const stream of streams) stream?.destroy();
}

/** A timer alone may fire before data that is already waiting is read, when the event loop was busy. */
async function quiet(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, QUIET_MS));
  await new Promise(resolve => setImmediate(resolve));
}
