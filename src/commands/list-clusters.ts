import {neutralise} from '../core/neutral.ts';
import {printTable} from '../plain/print-table.ts';
import type {Choice} from '../ui/clusters/clusters.ts';
import {clusterChoices} from './cluster-choices.ts';
import {stdoutWriter} from './stdout-writer.ts';
import {openBaseModule} from './student.ts';
import type {StudentOptions} from './student-options.ts';

const STANDING = {ready: 'ready', make: 'not running', missing: 'not usable'} as const;

/** Prints what `--cluster` may name, and the command that brings each about or mends what is missing. */
export async function listClusters(options: StudentOptions): Promise<void> {
  const out = stdoutWriter(options.width);
  const choices = await clusterChoices(await openBaseModule(options));
  const rows = choices.map(({name, use, progress, about}) => [
    name,
    STANDING[use.kind],
    progress === null ? '-' : `${progress.passed}/${progress.steps}`,
    neutralise(about),
  ]);
  printTable([['CLUSTER', 'STATE', 'STEPS', 'ABOUT'], ...rows], out);
  for (const choice of choices) for (const text of whatToDo(choice)) out.text(text, 0, 2);
}

function whatToDo({name, use}: Choice): readonly string[] {
  if (use.kind === 'make') return [`${name}: made by \`deepdive lab up ${name}\``];
  if (use.kind === 'ready') return [];
  return use.missing.map(({what, mend}) => neutralise(`${name}: ${what}${mend === undefined ? '' : `: ${mend}`}`));
}
