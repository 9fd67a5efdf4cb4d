import type {CaptureDraft, Draft, Scope, Use} from '../build/draft.ts';
import {covered} from './arms.ts';
import type {Finding} from './finding.ts';
import type {StepOrder} from './step-order.ts';

/** Why a captured value is not known yet, or not on every engine, where it is used. */
export function unknownHere(
  use: Use,
  found: readonly CaptureDraft[],
  draft: Draft,
  order: StepOrder,
): Finding | undefined {
  const {capture, from, scope} = found[0]!;
  if (from === undefined) return undefined;
  const name = `<${capture.name}>`;
  const scopes = found.map(one => one.scope);
  if (!covered(scopes, use.scope, draft.arms)) {
    const when = scope.arms.map(({key}) => key).join(' and ');
    const where = `in some arms of a @when only (${readableConditions(when)})`;
    return {message: `${name} is captured ${where}, and this stands outside of them`};
  }
  const known = scopes.some(one => isBefore(one, use, order));
  if (known) return undefined;
  if (scope.step !== use.scope.step) {
    const {id} = draft.steps[scope.step]!.step;
    const message = `${name} is captured in step "${id}", which need not come before this one: add it to "after"`;
    return {message, once: `${scope.step} ${use.scope.step}`};
  }
  if (from === use.run) return {message: `${name} is captured from the output of this very command`};
  return {message: `${name} is captured further down, by run "${from.run.id}"`};
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
