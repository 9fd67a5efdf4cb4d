import {Agent} from 'node:http';
import {createRequire} from 'node:module';
import type Docker from 'dockerode';
import type {ContainerInspectInfo, DockerOptions} from 'dockerode';

export type Engine = Docker;

/** Where an engine of this machine listens, unless it was told otherwise. */
export const USUAL_SOCKET = '/var/run/docker.sock';

/** Speaks with the engine at a socket; nothing is asked yet, so it need not answer. Silence of `longestMs` ends a request. */
export function openEngine(socket: string, longestMs?: number): Engine {
  // Takes longer to load than most of the program does to run, and only those who have containers need it. The built
  // program, whose code is kept compiled, has no import() for what is not part of it.
  const Dockerode = createRequire(import.meta.url)('dockerode') as typeof Docker;
  // A connection that is kept would be found broken by the first request after the engine was started anew.
  const options: DockerOptions & {readonly agent: Agent} = {
    socketPath: socket,
    agent: new Agent({keepAlive: false}),
    ...(longestMs !== undefined && {timeout: longestMs}),
  };
  return new Dockerode(options);
}

/** Gives up at the signal, which dockerode does not once an answer has broken off in its middle: it waits for ever. */
export function until<T>(signal: AbortSignal, asked: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, {once: true});
    asked.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

const REASON = /^\(HTTP code \d+\) [^-]* - (.*)$/s;

/** Why an engine did not do what it was asked for, on one line, with what to do about it where that is known. */
export function engineProblem(error: unknown, socket: string): string {
  const {code, statusCode, message = String(error)} = error as {code?: string; statusCode?: number; message?: string};
  if (code === 'ENOENT') return `no Docker engine answers: there is no ${socket}; is it installed, and started?`;
  if (code === 'ECONNREFUSED') return `no Docker engine answers at ${socket}: it has ended; start it again`;
  if (code === 'EACCES' || code === 'EPERM')
    return `this user may not use the Docker engine at ${socket}: become root, or a member of the group docker`;
  if (statusCode === undefined) return `the Docker engine at ${socket} does not answer: ${oneLine(message)}`;
  return oneLine(REASON.exec(message)?.[1] ?? message);
}

/** What is wrong with a container that one cannot go to. */
export function containerProblem({State, Name}: Pick<ContainerInspectInfo, 'State' | 'Name'>): string | undefined {
  const name = Name.replace(/^\//, '');
  if (State.Paused) return `the container ${name} is paused`;
  return State.Running ? undefined : `the container ${name} does not run`;
}

function oneLine(text: string): string {
  return text
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, 300);
}
