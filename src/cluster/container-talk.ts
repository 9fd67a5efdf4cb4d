import type {Duplex} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import type {End} from '../core/output.ts';
import {type Call, converse, type Errand, LONGEST_START_MS, LONGEST_START_WHEN_STOPPED_MS} from './conversation.ts';
import {demux} from './demux.ts';
import {containerProblem, type Engine, engineProblem, openEngine, until} from './engine.ts';
import {tellingLine} from './ssh-log.ts';

export interface ContainerTarget {
  /** Name or id. */
  readonly container: string;
  /** The engine's socket, a path. */
  readonly socket: string;
}

/** One exec in a container: how the command ended, or why that cannot be known. */
export async function talkInContainer(target: ContainerTarget, errand: Errand): Promise<End> {
  const starting = startLimit(errand);
  let engine: Engine;
  let stream: Duplex;
  try {
    engine = openEngine(target.socket);
    stream = await until(starting.signal, startShell(engine, target, errand.invocation.argument, starting.signal));
  } catch (error) {
    const late = `the Docker engine at ${target.socket} has not answered`;
    return {kind: 'unreachable', reason: starting.signal.aborted ? late : engineProblem(error, target.socket)};
  } finally {
    starting.release();
  }
  try {
    const {started, end, besides} = await converse(callOf(stream), errand);
    if (end !== undefined && started) return end;
    const reason = await whatIsWrong(engine, target);
    if (started) return {kind: 'lost', reason: reason ?? 'the engine closed the connection while the command ran'};
    return {kind: 'unreachable', reason: tellingLine(besides) ?? reason ?? 'the engine ended without an answer'};
  } finally {
    stream.destroy();
  }
}

async function startShell(
  engine: Engine,
  {container}: ContainerTarget,
  argument: string,
  abortSignal: AbortSignal,
): Promise<Duplex> {
  const exec = await engine.getContainer(container).exec({
    Cmd: ['/bin/sh', '-c', argument],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    abortSignal,
  });
  return exec.start({hijack: true, stdin: true, abortSignal});
}

function callOf(stream: Duplex): Call {
  const exited = new Promise<void>(resolve => {
    for (const event of ['end', 'close', 'error']) stream.on(event, () => resolve());
  });
  return {
    write: bytes => stream.write(bytes),
    listen: parts => stream.on('data', demux(parts)),
    exited,
    // The engine closes the stream behind the last of it.
    outputIsIn: async () => {},
    breakOff: () => stream.destroy(),
  };
}

/** An engine that hangs answers neither the first request nor the second. */
function startLimit({orders}: Errand): {readonly signal: AbortSignal; readonly release: () => void} {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timers = [setTimeout(abort, LONGEST_START_MS)];
  let released = false;
  void orders.first.then(() => {
    if (!released) timers.push(setTimeout(abort, LONGEST_START_WHEN_STOPPED_MS));
  });
  return {
    signal: controller.signal,
    release() {
      released = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

const LOOKS = 5;
const BETWEEN_LOOKS_MS = 100;

/** A container that has just ended is told as running for a moment. */
async function whatIsWrong(engine: Engine, {container, socket}: ContainerTarget): Promise<string | undefined> {
  for (let look = 0; look < LOOKS; look++) {
    if (look > 0) await sleep(BETWEEN_LOOKS_MS);
    try {
      const abortSignal = AbortSignal.timeout(5_000);
      const found = await until(abortSignal, engine.getContainer(container).inspect({abortSignal}));
      const problem = containerProblem(found);
      if (problem !== undefined) return problem;
    } catch (error) {
      return engineProblem(error, socket);
    }
  }
  return undefined;
}
