import {expect, test} from 'vitest';
import type {OutputEvidence} from '../../assertions/assertion.ts';
import {assertions} from '../../assertions/registry.ts';
import {parsers} from '../../src/parse/registry.ts';
import {printedText} from './build-recording.ts';
import {STATEMENTS, type Statement} from './statements.ts';

/** The verdict on a statement, where that is what the command printed. */
function judge({parser, with: args}: Statement, stdout: string) {
  const output: OutputEvidence = {
    runId: 'printed',
    node: 'swarm-01',
    exitCode: 0,
    end: {kind: 'exited', code: 0},
    stdout,
    stderr: '',
    parsed: parsers.get(parser)!.parse(stdout),
  };
  const assertion = assertions.get('output.query')!;
  if (assertion.kind !== 'output') throw new Error('it judges outputs');
  expect(assertion.validate(args)).toEqual([]);
  return assertion.judge(args, [output]);
}

test.each(STATEMENTS)('$says', statement => {
  const verdict = judge(statement, printedText(statement.file));
  expect(verdict).toMatchObject({ok: true});
  expect(verdict.ok === true && verdict.witnesses.length).toBeGreaterThan(0);
});

test.each(STATEMENTS)('not with another row: $says', statement => {
  const {file, altered} = statement;
  const text = printedText(file);
  expect(text).toContain(altered[0]);
  expect(judge(statement, text.replaceAll(altered[0], altered[1]))).toMatchObject({ok: false});
});
