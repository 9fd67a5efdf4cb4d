import {Command, Option} from 'commander';
import {EXIT, Failure} from '../core/failure.ts';
import type {LabKind} from '../lab/lab-record.ts';
import type {Overlays} from '../lab/make.ts';
import {interruptible} from './interruptible.ts';

const DEFAULT_NAME = 'lab';
/** Of `RELEASES`, which the help does not load. */
export const ENGINES = '20.10, 26.1 or 28.5';

/** `deepdive lab up|status|ssh|reset|down`. */
export function labCommand(): Command {
  const lab = new Command('lab')
    .description('make a real three-node swarm on this machine: three Linux kernels as processes, or three containers')
    .enablePositionalOptions()
    .exitOverride();
  lab
    .command('up')
    .description('make the lab, or do nothing when it runs')
    .argument('[name]', 'name of the lab', DEFAULT_NAME)
    .addOption(
      kindOption('of what its nodes are made: kernels as processes (uml), which is chosen if it can be, or containers'),
    )
    .option('--engine <version>', `version of Docker, of kernels only: ${ENGINES} (usual: 26.1)`)
    .addOption(overlaysOption())
    .action((name: string, options: UpFlags) => up(name, options, false));
  lab
    .command('status')
    .description('tell which labs there are and how their nodes do')
    .argument('[name]', 'one lab only')
    .addOption(kindOption('labs of one kind only'))
    .option('--json', 'print it as JSON')
    .action(status);
  lab
    .command('ssh')
    .description('open a shell on a node, or run a command there')
    .usage('[--lab NAME] NODE [command...]')
    .argument('<node>', 'swarm-01, swarm-02 or swarm-03')
    .argument('[command...]', 'passed on to the node as it stands')
    .option('--lab <name>', 'name of the lab', DEFAULT_NAME)
    .passThroughOptions()
    .action(ssh);
  lab
    .command('reset')
    .description('throw away what happened on the nodes and bring them up fresh')
    .argument('[name]', 'name of the lab', DEFAULT_NAME)
    .addOption(kindOption('as it was made, unless said'))
    .option('--engine <version>', `as it was made, unless said: ${ENGINES}`)
    .addOption(overlaysOption())
    .action((name: string, options: UpFlags) => up(name, options, true));
  lab
    .command('down')
    .description('remove the lab: processes or containers, network and files; the node image stays')
    .argument('[name]', 'name of the lab', DEFAULT_NAME)
    .addOption(kindOption('as it was made, unless said'))
    .action(down);
  return lab;
}

interface KindOption {
  readonly kind?: LabKind;
}

function kindOption(description: string): Option {
  return new Option('--kind <kind>', description).choices(['uml', 'docker']);
}

interface UpFlags extends KindOption {
  readonly engine?: string;
  readonly overlays?: Overlays;
}

function overlaysOption(): Option {
  const about = 'devices of overlays in namespaces of their own, or on the host as before 18.09 (20.10 only)';
  return new Option('--overlays <where>', about).choices(['netns', 'host']);
}

async function up(name: string, {kind: wanted, engine, overlays}: UpFlags, fresh: boolean): Promise<void> {
  await checkName(name);
  const {askedMake, engineWords, makeOf} = await import('../lab/make.ts');
  const {readLab} = await import('../lab/lab-record.ts');
  const make = askedMake({engine, overlays}, makeOf(await readLab(name, process.env)));
  const [{makeable, makeLabOf}, {describeMissing}, {progressPrinter}, {outputLetters}] = await Promise.all([
    import('./make-lab.ts'),
    import('../lab/requirements.ts'),
    import('../lab/progress-printer.ts'),
    import('./print.ts'),
  ]);
  const {isTTY, columns} = process.stderr;
  const letters = outputLetters();
  const printer = progressPrinter({isTTY, columns, write: text => process.stderr.write(letters.cells(text))});
  const {signal, release} = interruptible();
  const begin = performance.now();
  try {
    const {kind: fit, instead = []} = wanted === undefined ? await makeable(name, make) : {kind: wanted};
    if (instead.length > 0)
      process.stderr.write(
        `as containers, for kernels as processes lack something here:\n${describeMissing(instead)}\n`,
      );
    const {kind, lab} = await makeLabOf(fit, name, {env: process.env, onProgress: printer.tell, signal, fresh, make});
    printer.clear();
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const state = kind === 'made' ? `is up after ${seconds} s` : 'runs already';
    process.stdout.write(`lab ${name} ${state}: ${lab.nodes.map(node => node.id).join(', ')} (${engineWords(lab)})\n`);
    if (lab.kind === 'docker') {
      const {describeTried} = await import('../lab/kernel-features.ts');
      for (const line of describeTried(lab)) process.stdout.write(`${line}\n`);
    }
    const other = lab.kind === 'uml' ? `, or ssh -F ${lab.sshConfig} swarm-01` : '';
    const named = name === DEFAULT_NAME ? '' : ` --lab ${name}`;
    process.stdout.write(`a shell there: deepdive lab ssh swarm-01${named}${other}\n`);
  } catch (error) {
    printer.clear();
    if (signal.aborted) throw new Failure(`interrupted: lab ${name} was removed`, EXIT.interrupted);
    throw error;
  } finally {
    release();
  }
}

async function status(name: string | undefined, options: KindOption & {readonly json?: boolean}): Promise<void> {
  if (name !== undefined) await checkName(name);
  const {labNames, labStatus} = await import('../lab/status.ts');
  const {describeStatus} = await import('../lab/describe-status.ts');
  const {labKind} = await import('../lab/kind.ts');
  const all = (await labNames(process.env)).filter(each => name === undefined || each === name);
  const kinds = await Promise.all(all.map(each => labKind(each, process.env)));
  const names = all.filter((_, i) => options.kind === undefined || kinds[i] === options.kind);
  const found = await Promise.all(names.map(each => labStatus(each, process.env)));
  const labs = found.filter(each => each !== undefined);
  const lines = names.map((each, i) => (found[i] ? describeStatus(found[i]) : halfMade(each)));
  if (options.json) process.stdout.write(`${JSON.stringify(labs, undefined, 2)}\n`);
  else process.stdout.write(lines.length === 0 ? `${noLab(name)}\n` : lines.join('\n'));
  if (labs.length === 0 || labs.some(({nodes}) => nodes.some(node => !node.running))) process.exitCode = EXIT.failed;
}

async function ssh(node: string, words: readonly string[], options: {readonly lab: string}): Promise<void> {
  const {name, command} = labOfWords(words, options.lab);
  await checkName(name);
  const {readLab} = await import('../lab/lab-record.ts');
  const lab = await readLab(name, process.env);
  if (!lab) throw new Failure(noLab(name));
  const known = lab.nodes.find(each => each.id === node);
  if (!known)
    throw new Failure(`lab ssh: no node is named "${node}"; there are ${lab.nodes.map(each => each.id).join(', ')}`);
  const {openSsh} = await import('../lab/open-ssh.ts');
  process.exitCode = await openSsh(lab, known.id, command);
}

/** `--lab NAME` is understood behind the node, too. */
export function labOfWords(words: readonly string[], name: string): {name: string; command: readonly string[]} {
  const [first, second, ...rest] = words;
  if (first === '--lab' && second !== undefined) return {name: second, command: rest};
  if (first?.startsWith('--lab=')) return {name: first.slice('--lab='.length), command: words.slice(1)};
  return {name, command: words};
}

async function down(name: string, {kind}: KindOption): Promise<void> {
  await checkName(name);
  const {labKind, otherKind} = await import('../lab/kind.ts');
  const there = await labKind(name, process.env);
  if (kind !== undefined && there !== undefined && there !== kind) throw otherKind({name, kind: there});
  if (there === undefined && kind === undefined) {
    process.stdout.write(`there is no lab ${name} of yours; \`deepdive lab status\` tells which there are\n`);
    return;
  }
  if ((kind ?? there) === 'docker') {
    const {dockerLabDown} = await import('../lab/docker/down.ts');
    await dockerLabDown(name, process.env);
    process.stdout.write(`lab ${name} is gone\n`);
    return;
  }
  if (process.getuid?.() !== 0)
    throw new Failure(`lab: only root can end its processes: sudo deepdive lab down ${name}`);
  const {labDown} = await import('../lab/down.ts');
  await labDown(name, process.env);
  process.stdout.write(`lab ${name} is gone\n`);
}

async function checkName(name: string): Promise<void> {
  const {isLabName} = await import('../lab/places.ts');
  if (isLabName(name)) return;
  throw new Failure(
    `lab: expected a name of up to 21 lower-case letters, digits and hyphens, found ${JSON.stringify(name)}`,
  );
}

function halfMade(name: string): string {
  return `lab ${name} is being made, or was left half made: \`deepdive lab down ${name}\` removes it\n`;
}

function noLab(name: string | undefined): string {
  if (name === undefined) return 'there is no lab; `deepdive lab up` makes one';
  const argument = name === DEFAULT_NAME ? '' : ` ${name}`;
  return `there is no lab ${name}; \`deepdive lab up${argument}\` makes one`;
}
