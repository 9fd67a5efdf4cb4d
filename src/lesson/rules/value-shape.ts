import {holeName} from '../../core/template.ts';
import type {BuildContext} from '../build/builder.ts';
import type {CaptureDraft, Use} from '../build/draft.ts';
import type {Finding} from './finding.ts';
import {anyNode, covers, nodeCount, nodeTarget, targetWord} from './targets.ts';

/** Whether a value of this type, one or one for each node, can stand where it is used. */
export function wrongShape(use: Use, {capture, from}: CaptureDraft, {nodes}: BuildContext): Finding | undefined {
  if (from === undefined) return undefined;
  const {hole, purpose, run} = use;
  const name = holeName(hole);
  if (purpose === 'target') {
    if (capture.type !== 'node')
      return {message: `on: <${name}> is a captured ${capture.type}, expected a captured node`};
    return capture.perNode ? {message: `on: <${name}> has a value for each node, expected one node`} : undefined;
  }
  if (purpose === 'count') return undefined;
  if (!capture.perNode) {
    if (hole.node === undefined) return undefined;
    return {message: `<${name}>: there is one <${capture.name}>, not one for each node`};
  }
  const on = from.run.on;
  const written = on.map(targetWord).join(', ');
  if (hole.node !== undefined) {
    const target = nodeTarget(hole.node, nodes, () => true)!;
    if (covers(on, target, nodes)) return undefined;
    return {message: `<${name}>: run "${from.run.id}" captures it on ${written}, and so not on ${hole.node}`};
  }
  const missing = run?.run.on.find(target => !covers(on, target, nodes));
  if (run === undefined ? nodeCount(on, nodes) === 1 : missing === undefined) return undefined;
  const [first] = on;
  const example = first?.kind === 'capture' ? first.name : first?.kind === 'node' ? first.id : anyNode(nodes);
  const why =
    missing === undefined
      ? `has a value for each of ${written}`
      : `is captured on ${written}, not on ${targetWord(missing)}`;
  return {message: `<${name}> ${why}: say whose, as in <${name}@${example}>`};
}
