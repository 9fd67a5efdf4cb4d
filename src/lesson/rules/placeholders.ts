import {suggest} from '../../core/nearest.ts';
import {holeName} from '../../core/template.ts';
import type {BuildContext} from '../build/builder.ts';
import {ANY, type Draft, type Use} from '../build/draft.ts';
import {reportBareHoles} from '../build/uses.ts';
import {builtIn, builtInNames} from './built-in.ts';
import {type CapturesByName, capturesByName} from './captures.ts';
import type {Finding} from './finding.ts';
import type {StepOrder} from './step-order.ts';
import {anyNode, nodeTarget, nodeWords} from './targets.ts';
import {unknownHere} from './value-reach.ts';
import {wrongShape} from './value-shape.ts';

/** Every placeholder names a value that is known where it stands, once for each node where that matters. */
export function placeholders(draft: Draft, order: StepOrder, context: BuildContext): void {
  const byName = capturesByName(draft);
  const declared = (name: string): boolean => byName.has(name) || builtIn(name, context.images).kind !== 'none';
  const overlays = overlayValues(draft);
  const told = new Set<string>();
  for (const use of draft.uses) {
    const found =
      use.purpose === 'raw' ? rawFinding(use, declared) : findingOf(use, byName, overlays, draft, order, context);
    if (found === undefined || (found.once !== undefined && told.has(found.once))) continue;
    if (found.once !== undefined) told.add(found.once);
    context.report(use.spot, found.message);
  }
  for (const {markdown, spot} of draft.proses) reportBareHoles(markdown, spot, declared, context.report);
}

function rawFinding({hole}: Use, declared: (name: string) => boolean): Finding | undefined {
  if (!declared(hole.name)) return undefined;
  return {message: `<${holeName(hole)}> is not filled in, because this fence is raw: drop "raw", or the placeholder`};
}

function findingOf(
  use: Use,
  byName: CapturesByName,
  overlays: ReadonlySet<string>,
  draft: Draft,
  order: StepOrder,
  context: BuildContext,
): Finding | undefined {
  const {hole, purpose} = use;
  const own = builtIn(hole.name, context.images);
  if (own.kind === 'wrong')
    return {message: `<${hole.name}>: no ${own.what} "${own.word}"${suggest(own.word, own.valid)}`};
  const nodeProblem = hole.node === undefined ? undefined : wrongNode(hole.node, use, byName, draft, order, context);
  if (nodeProblem !== undefined) return nodeProblem;
  if (own.kind === 'value') {
    if (purpose === 'target') return {message: `on: <${hole.name}> is not a captured node`};
    const isOfAny = hole.node === undefined && use.run === undefined;
    if (!own.perNode || !isOfAny || context.nodes.length === 1) return undefined;
    return {
      message: `<${hole.name}> differs from node to node: say which, as in <${hole.name}@${anyNode(context.nodes)}>`,
    };
  }
  const found = byName.get(hole.name);
  if (found === undefined) return undeclared(use, [...byName.keys(), ...overlays], draft, context);
  return unknownHere(use, found, draft, order) ?? wrongShape(use, found[0]!, context);
}

function undeclared(use: Use, names: readonly string[], draft: Draft, context: BuildContext): Finding | undefined {
  if (draft.unread.has(ANY)) return undefined;
  const {name} = use.hole;
  const near = suggest(name, [...names, ...builtInNames(context.images)]);
  if (near.startsWith('; did')) return {message: `undeclared placeholder <${name}>${near}`};
  const redirection =
    use.purpose === 'command' ? ', and a redirection keeps a space behind its < (or the fence says raw)' : '';
  return {message: `undeclared placeholder <${name}>: no @run captures it${redirection}`};
}

/** The values of overlay networks that the lesson asks for. */
function overlayValues({uses}: Draft): ReadonlySet<string> {
  const names = uses.map(({hole}) => hole.name);
  return new Set(names.filter(name => name.startsWith('overlay.') && builtIn(name, {}).kind === 'value'));
}

function wrongNode(
  word: string,
  use: Use,
  byName: CapturesByName,
  draft: Draft,
  order: StepOrder,
  {nodes}: BuildContext,
): Finding | undefined {
  const named = byName.get(word);
  const target = nodeTarget(word, nodes, name => byName.has(name));
  if (target === undefined) {
    if (draft.unread.has(ANY)) return undefined;
    const captured = draft.captures.filter(({capture}) => capture.type === 'node').map(({capture}) => capture.name);
    const near = suggest(word, [...nodeWords(nodes), ...captured]);
    return {message: `<${holeName(use.hole)}>: no node "${word}"${near}`};
  }
  if (target.kind !== 'capture' || named === undefined || named[0]!.from === undefined) return undefined;
  if (named[0]!.capture.type !== 'node') {
    return {message: `<${holeName(use.hole)}>: "${word}" is a captured ${named[0]!.capture.type}, expected a node`};
  }
  return unknownHere(use, named, draft, order);
}
