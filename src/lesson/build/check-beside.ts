import {suggest} from '../../core/nearest.ts';
import type {Locator} from '../../core/yaml/locate.ts';
import {covered, exclusive} from '../rules/arms.ts';
import type {RunYaml} from '../schema/run.ts';
import type {BuildContext} from './builder.ts';
import type {Draft, RunDraft} from './draft.ts';

/** A stream may listen beside a command of its step that ends by itself; each command has one listener at most. */
export function checkBeside(
  draft: Draft,
  listener: RunDraft,
  {beside, ready, mutates}: RunYaml,
  where: Locator,
  {report}: BuildContext,
): void {
  if (beside === undefined) {
    if (ready !== undefined) report(where.key(['ready']), 'ready without beside: nothing waits for this stream');
    return;
  }
  const {run} = listener;
  if (!run.stream) report(where.key(['beside']), `beside: run ${run.id} is no stream: add stream to its fence`);
  if (mutates !== undefined) {
    report(where.key(['mutates']), 'mutates: a run that listens beside another changes nothing itself');
  }
  const wrong = whyNot(draft, listener, beside);
  if (wrong !== undefined) report(where.value(['beside']), `beside: ${wrong}`);
}

/** What is wrong with the run that is named. */
function whyNot({runs, arms}: Draft, {run, scope}: RunDraft, beside: string): string | undefined {
  if (beside === run.id) return `run ${run.id} cannot be beside itself`;
  const named = runs.filter(one => one.run.id === beside);
  const inStep = named.filter(one => one.scope.step === scope.step);
  if (inStep.length === 0) {
    const others = runs.filter(one => one.scope.step === scope.step && one.run.id !== run.id && !one.run.stream);
    const near = suggest(
      beside,
      others.map(one => one.run.id),
    );
    return named.length === 0 ? `no run "${beside}"${near}` : `run "${beside}" stands in another step${near}`;
  }
  const scopes = inStep.map(one => one.scope);
  if (!covered(scopes, scope, arms)) return `run "${beside}" stands in an arm of @when that this one does not`;
  if (inStep.some(one => one.run.stream)) return `run "${beside}" is a stream itself, and has to end by itself`;
  const other = runs.find(one => one.run.beside === beside && one.run.id !== run.id && !exclusive(one.scope, scope));
  return other === undefined ? undefined : `run "${beside}" has ${other.run.id} beside it already`;
}
