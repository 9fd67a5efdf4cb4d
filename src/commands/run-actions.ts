import {EXIT, Failure} from '../core/failure.ts';
import type {Run} from '../core/lesson.ts';
import {noUndo} from '../core/no-undo.ts';
import {runAloud} from '../plain/run-aloud.ts';
import type {Writer} from '../plain/writer.ts';
import {findRun, spotOf} from '../session/find.ts';
import {runsIn, sampleOf} from '../session/items.ts';
import {fullId} from '../session/navigate.ts';
import type {RunRequest, Session} from '../session/session.ts';
import type {NodeRun, Question, RunState} from '../session/state.ts';
import {progressFolder} from '../state/paths.ts';
import type {Action, Options} from './action.ts';
import {finish} from './finish.ts';
import {printChecks} from './judge-actions.ts';
import {stopOthers} from './stop-others.ts';
import {unknownName} from './unknown-name.ts';

const run: Action = async (session, out, [id], options, asking) => {
  await session.probe();
  demandRun(session, id!);
  const aloud = runAloud(session, id!, out);
  let done = await aloud.during(session.run(id!, requestOf(options)));
  const question = session.state().asking;
  if (question?.kind === 'confirm-run') {
    printChange(question, out);
    const yes = await asking.confirm();
    done = await aloud.during(session.reply(yes));
    if (!yes) return EXIT.usage;
  }
  // Refused before anything ran: the step is locked, or a value is missing.
  if (!aloud.isBegun()) return finish(done, out);
  // Here, for what a lesson says about rows needs a query language that no other verb does.
  const {printResults, unrecorded} = await import('../plain/print-results.ts');
  const fresh = aloud.fresh();
  printResults(session, fresh, out);
  const choice = session.state().asking;
  if (choice?.kind === 'choose-value') {
    const chosen =
      typeof options.choose === 'string' ? options.choose : await asking.choose(choice.name, choice.options);
    if (chosen === undefined) return EXIT.usage;
    done = await session.reply(chosen);
  }
  printChecks(session.state(), out);
  // Of what was not recorded all is said.
  if (!done.ok && fresh.length > 0 && fresh.every(one => unrecorded(one) !== undefined)) return EXIT.failed;
  return finish(done, out);
};

function demandRun(session: Session, id: string): Run {
  const found = findRun(session.state(), id);
  if (found !== undefined) return found.run;
  throw unknownName(
    'command',
    id,
    runsIn(spotOf(session.state()).items).map(one => one.id),
  );
}

function stateOf(session: Session, id: string): RunState | undefined {
  return session.state().runs[fullId(session.state(), id)];
}

function requestOf(options: Options): RunRequest {
  return {
    ...(Array.isArray(options.on) && {on: options.on as string[]}),
    ...(typeof options.edit === 'string' && {line: options.edit}),
    confirmed: options.yes === true,
  };
}

function printChange(question: Extract<Question, {kind: 'confirm-run'}>, out: Writer): void {
  out.text(`This changes ${question.mutates} on ${question.nodes.join(', ')}:`);
  out.verbatim(question.line);
  const reason = noUndo(question.undo);
  if (reason === undefined) {
    out.text('It is taken back by:');
    out.verbatim(question.undo);
  } else out.text(`It is not taken back${reason === '' ? '' : `, ${reason}`}.`);
}

const stop: Action = (session, out) => {
  const {module, cluster} = session.state();
  return stopOthers(progressFolder(process.env, module.id, cluster.name), out);
};

/** Ways to look at an output, by the options that ask for them. */
const WAYS = ['rows', 'previous', 'sample'] as const;

const output: Action = async (session, out, [id], options) => {
  await session.probe();
  const found = demandRun(session, id!);
  // The command may stand in another step than the student is in.
  await session.recall('all');
  const {items} = spotOf(session.state());
  const asked = WAYS.filter(way => options[way] === true);
  if (asked.length > 1)
    throw new Failure(`output: expected one way to show it, found ${asked.map(way => `--${way}`).join(' and ')}`);
  const all = Object.values(stateOf(session, id!)?.nodes ?? {});
  const shown = all.filter(({node, result}) => result !== undefined && (options.node ?? node) === node);
  if (shown.length === 0) {
    const where = typeof options.node === 'string' ? ` on ${options.node}` : '';
    throw new Failure(`${id} has no output${where} yet: \`${out.verb(`run ${id}`)}\``, EXIT.nothing);
  }
  const [{printResult}, shows] = await Promise.all([
    import('../plain/print-result.ts'),
    import('../plain/print-output.ts'),
  ]);
  const [way] = asked;
  const sample = sampleOf(items, found.id);
  const body: Readonly<Record<(typeof WAYS)[number], (on: NodeRun) => void>> = {
    rows: ({result}) => result && shows.printRows(result, out),
    previous: on => shows.printAgainstPrevious(on, out),
    sample: ({result}) => result && shows.printAgainstSample(sample, result, out),
  };
  for (const on of shown) {
    if (way === undefined) printResult(session, {run: found, on, followed: 'no'}, out);
    else {
      out.text(`Output on ${on.node}:`);
      body[way](on);
    }
  }
  return EXIT.passed;
};

const shell: Action = async (session, _out, [node]) => {
  const command = session.shell(node!);
  if (command === undefined) {
    const known = session.state().cluster.nodes.map(one => one.id);
    throw new Failure(
      known.includes(node!) ? 'a recording has no shell: use a real cluster' : `no node ${node}: ${known.join(', ')}`,
    );
  }
  const [file, ...args] = command;
  const {execaSync} = await import('execa');
  const {exitCode, code} = execaSync(file!, args, {stdio: 'inherit', reject: false});
  if (code === 'ENOENT') throw new Failure(`there is no ${file} on this machine, which opens a shell on ${node}`);
  return exitCode ?? EXIT.failed;
};

/** What happens on the nodes. */
export const runActions = {run, stop, output, shell} as const;
