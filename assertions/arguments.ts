import * as z from 'zod';

/**
 * Argument types that several assertions share. Lessons fill placeholders in as text, so numbers may come as text;
 * each type says in one sentence what it expects, and none is a union, so that a problem points at the argument.
 */
export function argument<Value>(expected: string, read: (value: string | number) => Value | undefined) {
  return z.transform((input: unknown, context): Value => {
    const value = typeof input === 'string' || typeof input === 'number' ? read(input) : undefined;
    if (value !== undefined) return value;
    const message = input === undefined ? `missing; expected ${expected}` : `expected ${expected}`;
    context.issues.push({code: 'custom', input, message});
    return z.NEVER;
  });
}

/** For arguments of which one is needed and the other then out of place. */
export function exactlyOne<One extends string, Other extends string>(one: One, other: Other, expected: string) {
  return ({value, issues}: z.core.ParsePayload<{readonly [Name in One | Other]?: unknown}>): void => {
    if ((value[one] === undefined) === (value[other] === undefined))
      issues.push({code: 'custom', input: value, path: [one], message: `expected either ${expected}`});
  };
}

function text(pattern: RegExp): (value: string | number) => string | undefined {
  return value => (typeof value === 'string' && pattern.test(value) ? value : undefined);
}

function integer(value: string | number, from: number, to: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= from && number <= to ? number : undefined;
}

export const name = argument('a name', text(/^[A-Za-z0-9][\w.-]{0,254}$/));

/** A node id, or `all`, `manager`, `worker`. */
export const nodes = argument('a node id, all, manager or worker', text(/^[A-Za-z0-9][\w.-]{0,254}$/));

export const mac = argument('a MAC address such as 02:42:0a:00:02:09', value =>
  typeof value === 'string' && /^[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i.test(value)
    ? value.toLowerCase().replaceAll('-', ':')
    : undefined,
);

export const ifname = argument('an interface name', text(/^[^\s/]{1,15}$/));

export const port = argument('a port, 1 to 65535', value => integer(value, 1, 65_535));

export const vni = argument('a VNI, 1 to 16777215', value => integer(value, 1, 0xffffff));

/** A mark, as iptables prints it (`0x103`) or as ipvsadm does (`259`). */
export const mark = argument('a mark such as 0x103 or 259', value =>
  typeof value === 'string' && /^0x[0-9a-f]{1,8}$/i.test(value)
    ? integer(Number.parseInt(value.slice(2), 16), 1, 0xffffffff)
    : integer(value, 1, 0xffffffff),
);

export function count(from: number) {
  return argument(`a whole number of at least ${from}`, value => integer(value, from, Number.MAX_SAFE_INTEGER));
}

export const flag = z.boolean('expected true or false');

/** Free text, not empty. */
export const words = argument('some text', value => (String(value) === '' ? undefined : String(value)));
