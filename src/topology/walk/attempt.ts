import {Failed} from '../failed.ts';
import {bare} from '../join/hops.ts';
import type {HopPlace, Trail} from '../join/trail.ts';
import {Unknown} from '../unknown.ts';

/** Goes a part of a way up to where it ends; undefined when it does. What ends it beside a hop is noted as that of `otherwise`. */
export function attempt<Found>(trail: Trail, otherwise: HopPlace, go: () => Found): Found | undefined {
  try {
    const found = go();
    return trail.hops.some(({status}) => status !== 'ok') ? undefined : found;
  } catch (error) {
    if (error instanceof Failed) trail.broken(otherwise, error, bare(error.failure.reason, otherwise.node));
    else if (error instanceof Unknown) trail.unknown(otherwise, error.reason, bare(error.message, otherwise.node));
    else throw error;
    return undefined;
  }
}
