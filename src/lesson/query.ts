import {compile} from '@jmespath-community/jmespath';

/** What is wrong with a JMESPath expression, or undefined. */
export function compileQuery(expression: string): string | undefined {
  const read = readQuery(expression);
  return 'wrong' in read ? read.wrong : undefined;
}

function readQuery(expression: string): {readonly tree: unknown} | {readonly wrong: string} {
  try {
    return {tree: compile(expression)};
  } catch (error) {
    return {wrong: (error as Error).message.replace(/^Syntax error: /, '')};
  }
}

/** The names of data that an expression asks for; not those that it gives to what it makes. */
export function fieldsIn(expression: string): readonly string[] {
  const read = readQuery(expression);
  if ('wrong' in read) return [];
  const named = new Set<string>();
  const made = new Set<string>();
  // A list of what is left, as a deep query would be too deep for a call at each level.
  const left: unknown[] = [read.tree];
  while (left.length > 0) {
    const node = left.shift();
    if (typeof node !== 'object' || node === null) continue;
    const {type, name} = node as {readonly type?: unknown; readonly name?: unknown};
    if (type === 'Literal') continue;
    if (type === 'Field' && typeof name === 'string') named.add(name);
    if (type === 'KeyValuePair' && typeof name === 'string') made.add(name);
    left.unshift(...Object.values(node));
  }
  return [...named].filter(name => !made.has(name));
}
