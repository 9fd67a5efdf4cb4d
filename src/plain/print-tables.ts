import {noAnswerWords} from '../session/no-answer.ts';
import type {SessionState} from '../session/state.ts';
import {printTable} from './print-table.ts';
import type {Writer} from './writer.ts';

/** A table of steps for each lesson. A step is named as `show` takes it. */
export function printList(state: SessionState, out: Writer): void {
  for (const [index, lesson] of state.module.lessons.entries()) {
    if (index > 0) out.line();
    out.text(`Lesson ${index + 1}: ${lesson.title}`);
    const rows = lesson.steps.map(step => {
      const progress = state.steps[`${lesson.id}/${step.id}`];
      const here = lesson.id === state.lesson && step.id === state.step ? ', here' : '';
      return [`${lesson.id}/${step.id}`, `${progress?.status ?? 'ready'}${here}`, step.title];
    });
    printTable([['STEP', 'STATUS', 'TITLE'], ...rows], out);
  }
}

export function printValues(state: SessionState, out: Writer): void {
  if (state.values.length === 0) {
    out.text('No values yet: they are captured from the output of the commands that you run.');
    return;
  }
  const rows = state.values.map(({name, node, value, type, from, at}) => [
    node === null ? name : `${name}@${node}`,
    value,
    type,
    from,
    new Date(at).toISOString(),
  ]);
  printTable([['NAME', 'VALUE', 'TYPE', 'FROM', 'AT'], ...rows], out);
}

export function printNodes(state: SessionState, out: Writer): void {
  const rows = state.cluster.nodes.map(({id, role, reached, probed, problem}) => [
    id,
    role ?? '-',
    reached === 'yes' ? 'reached' : reached === 'no' ? 'unreachable' : 'not asked',
    probed.docker === undefined ? '-' : `docker ${probed.docker}`,
    probed.addr ?? '-',
    problem ?? '',
  ]);
  printTable([['NODE', 'ROLE', 'STATE', 'ENGINE', 'ADDRESS', 'PROBLEM'], ...rows], out);
  const remedy = noAnswerWords(state.cluster);
  if (remedy !== undefined) out.text(remedy);
}
