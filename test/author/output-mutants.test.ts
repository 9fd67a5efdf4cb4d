import {expect, test} from 'vitest';
import type {OutputEvidence} from '../../assertions/assertion.ts';
import {assertions} from '../../assertions/registry.ts';
import {mutateOutputs} from '../../src/author/output-mutants.ts';
import {parseNetworkLs} from '../../src/parse/docker-network-ls.ts';

const LISTING = `NETWORK ID     NAME      DRIVER    SCOPE
e8r5layvswlx   ingress   overlay   swarm
qgs1bam0ptc4   vote      overlay   swarm
`;

function evidence(stdout: string, node = 'swarm-01'): OutputEvidence {
  const end = {kind: 'exited', code: 0} as const;
  return {runId: 'ls', node, exitCode: 0, end, stdout, stderr: '', parsed: parseNetworkLs(stdout)};
}

function classes(id: string, args: object, outputs: readonly OutputEvidence[]) {
  const assertion = assertions.get(id);
  if (assertion?.kind !== 'output') throw new Error(`${id} judges no output`);
  const mutants = mutateOutputs(assertion, args, outputs);
  expect(mutants.filter(mutant => !mutant.killed)).toEqual([]);
  return mutants.map(mutant => `${mutant.class}@${mutant.node}`);
}

test.each([
  [
    'output.query',
    {query: "rows[?name=='vote'].driver | [0]", equals: 'overlay'},
    ['no-output', 'other-exit', 'rows-gone', 'other-values'],
  ],
  ['output.query', {query: "rows[?name=='mynet0']", exists: false}, ['no-output', 'other-exit']],
  ['cmd.output', {contains: 'vote'}, ['no-output', 'other-exit', 'other-text']],
  ['cmd.output', {minLines: 2}, ['no-output', 'other-exit']],
  [
    'answer.matches',
    {query: "rows[?name=='vote'].scope | [0]", answer: 'swarm', type: 'text'},
    ['no-output', 'rows-gone', 'other-values'],
  ],
])('%s %j notices its damages', (id, args, expected) => {
  expect(classes(id, args, [evidence(LISTING)])).toEqual(expected.map(name => `${name}@swarm-01`));
});

test('an output that should be empty is noticed when it is not', () => {
  expect(classes('cmd.output', {empty: true}, [evidence('')])).toEqual(['other-exit@swarm-01', 'some-output@swarm-01']);
});

test('the output of each node is damaged by itself', () => {
  const both = [evidence(LISTING), evidence(LISTING, 'swarm-02')];
  expect(classes('cmd.output', {contains: 'vote'}, both)).toHaveLength(6);
});
