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
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const {type, name} = node as {readonly type?: unknown; readonly name?: unknown};
    if (type === 'Literal') return;
    if (type === 'Field' && typeof name === 'string') named.add(name);
    if (type === 'KeyValuePair' && typeof name === 'string') made.add(name);
    for (const child of Object.values(node)) visit(child);
  };
  visit(read.tree);
  return [...named].filter(name => !made.has(name));
}
