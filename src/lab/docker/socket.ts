import {USUAL_SOCKET} from '../../cluster/engine.ts';
import {Failure} from '../../core/failure.ts';
import type {Env} from '../places.ts';

/** The socket of the engine that a lab is made on: as for the docker command, DOCKER_HOST, else the usual one. */
export function engineSocket({DOCKER_HOST: host}: Env): string {
  if (host === undefined || host === '') return USUAL_SOCKET;
  const path = /^unix:\/\/(\/.*)$/.exec(host)?.[1];
  if (path !== undefined) return path;
  throw new Failure(
    `DOCKER_HOST is ${host}: a lab is made on an engine of this machine, such as unix://${USUAL_SOCKET}`,
  );
}
