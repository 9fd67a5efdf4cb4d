import type {Value} from '../core/progress.ts';
import {shellQuote} from '../core/shell-quote.ts';
import {type Hole, holeName, parseTemplate} from '../core/template.ts';
import type {NodeState} from './state.ts';

/** What placeholders may refer to. */
export interface Scope {
  readonly values: readonly Value[];
  readonly nodes: readonly NodeState[];
  /** Logical image → reference, the cluster's overrides applied. */
  readonly images: Readonly<Record<string, string>>;
  /** `overlay.NET.netns@node` and the like, probed when first needed. */
  readonly probed: ReadonlyMap<string, string>;
}

type Found = {readonly kind: 'value'; readonly text: string} | {readonly kind: 'missing'; readonly hole: Hole};

/** Facts of a node that any lesson may use without capturing them. */
const NODE_VALUES = new Set(['addr', 'host', 'engine', 'kernel']);

/** The value of a placeholder as seen from `node` (the node a command runs on, if any). */
function lookUp(hole: Hole, scope: Scope, node: string | undefined): Found {
  const missing: Found = {kind: 'missing', hole};
  const at = hole.node === undefined ? (node ?? onlyNode(scope)) : resolveNode(hole.node, scope);
  if (hole.node !== undefined && at === undefined) return missing;
  const text = builtIn(hole.name, scope, at) ?? captured(hole, scope, at);
  return text === undefined ? missing : {kind: 'value', text};
}

function onlyNode({nodes}: Scope): string | undefined {
  return nodes.length === 1 ? nodes[0]!.id : undefined;
}

function builtIn(name: string, scope: Scope, node: string | undefined): string | undefined {
  if (name.startsWith('image.')) return scope.images[name.slice('image.'.length)];
  if (name.startsWith('overlay.')) return node === undefined ? undefined : scope.probed.get(`${name}@${node}`);
  if (!NODE_VALUES.has(name)) return undefined;
  const probed = scope.nodes.find(one => one.id === node)?.probed;
  return name === 'engine' ? probed?.docker : probed?.[name];
}

function captured(hole: Hole, scope: Scope, node: string | undefined): string | undefined {
  const all = scope.values.filter(value => value.name === hole.name);
  const own = all.findLast(value => value.node === node) ?? all.findLast(value => value.node === null);
  if (own !== undefined) return own.value;
  // A per-node value named without its node is clear only while there is just one.
  const distinct = new Set(all.map(value => value.value));
  return hole.node === undefined && node === undefined && distinct.size === 1 ? all[0]!.value : undefined;
}

/** A node id from what stands after `@` or in `on=`: an id, a host name, a role, or a captured node. */
export function resolveNode(word: string, scope: Pick<Scope, 'values' | 'nodes'>): string | undefined {
  const named = scope.nodes.find(node => node.id === word || node.probed.host === word);
  if (named !== undefined) return named.id;
  if (word === 'manager' || word === 'worker') return scope.nodes.find(node => node.role === word)?.id;
  const value = scope.values.findLast(one => one.name === word && one.type === 'node');
  return value === undefined ? undefined : resolveNode(value.value, {values: [], nodes: scope.nodes});
}

export interface Filled {
  readonly text: string;
  readonly missing: readonly string[];
}

/** Fills placeholders; what has no value yet stays as written. `quote` makes values safe for a shell line. */
export function fillTemplate(template: string, scope: Scope, node: string | undefined, quote: boolean): Filled {
  const missing: string[] = [];
  let text = '';
  for (const part of parseTemplate(template)) {
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    const found = lookUp(part, scope, node);
    if (found.kind === 'value') text += quote ? shellQuote(found.text) : found.text;
    else {
      missing.push(holeName(part));
      text += `<${holeName(part)}>`;
    }
  }
  return {text, missing};
}

/** Fills all strings inside a check's arguments. */
export function fillArguments(value: unknown, scope: Scope, missing: string[]): unknown {
  if (typeof value === 'string') {
    const node = nodeId(value, scope);
    if (node !== undefined) return node;
    const filled = fillTemplate(value, scope, undefined, false);
    missing.push(...filled.missing);
    return filled.text;
  }
  if (Array.isArray(value)) return value.map(one => fillArguments(one, scope, missing));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillArguments(one, scope, missing)]));
  }
  return value;
}

/** `<home>` as the id that evidence and snapshots use: the engine's host name of a node need not be the same. */
function nodeId(template: string, scope: Scope): string | undefined {
  const parts = parseTemplate(template);
  const [hole] = parts;
  if (parts.length !== 1 || hole?.kind !== 'hole' || hole.node !== undefined) return undefined;
  const isNode = scope.values.some(value => value.name === hole.name && value.type === 'node');
  return isNode ? resolveNode(hole.name, scope) : undefined;
}
