import {randomBytes} from 'node:crypto';
import {EXIT, Failure} from '../core/failure.ts';
import type {Module} from '../core/lesson.ts';
import {type Examined, examine, type Needs} from '../doctor/examine.ts';
import {neededTools} from '../doctor/needed-tools.ts';
import {lessonsWithout} from '../session/nodes-needed.ts';
import type {DoctorOptions} from './doctor.ts';
import {isOfSwarm} from './nodes-missing.ts';
import {printJson} from './print.ts';
import {printDoctor} from './print-doctor.ts';
import {stdoutWriter} from './stdout-writer.ts';
import {openParts} from './student.ts';

/** Looks at the cluster and tells what it lacks; gives the exit code. */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  const {module, cluster} = await openParts(options, 'instant');
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  try {
    if (cluster.transport === 'recording') {
      const ways = '`deepdive lab up` makes nodes, `deepdive nodes add` names your own, `deepdive clusters` lists all';
      throw new Failure(`a recording has no nodes to look at: name a cluster with --cluster (${ways})`);
    }
    const nonce = () => randomBytes(16).toString('hex');
    const examined = await examine(cluster, needsOf(module), {nonce, signal: controller.signal});
    if (controller.signal.aborted) throw new Failure('interrupted', EXIT.interrupted);
    const told = {
      cluster: cluster.name,
      module: module.id,
      ...examined,
      lessons: lessonsWithout(module, cluster.nodes),
    };
    if (options.json === true) printJson(`${JSON.stringify(told, undefined, 2)}\n`);
    else printDoctor(told, options.all === true, stdoutWriter(options.width));
    return exitOf(examined);
  } finally {
    process.off('SIGINT', stop);
    await cluster.close();
  }
}

function needsOf(module: Module): Needs {
  const lessons = module.lessons.map(({id, needs}) => ({id, tools: needs.tools}));
  const swarm = isOfSwarm(module);
  return {
    swarm,
    tools: neededTools(lessons, swarm),
    root: swarm || module.lessons.some(({needs}) => needs.privilege === 'root'),
  };
}

/** What could not be looked at wins over gaps, for there may be more of them. */
function exitOf({nodes, pairs}: Examined): number {
  const all = [...nodes, ...pairs].flatMap(({findings}) => findings);
  if (all.some(({standing}) => standing === 'unknown')) return EXIT.incomplete;
  return all.some(({standing}) => standing === 'gap') ? EXIT.failed : EXIT.passed;
}
