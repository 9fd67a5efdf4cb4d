import type {Fact, Snapshot} from '../core/facts.ts';
import {EXIT} from '../core/failure.ts';
import {neutralise} from '../core/neutral.ts';
import {snapshotToJson} from '../snapshot/store.ts';
import {print, printJson} from './print.ts';
import type {SnapshotOptions} from './snapshot-options.ts';
import {takeSnapshot} from './take-snapshot.ts';

/** Prints what was collected; gives the exit code. */
export async function printSnapshot(options: SnapshotOptions & {readonly json?: boolean}): Promise<number> {
  const snapshot = await takeSnapshot(options);
  if (options.json) printJson(snapshotToJson(snapshot));
  else print(`${snapshotLines(snapshot).join('\n')}\n`);
  return isWhole(snapshot) ? EXIT.passed : EXIT.incomplete;
}

function isWhole({nodes, facts}: Snapshot): boolean {
  return nodes.every(({unreachable}) => unreachable === null) && [...facts.values()].every(one => one.problem === null);
}

/** A line for each node, and one for each of its facts. */
function snapshotLines({nodes, facts}: Snapshot): readonly string[] {
  return nodes.flatMap(({id, role, unreachable, startedAt, endedAt}) => {
    const own = [...facts.values()].filter(({node}) => node === id);
    const state = unreachable === null ? `looked at in ${endedAt - startedAt} ms` : `NOT REACHED: ${unreachable}`;
    return [`${id}${role === undefined ? '' : ` (${role})`}: ${state}`, ...own.map(fact => `  ${factLine(fact)}`)].map(
      neutralise,
    );
  });
}

function factLine({kind, netns, rows, problem, command}: Fact): string {
  const place = netns === undefined ? '' : netns;
  const count = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`;
  const found = problem === null ? count.padStart(9) : `PROBLEM (${problem.cause}): ${problem.detail}`;
  return `${kind.padEnd(17)} ${place.padEnd(13)} ${found}  ${command}`;
}
