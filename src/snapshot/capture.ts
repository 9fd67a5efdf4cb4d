import type {Command, Node, Running} from '../cluster/cluster.ts';
import type {Output} from '../core/output.ts';
import {MAX_BYTES, type ProbeOptions} from './run-probe.ts';

const LONGEST_START_MS = 10_000;
/**
 * After the last node has asked, its last packet may still be on its way, or wait for tcpdump to be given its turn: as
 * long as two pings take, and on a busy node longer.
 */
const LATE_MS = 400;
const LATEST_MS = 3_000;

/** A command that listens on a node until it is interrupted. */
interface Capture {
  readonly running: Running;
  /** Resolves when it listens, or has ended without. */
  readonly listens: Promise<unknown>;
  readonly isReady: () => boolean;
}

/** Starts to listen; `isListening` tells by what was said on standard error whether nothing is missed any more. */
export function startCapture(
  node: Node,
  command: Omit<Command, 'nonce'>,
  isListening: (said: string) => boolean,
  {timeoutMs, nonce, signal}: ProbeOptions,
): Capture {
  const decoder = new TextDecoder();
  let said = '';
  let hear = () => {};
  const heard = new Promise<void>(resolve => {
    hear = resolve;
  });
  const running = node.run(
    {...command, nonce},
    {
      timeoutMs,
      maxBytes: MAX_BYTES,
      onStderr(chunk) {
        said += decoder.decode(chunk, {stream: true});
        if (isListening(said)) hear();
      },
      ...(signal && {signal}),
    },
  );
  let isReady = false;
  const listens = Promise.race([heard, running.ended]).then(() => {
    isReady = true;
  });
  return {running, listens, isReady: () => isReady};
}

/** Waits until all listen, though not for ever: whether each of them did in time. */
export async function untilListening(captures: readonly Capture[]): Promise<readonly boolean[]> {
  await within(LONGEST_START_MS, Promise.all(captures.map(({listens}) => listens)));
  return captures.map(({isReady}) => isReady());
}

/** Interrupts all captures when the last packets have come: how long the asking took tells how busy the nodes are. */
export async function endCaptures(
  captures: readonly Capture[],
  askedMs: readonly number[],
): Promise<readonly Output[]> {
  const ends = Promise.all(captures.map(({running}) => running.ended));
  await within(Math.min(LATEST_MS, Math.max(LATE_MS, ...askedMs.map(ms => ms / 2))), ends);
  for (const {running} of captures) running.stop('interrupt');
  return ends;
}

async function within(ms: number, done: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, over]);
  clearTimeout(timer);
}
