import {readFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {loadAssertion} from '../../../assertions/load.ts';
import manifest from '../../../package.json' with {type: 'json'};
import type {Snapshot} from '../../core/facts.ts';
import type {Check, Lesson, Step} from '../../core/lesson.ts';
import {recallBefore} from '../keep-before.ts';
import type {Session} from '../session.ts';
import type {SessionState} from '../state.ts';
import {type Kept, keepFile} from '../transcript/keep.ts';
import {bundleOf, FORMAT, findCheck} from './bundle.ts';

export interface BadCheck {
  /** `lesson/check`, which must be there. */
  readonly id: string;
  /** The student's own words. */
  readonly words: string;
  readonly redacted: boolean;
  readonly at: number;
  readonly force?: boolean;
}

const MARK = `{\n "format": "${FORMAT}"`;

/** Writes all that a check was judged by to one file. Sends nothing anywhere. */
export async function saveBadCheck(session: Session, path: string, wanted: BadCheck): Promise<Kept> {
  await session.probe();
  const state = session.state();
  const {lesson, step, check} = findCheck(state, wanted.id)!;
  const assertion = await loadAssertion(check.use);
  const needs = assertion === undefined || assertion.kind === 'output' ? new Set<never>() : assertion.needs;
  const text = bundleOf({
    ...wanted,
    state,
    versions: {deepdive: manifest.version, node: process.version, platform: `${process.platform} ${process.arch}`},
    source: sourceOf(lesson, step, check),
    needs,
    before: assertion?.kind === 'delta' ? await beforeOf(state, lesson, check) : undefined,
  });
  return keepFile(path, text, MARK, wanted.force ?? false);
}

/** The lines of the lesson's file from the step to the next one; what an include brought in has its own file. */
function sourceOf(lesson: Lesson, step: Step, {at}: Check): string {
  try {
    const lines = readFileSync(at.file ?? lesson.file, 'utf8').split('\n');
    if (at.file !== undefined) return lines.join('\n');
    const next = lesson.steps[lesson.steps.indexOf(step) + 1];
    return lines.slice(step.at.line - 1, next === undefined ? undefined : next.at.line - 1).join('\n');
  } catch {
    return 'the file of the lesson cannot be read any more';
  }
}

/** Kept beside the output of the run that it was taken for. */
async function beforeOf({runs, cluster}: SessionState, lesson: Lesson, {of}: Check): Promise<Snapshot | undefined> {
  const id = `${lesson.id}/${of}`;
  const file = Object.values(runs[id]?.nodes ?? {}).flatMap(({result}) => result?.file ?? [])[0];
  if (file === undefined) return undefined;
  const kept = await recallBefore(dirname(file), id, cluster.instance);
  return kept.kind === 'kept' ? kept.snapshot : undefined;
}
