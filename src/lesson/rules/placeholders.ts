import {holeName} from '../../core/template.ts';
import type {BuildContext} from '../build/builder.ts';
import {ANY, type CaptureDraft, type Draft, type Scope, type Use} from '../build/draft.ts';
import {reportBareHoles} from '../build/uses.ts';
import {suggest} from '../nearest.ts';
import {covered} from './arms.ts';
import {builtIn, builtInNames} from './built-in.ts';
import type {StepOrder} from './step-order.ts';
import {covers, nodeCount, nodeTarget, targetWord} from './targets.ts';

export type CapturesByName = ReadonlyMap<string, readonly CaptureDraft[]>;

export function capturesByName({captures}: Draft): CapturesByName {
  const byName = new Map<string, CaptureDraft[]>();
  for (const draft of captures) {
    const same = byName.get(draft.capture.name);
    if (same === undefined) byName.set(draft.capture.name, [draft]);
    else same.push(draft);
  }
  return byName;
}

/** Every placeholder names a value that is known where it stands, once for each node where that matters. */
export function placeholders(draft: Draft, order: StepOrder, context: BuildContext): void {
  const byName = capturesByName(draft);
  const declared = (name: string): boolean => byName.has(name) || builtIn(name, context.images).kind !== 'none';
  for (const use of draft.uses) {
    const problem = use.purpose === 'raw' ? rawProblem(use, declared) : problemOf(use, byName, draft, order, context);
    if (problem !== undefined) context.report(use.spot, problem);
  }
  for (const {markdown, spot} of draft.proses) reportBareHoles(markdown, spot, declared, context.report);
}

function rawProblem({hole}: Use, declared: (name: string) => boolean): string | undefined {
  if (!declared(hole.name)) return undefined;
  return `<${holeName(hole)}> is not filled in, because this fence is raw: drop "raw", or the placeholder`;
}

function problemOf(
  use: Use,
  byName: CapturesByName,
  draft: Draft,
  order: StepOrder,
  context: BuildContext,
): string | undefined {
  const {hole, purpose} = use;
  const own = builtIn(hole.name, context.images);
  if (own.kind === 'wrong') return `<${hole.name}>: no ${own.what} "${own.word}"${suggest(own.word, own.valid)}`;
  const nodeProblem = hole.node === undefined ? undefined : wrongNode(hole.node, use, byName, draft, order, context);
  if (nodeProblem !== undefined) return nodeProblem;
  if (own.kind === 'value') {
    if (purpose === 'target') return `on: <${hole.name}> is not a captured node`;
    const anyNode = hole.node === undefined && use.run === undefined;
    if (!own.perNode || !anyNode || context.nodes.length === 1) return undefined;
    return `<${hole.name}> differs from node to node: say which, as in <${hole.name}@manager>`;
  }
  const found = byName.get(hole.name);
  if (found === undefined) return undeclared(use, byName, draft, context);
  return unknownHere(use, found, draft, order) ?? wrongShape(use, found[0]!, context);
}

function undeclared(use: Use, byName: CapturesByName, draft: Draft, context: BuildContext): string | undefined {
  if (draft.unread.has(ANY)) return undefined;
  const {name} = use.hole;
  const near = suggest(name, [...byName.keys(), ...builtInNames(context.images)]);
  if (near.startsWith('; did')) return `undeclared placeholder <${name}>${near}`;
  const else_ =
    use.purpose === 'command' ? ', and a redirection keeps a space behind its < (or the fence says raw)' : '';
  return `undeclared placeholder <${name}>: no @run captures it${else_}`;
}

function wrongNode(
  word: string,
  use: Use,
  byName: CapturesByName,
  draft: Draft,
  order: StepOrder,
  {nodes}: BuildContext,
): string | undefined {
  const named = byName.get(word);
  const target = nodeTarget(word, nodes, name => byName.has(name));
  if (target === undefined) {
    if (draft.unread.has(ANY)) return undefined;
    const captured = draft.captures.filter(({capture}) => capture.type === 'node').map(({capture}) => capture.name);
    return `<${holeName(use.hole)}>: no node "${word}"${suggest(word, [...nodes.map(({id}) => id), 'manager', 'worker', ...captured])}`;
  }
  if (target.kind !== 'capture' || named === undefined || named[0]!.from === undefined) return undefined;
  if (named[0]!.capture.type !== 'node') {
    return `<${holeName(use.hole)}>: "${word}" is a captured ${named[0]!.capture.type}, expected a node`;
  }
  return unknownHere(use, named, draft, order);
}

/** Why a captured value is not known yet, or not on every engine, where it is used. */
function unknownHere(use: Use, found: readonly CaptureDraft[], draft: Draft, order: StepOrder): string | undefined {
  const {capture, from, scope} = found[0]!;
  if (from === undefined) return undefined;
  const name = `<${capture.name}>`;
  const scopes = found.map(one => one.scope);
  if (!covered(scopes, use.scope, draft.arms)) {
    const when = scope.arms.map(({key}) => key).join(' and ');
    return `${name} is captured in some arms of a @when only (${readableConditions(when)}), and this stands outside of them`;
  }
  const known = scopes.some(one => isBefore(one, use, order));
  if (known) return undefined;
  if (scope.step !== use.scope.step) {
    const {id} = draft.steps[scope.step]!.step;
    return `${name} is captured in step "${id}", which need not come before this one: add it to "after"`;
  }
  if (from === use.run) return `${name} is captured from the output of this very command`;
  return `${name} is captured further down, by run "${from.run.id}"`;
}

/** `[["overlay","host"]]` as `overlay: host`. */
function readableConditions(key: string): string {
  return key
    .replaceAll(/\[\["|"\]\]/g, '')
    .replaceAll('"],["', ', ')
    .replaceAll('","', ': ');
}

function isBefore(captured: Scope, {scope, purpose}: Use, order: StepOrder): boolean {
  if (captured.step !== scope.step) return order.comesBefore(captured.step, scope.step);
  return captured.order < scope.order || (purpose !== 'command' && purpose !== 'target');
}

function wrongShape(use: Use, {capture, from}: CaptureDraft, {nodes}: BuildContext): string | undefined {
  if (from === undefined) return undefined;
  const {hole, purpose, run} = use;
  const name = holeName(hole);
  if (purpose === 'target') {
    if (capture.type !== 'node') return `on: <${name}> is a captured ${capture.type}, expected a captured node`;
    return capture.perNode ? `on: <${name}> has a value for each node, expected one node` : undefined;
  }
  if (purpose === 'count') return undefined;
  if (!capture.perNode) {
    return hole.node === undefined ? undefined : `<${name}>: there is one <${capture.name}>, not one for each node`;
  }
  const on = from.run.on;
  const written = on.map(targetWord).join(', ');
  if (hole.node !== undefined) {
    const target = nodeTarget(hole.node, nodes, () => true)!;
    if (covers(on, target, nodes)) return undefined;
    return `<${name}>: run "${from.run.id}" captures it on ${written}, and so not on ${hole.node}`;
  }
  const missing = run?.run.on.find(target => !covers(on, target, nodes));
  if (run === undefined ? nodeCount(on, nodes) === 1 : missing === undefined) return undefined;
  const [first] = on;
  const example = first?.kind === 'capture' ? first.name : first?.kind === 'node' ? first.id : 'manager';
  const why =
    missing === undefined
      ? `has a value for each of ${written}`
      : `is captured on ${written}, not on ${targetWord(missing)}`;
  return `<${name}> ${why}: say whose, as in <${name}@${example}>`;
}
