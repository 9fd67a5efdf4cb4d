import {redactText} from '../../cluster/redact.ts';
import type {SessionState} from '../state.ts';
import {createAddresses, type Replace} from './addresses.ts';
import {createIds} from './ids.ts';
import {createNames} from './names.ts';

/**
 * Puts stand-ins for what tells one cluster from another: addresses, MACs, host names, and ids of containers and of what
 * the swarm knows. The same gets the same in all texts of one redactor. What only a packet's bytes hold (a dump in hex)
 * is not found.
 */
export function createRedact(state: Pick<SessionState, 'cluster' | 'look'>): Replace {
  const [addresses, ids, names] = [createAddresses(), createIds(), createNames(state)];
  return text => addresses(ids(names(redactText(text))));
}

/** Puts stand-ins in all texts of a value, those that name its fields as well. */
export function redactDeep<T>(value: T, redact: Replace): T {
  // The beginning of an id may stand before the whole.
  eachText(value, redact);
  return eachText(value, redact) as T;
}

function eachText(value: unknown, redact: Replace): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(one => eachText(one, redact));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [redact(key), eachText(one, redact)]));
}
