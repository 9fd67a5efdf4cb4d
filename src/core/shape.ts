/** Where in a value something does not fit, and what would. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * What data from outside must look like: the first fault, or undefined for a value that fits. These stand where a schema
 * library would be loaded at every start and asked thousands of times; each accepts what `JSON.parse` can give.
 */
export type Shape = (value: unknown) => Fault | undefined;

function shape(expected: string, fits: (value: unknown) => boolean): Shape {
  const fault: Fault = {path: [], message: `expected ${expected}`};
  return value => (fits(value) ? undefined : fault);
}

export const flag = shape('true or false', value => typeof value === 'boolean');

export const number = shape('a number', Number.isFinite);

export function text({least = 0, most = Number.POSITIVE_INFINITY} = {}): Shape {
  const lengths = most === Number.POSITIVE_INFINITY ? '' : ` of ${least} to ${most} characters`;
  return shape(`a text${lengths}`, value => typeof value === 'string' && value.length >= least && value.length <= most);
}

export function textWhere(expected: string, fits: (text: string) => boolean): Shape {
  return shape(expected, value => typeof value === 'string' && fits(value));
}

export function whole(from: number, to: number = Number.MAX_SAFE_INTEGER): Shape {
  const range = to === Number.MAX_SAFE_INTEGER ? `of at least ${from}` : `from ${from} to ${to}`;
  return shape(
    `a whole number ${range}`,
    value => Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to,
  );
}

export function oneOf(...values: readonly (string | boolean | null)[]): Shape {
  return shape(values.map(value => JSON.stringify(value)).join(' or '), value => values.includes(value as string));
}

export function either(one: Shape, other: Shape): Shape {
  return value => (one(value) === undefined ? undefined : other(value));
}

export function list(element: Shape, {least = 0, most = Number.POSITIVE_INFINITY} = {}): Shape {
  const lengths = most === Number.POSITIVE_INFINITY ? '' : ` of ${least} to ${most} elements`;
  const isList = shape(`a list${lengths}`, value => {
    return Array.isArray(value) && value.length >= least && value.length <= most;
  });
  return value => isList(value) ?? firstFault(value as readonly unknown[], one => element(one));
}

/** A list of so many elements, each with a shape of its own. */
export function tuple(...elements: readonly Shape[]): Shape {
  const isList = shape(`a list of ${elements.length}`, value => {
    return Array.isArray(value) && value.length === elements.length;
  });
  return value => isList(value) ?? firstFault(value as readonly unknown[], (one, index) => elements[index]!(one));
}

/** An object whose keys are data, too. */
export function record(key: Shape, element: Shape): Shape {
  return value => {
    if (!isObject(value)) return NO_OBJECT;
    for (const [name, one] of Object.entries(value)) {
      const fault = key(name) ?? element(one);
      if (fault !== undefined) return within(name, fault);
    }
    return undefined;
  };
}

type OptionalKeys<T> = {[Key in keyof T]-?: Record<never, never> extends Pick<T, Key> ? Key : never}[keyof T];
type Required<T> = {readonly [Key in Exclude<keyof T, OptionalKeys<T>>]: Shape};
type Optional<T> = {readonly [Key in OptionalKeys<T>]: Shape};

/** An object with the keys of `T`; others are of no interest. */
export function object<T>(required: Required<T>, optional?: Optional<T>): Shape {
  const fields = (shapes: object, optional: boolean) =>
    Object.entries<Shape>(shapes as Record<string, Shape>).map(([key, element]) => ({key, element, optional}));
  const all = [...fields(required, false), ...fields(optional ?? {}, true)];
  return value => {
    if (!isObject(value)) return NO_OBJECT;
    for (let index = 0; index < all.length; index++) {
      const {key, element, optional} = all[index]!;
      const one = value[key];
      const fault = optional && one === undefined ? undefined : element(one);
      if (fault !== undefined) return within(key, fault);
    }
    return undefined;
  };
}

/** An object with the keys of `T` and no others. */
export function strictObject<T>(required: Required<T>, optional?: Optional<T>): Shape {
  const fits = object<T>(required, optional);
  const known = new Set([...Object.keys(required), ...Object.keys(optional ?? {})]);
  return value => {
    const fault = fits(value);
    if (fault !== undefined) return fault;
    for (const key in value as object) if (!known.has(key)) return {path: [key], message: 'there is no such key'};
    return undefined;
  };
}

/** One of several objects that their `kind` tells apart. */
export function byKind(shapes: Readonly<Record<string, Shape>>): Shape {
  const kinds = new Map(Object.entries(shapes));
  const unknown: Fault = {path: ['kind'], message: `expected one of ${[...kinds.keys()].join(', ')}`};
  return value => {
    if (!isObject(value)) return NO_OBJECT;
    const known = kinds.get(value.kind as string);
    return known === undefined ? unknown : known(value);
  };
}

const NO_OBJECT: Fault = {path: [], message: 'expected an object'};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstFault(
  values: readonly unknown[],
  look: (value: unknown, index: number) => Fault | undefined,
): Fault | undefined {
  // Without an iterator: a recording has tens of thousands of elements, and they are looked at before the code is warm.
  for (let index = 0; index < values.length; index++) {
    const fault = look(values[index], index);
    if (fault !== undefined) return within(index, fault);
  }
  return undefined;
}

function within(key: string | number, {path, message}: Fault): Fault {
  return {path: [key, ...path], message};
}

/** `end.code: expected …` */
export function describeFault({path, message}: Fault): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}
