import {createHash} from 'node:crypto';
import type {Replace} from './addresses.ts';

/**
 * Containers and what the engine numbers (12 to 64 hex digits), and networks, services, tasks and nodes of a swarm, whole
 * or as tables show them. A digest of an image or a module names no machine, and a bridge's number
 * (`8000.0242ac130001`) is a MAC. One expression, so that no stand-in is taken for an id.
 */
const ID = /(?<!sha256:)(?<!\b[0-9a-f]{4}\.)(?<![0-9a-z])(?:[0-9a-f]{12,64}|[0-9a-z]{25}|[0-9a-z]{12})(?![0-9a-z])/g;
/** Namespaces and devices carry the beginning of their network's id. */
const NAMED = /(?<![0-9a-z])(1-|lb_|ov-[0-9a-f]{6}-|vx-[0-9a-f]{6}-)([0-9a-z]{5,10})(?![0-9a-z])/g;
/** So much of an id is never shared with another one, and stands in every name made from it but two. */
const KEY = 9;
/** `vx-001001-u2u23` */
const SHORTEST = 5;

/**
 * Gives each id another one of its length. The beginning of an id gets the beginning of its stand-in: short ids,
 * namespaces and devices still belong to what they belong to.
 */
export function createIds(): Replace {
  const numbers = new Map<string, number>();
  const known = (id: string) => numbers.get(id.slice(0, KEY)) ?? [...numbers].find(([key]) => key.startsWith(id))?.[1];
  const standIn = (id: string) => {
    const number = known(id) ?? numbers.size + 1;
    // Less than a key could be the beginning of an id that is still to come.
    if (id.length >= KEY) numbers.set(id.slice(0, KEY), number);
    return digits(number).slice(0, id.length);
  };
  const ifId = (id: string) => (isId(id) || known(id) !== undefined ? standIn(id) : id);
  return text =>
    text.replace(ID, ifId).replace(NAMED, (whole, head: string, id: string) => {
      if (id.length === SHORTEST && head.length > 3) return known(id) === undefined ? whole : head + standIn(id);
      return id.length === (head === '1-' ? 10 : KEY) ? head + ifId(id) : whole;
    });
}

/** A number is a time or a count, and a word is a word. */
function isId(text: string): boolean {
  return /\d/.test(text) && /[a-z]/.test(text);
}

/** 64 hex digits that look like an id, the same for the same number. */
function digits(number: number): string {
  return createHash('sha256').update(`id ${number}`).digest('hex');
}
