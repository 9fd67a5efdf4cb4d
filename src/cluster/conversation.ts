import type {End} from '../core/output.ts';
import type {Collector} from './collect.ts';
import {framer} from './frame.ts';
import type {OrderBook} from './order-book.ts';
import {remoteEnd} from './remote-end.ts';
import type {RemoteInvocation} from './remote-script.ts';

/** From the call to the start of the command: a way there may be slow by itself, and so may a login shell. */
export const LONGEST_START_MS = 20_000;
/** A stopped command that has not even started gets this long to do so, for then it can be stopped cleanly. */
export const LONGEST_START_WHEN_STOPPED_MS = 1_000;

/** The streams of a shell on a node that runs the wrapper of `remote-script.ts`. */
export interface Call {
  readonly write: (bytes: string | Uint8Array) => void;
  /** Called once, before anything is written. */
  readonly listen: (streams: {
    readonly out: (chunk: Uint8Array) => void;
    readonly err: (chunk: Uint8Array) => void;
  }) => void;
  /** Resolves when the call is over, whatever ended it. */
  readonly exited: Promise<void>;
  /** After `exited`: waits for what was said and is still on its way. */
  readonly outputIsIn: () => Promise<void>;
  readonly breakOff: () => void;
}

/** What is wanted of a node, however one gets there. */
export interface Errand {
  readonly nonce: string;
  readonly invocation: RemoteInvocation;
  readonly output: Collector;
  readonly orders: OrderBook;
  /** Resolves when the command should have ended by all means. */
  readonly overdue: Promise<void>;
  readonly onStart: () => void;
}

export interface Told {
  readonly started: boolean;
  /** How the command ended; undefined when that was not told. */
  readonly end: End | undefined;
  /** What came besides the frames and the command's output. */
  readonly besides: string;
}

/** Speaks with the wrapper at the other end of a call, until it has told all or the call is over. */
export async function converse(
  call: Call,
  {nonce, invocation, output, orders, overdue, onStart}: Errand,
): Promise<Told> {
  let started = false;
  let report: string | undefined;
  const outEnded = latch();
  const errEnded = latch();
  const out = framer(nonce, {
    onBytes: output.stdout,
    onFrame: words => {
      if (words === 'end') outEnded.release();
    },
  });
  const err = framer(nonce, {
    onBytes: output.stderr,
    onFrame(words) {
      const [, kind, rest = ''] = /^(start|end) (.*)$/s.exec(words) ?? [];
      if (kind === 'start') {
        started = true;
        onStart();
        orders.open(rest, line => call.write(`${line}\n`));
      } else if (kind === 'end') {
        report = rest;
        errEnded.release();
      }
    },
  });
  call.listen({out: out.push, err: err.push});
  call.write(invocation.greeting);

  const endIfNotStarted = () => {
    if (!started) call.breakOff();
  };
  const timers = [setTimeout(endIfNotStarted, LONGEST_START_MS)];
  void orders.first.then(() => timers.push(setTimeout(endIfNotStarted, LONGEST_START_WHEN_STOPPED_MS)));
  const told = Promise.all([outEnded.released, errEnded.released]);
  const ending = await Promise.race([told, call.exited, overdue]);
  if (ending === undefined) await Promise.race([told, call.outputIsIn()]);
  for (const timer of timers) clearTimeout(timer);
  const end = outEnded.open() && report !== undefined ? remoteEnd(report) : undefined;
  return {started, end, besides: `${out.preamble()}\n${err.preamble()}\n${report ?? ''}`};
}

/** A promise that is released from outside, and can be asked whether it was. */
function latch() {
  let isOpen = false;
  let release = () => {};
  const released = new Promise<void>(resolve => {
    release = () => {
      isOpen = true;
      resolve();
    };
  });
  return {released, open: () => isOpen, release: () => release()};
}
