import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Module} from '../core/lesson.ts';
import {formatProblem} from '../core/problem.ts';
import {lastAnswer, passedSteps, stepIds} from '../session/passed-steps.ts';
import {readProgressEvent} from '../session/progress.ts';
import {readJournal} from '../state/journal.ts';
import {configFolder, progressFolder} from '../state/paths.ts';
import type {Choice} from '../ui/clusters/clusters.ts';
import {ageWords} from '../ui/time-words.ts';
import {labChoices} from './lab-choices.ts';
import {isOfSwarm, missingWords, nodesMissing} from './nodes-missing.ts';
import {recordingFiles} from './recordings.ts';

/** Everything that a module can be worked through on, with how far the student is there; no node is asked. */
export async function clusterChoices(module: Module): Promise<readonly Choice[]> {
  return [...recordings(module), ...(await labs(module)), ...(await described(module)), ...local(module)];
}

function recordings(module: Module): readonly Choice[] {
  // The newest one plays as `recording`.
  return recordingFiles(module)
    .toReversed()
    .map(({name}, index) => {
      const engine = name.replace('-', ' ');
      return choice(module, index === 0 ? 'recording' : `recording:${name}`, {
        title: index === 0 ? 'recorded' : `recorded: ${engine}`,
        about: index === 0 ? `instant, read-only · ${engine}` : `instant, read-only · an older engine`,
        use: {kind: 'ready'},
      });
    });
}

async function labs(module: Module): Promise<readonly Choice[]> {
  // A lab is a swarm: its nodes are called as those of one.
  if (!isOfSwarm(module)) return [];
  const found = await labChoices();
  return found.map(({name, ...rest}) =>
    choice(module, name, {title: name === 'lab' ? 'lab' : `lab: ${name}`, ...rest}),
  );
}

/** The person's own, as clusters.yaml names them. */
async function described(module: Module): Promise<readonly Choice[]> {
  const file = join(configFolder(process.env), 'clusters.yaml');
  if (!existsSync(file)) return [];
  const {readInventory} = await import('../cluster/inventory.ts');
  const read = readInventory(file);
  if (read.kind === 'unusable') {
    const missing = read.problems.map(problem => ({what: formatProblem(problem)}));
    const about = 'your own clusters, which cannot be read';
    return [choice(module, 'clusters.yaml', {title: 'yours', about, use: {kind: 'missing', missing}})];
  }
  return [...read.inventory.clusters.values()].map(({name, nodes}) => {
    const here = nodes.some(({container}) => container !== undefined) ? 'in containers' : 'on this machine';
    const over = nodes.every(({ssh}) => ssh === undefined) ? here : 'over ssh';
    const last = lastAnswer(eventsOf(module, name));
    const reached = last === undefined ? 'not reached yet' : `answered ${ageWords(Date.now() - last)} ago`;
    const byDefault = name === read.inventory.default ? ' · your default' : '';
    const about = `${nodes.length} node${nodes.length === 1 ? '' : 's'} ${over}, ${reached}${byDefault}`;
    const missing = nodesMissing(module, nodes);
    const use: Choice['use'] =
      missing.length === 0 ? {kind: 'ready'} : {kind: 'missing', missing: [{what: missingWords(missing, nodes)}]};
    return choice(module, name, {title: `yours: ${name}`, about, use});
  });
}

function local(module: Module): readonly Choice[] {
  if (module.nodes.length > 1) return [];
  return [choice(module, 'local', {title: 'this machine', about: 'its own shell', use: {kind: 'ready'}})];
}

function choice(module: Module, name: string, rest: Pick<Choice, 'title' | 'about' | 'use'>): Choice {
  const passed = passedSteps(module, eventsOf(module, name));
  return {kind: 'cluster', name, ...rest, progress: {passed, steps: stepIds(module).length}};
}

function eventsOf(module: Module, cluster: string) {
  const file = join(progressFolder(process.env, module.id, cluster), 'progress.ndjson');
  return readJournal(file, readProgressEvent).entries;
}
