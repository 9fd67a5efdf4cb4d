import {randomBytes} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {assertions} from '../../assertions/registry.ts';
import type {FactKind} from '../core/facts.ts';
import {runningLabs, type UmlLab} from '../lab/lab-record.ts';
import {collectorLine} from '../snapshot/script.ts';
import {PORT, type Question, questionsFor, SERVICE} from './questions.ts';
import {median, type Row} from './table.ts';
import {ENV} from './timed.ts';

const ROUNDS = 3;
/** Debian's package is for Debian's own Python. */
const PYTHON = '/usr/bin/python3';
const READY_WITHIN_MS = 60_000;

interface Ways {
  readonly ours: () => Promise<void>;
  readonly defaults: () => Promise<void>;
  readonly controlPath: () => Promise<void>;
  readonly floor: () => Promise<void>;
}

/**
 * Fifty checks of the three nodes of a running lab: by this program, by testinfra as it comes and with a ControlPath,
 * and by a shell that runs on each node what this program runs there, and judges nothing. Wall clock of whole
 * processes, by turns, each with connections of its own.
 */
export async function benchGraders(env: Readonly<Record<string, string | undefined>>): Promise<readonly Row[]> {
  const name = 'fifty checks of a lab';
  const lab = (await runningLabs(env)).find(each => each.kind === 'uml');
  if (lab === undefined) return [{name, missing: 'no lab'}];
  const {failed} = await execa(PYTHON, ['-c', 'import pytest, testinfra'], {reject: false});
  if (failed) return [{name, missing: 'no testinfra (apt-get install python3-testinfra python3-pytest)'}];
  const {manager, spread, remove} = service(lab);
  const isSwarm = await onNode(lab, manager, 'docker node ls').then(
    () => true,
    () => false,
  );
  if (!isSwarm) return [{name, missing: 'the lab is no swarm now: deepdive lab reset'}];
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-bench-'));
  try {
    await onNode(lab, manager, spread);
    const ways = waysOf(lab, folder);
    await untilReady(ways);
    return await measure(ways);
  } finally {
    await onNode(lab, manager, remove);
    rmSync(folder, {recursive: true, force: true});
  }
}

function service({nodes, images}: UmlLab) {
  return {
    manager: nodes.find(({role}) => role === 'manager')!.host,
    spread: `docker service create -q --mode global --no-resolve-image --name ${SERVICE} --publish ${PORT}:80 ${images.vote}`,
    remove: `docker service rm ${SERVICE}`,
  };
}

async function onNode({sshConfig}: UmlLab, host: string, line: string): Promise<void> {
  await execa('ssh', ['-F', sshConfig, host, line], {env: ENV});
}

function waysOf(lab: UmlLab, folder: string): Ways {
  const questions = questionsFor(lab.nodes.map(({id}) => id));
  const suite = join(folder, 'suite.yaml');
  writeFileSync(suite, JSON.stringify(suiteOf(questions)));
  const program = fileURLToPath(new URL('./cli.js', import.meta.url));
  const words = ['grade', suite, '--cluster', lab.name, '--out', join(folder, 'runs')];
  const kinds = new Set(questions.flatMap(({use}) => needsOf(use)));
  return {
    ours: async () => {
      await execa(process.execPath, [program, ...words], {env: ENV});
    },
    defaults: () => testinfra(lab, questions, folder, ''),
    controlPath: () => testinfra(lab, questions, folder, `-o ControlPath=${folder}/%r@%h`),
    floor: async () => {
      const line = collectorLine(kinds, randomBytes(16).toString('hex'));
      await Promise.all(
        lab.nodes.map(({host}) => execa('ssh', ['-F', lab.sshConfig, host, 'sh'], {input: line, env: ENV})),
      );
    },
  };
}

function suiteOf(questions: readonly Question[]): object {
  const checks = questions.map(({use, args}, nth) => ({id: `q${nth}`, use, with: args, points: 1}));
  return {suite: 'fifty', title: 'Fifty checks', version: '1.0.0', checks};
}

function needsOf(use: string): readonly FactKind[] {
  const assertion = assertions.get(use);
  if (assertion?.kind !== 'snapshot') throw new Error(`${use} judges no snapshot`);
  return [...assertion.needs];
}

/** With a ControlPath the first check opens a connection of each node; it is closed again, as ours are. */
async function testinfra(lab: UmlLab, questions: readonly Question[], folder: string, extra: string): Promise<void> {
  const host = (id: string) => lab.nodes.find(node => node.id === id)!.host;
  const asked = questions.map(({node, command, finds}) => [host(node), command, finds]);
  const file = join(folder, 'test_fifty.py');
  writeFileSync(file, pythonTest(lab.sshConfig, asked, extra));
  await execa(PYTHON, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', file], {env: ENV});
  if (extra === '') return;
  for (const {host: each} of lab.nodes) {
    const words = ['-F', lab.sshConfig, ...extra.split(' '), '-O', 'exit', each];
    await execa('ssh', words, {env: ENV, reject: false});
  }
}

function pythonTest(config: string, asked: readonly (readonly string[])[], extra: string): string {
  return `import json, re, pytest, testinfra
ASKED = json.loads(${JSON.stringify(JSON.stringify(asked))})
@pytest.mark.parametrize('host,command,finds', ASKED)
def test_answer(host, command, finds):
    node = testinfra.get_host('ssh://' + host, ssh_config=${JSON.stringify(config)}, ssh_extra_args=${JSON.stringify(extra)} or None)
    answer = node.run(command)
    assert answer.rc == 0
    assert re.search(finds, answer.stdout, re.M)
`;
}

/** All hold for this program and for testinfra, or there is nothing to compare. */
async function untilReady({ours, controlPath}: Ways): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await ours();
      await controlPath();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

async function measure(ways: Ways): Promise<readonly Row[]> {
  const times: Record<keyof Ways, number[]> = {ours: [], defaults: [], controlPath: [], floor: []};
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of Object.keys(ways) as (keyof Ways)[]) {
      const startedAt = performance.now();
      await ways[way]();
      times[way].push(performance.now() - startedAt);
    }
  }
  const [ours, floor] = [median(times.ours), median(times.floor)];
  const [defaults, controlPath] = [median(times.defaults), median(times.controlPath)];
  return [
    {name: 'fifty checks of a lab', value: ours / 1000, unit: 's'},
    {name: 'this program : testinfra', value: ours / defaults, unit: 'x', budget: 1 / 10},
    {name: 'this program : testinfra with a ControlPath', value: ours / controlPath, unit: 'x', budget: 1 / 5},
    {name: 'this program : a framed shell alone', value: ours / floor, unit: 'x', budget: 1.15},
  ];
}
