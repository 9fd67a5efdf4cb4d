import {describe, expect, test} from 'vitest';
import type {OutputEvidence, SnapshotAssertion} from '../../../assertions/assertion.ts';
import {factKey} from '../../../src/core/facts.ts';
import {fixture} from '../../snapshot/fixture.ts';
import {assertionText, loaded, parserText} from './own.ts';

/** A parser whose sample is read before its mistake comes to light. */
function parserWith(mistake: string) {
  const own = loaded({
    'parsers/counts.ts': `export default ({perLine}) => ({
  name: 'counts', title: 'x', examples: ['x'], sample: 'red 1',
  parse: text => (text.includes('blue') ? ${mistake} : perLine(text, () => ({name: 'x'}))),
});`,
  });
  expect(own.problems).toEqual([]);
  return own.parsers.get('counts')!;
}

describe('a parser that breaks is told, loses no line, and gives no data:', () => {
  test.each([
    ['it throws', 'nobody.knows(text)', '/m/parsers/counts.ts:3:43 nobody is not defined'],
    ['it throws null', '(() => { throw null })()', 'null'],
    ['it never ends', '(() => { for (;;); })()', 'no result within 5 s'],
    ['it gives nothing', 'undefined', 'it gave no result'],
    ['it gives a promise', 'Promise.resolve()', 'its result has no data'],
    [
      'it loses lines',
      '({data: {}, lines: 2, consumed: 1, unparsed: []})',
      'lines were lost: of 2 it says that it read 1, and 0 not',
    ],
    [
      'it counts lines that are not there',
      '({data: {}, lines: 3, consumed: 3, unparsed: []})',
      'the text has 2 lines with something in them, and its result speaks of 3',
    ],
    [
      'its data has no end',
      '(() => { const a = {}; a.a = a; return {data: a, lines: 2, consumed: 2, unparsed: []}; })()',
      'the data has no end',
    ],
    [
      'its data is no data',
      '({data: {f: () => 1}, lines: 2, consumed: 2, unparsed: []})',
      'found a value of type function',
    ],
    ['its data is a text', "({data: 'x', lines: 2, consumed: 2, unparsed: []})", 'its result has no data'],
  ])('%s', (_, to, why) => {
    const parsed = parserWith(to).parse('blue 1\n\nred 2\n');
    expect(parsed.broken).toContain(`the parser counts of the module broke: `);
    expect(parsed.broken).toContain(why);
    expect(parsed).toMatchObject({
      data: {},
      lines: 2,
      consumed: 0,
      unparsed: [
        {line: 1, text: 'blue 1'},
        {line: 3, text: 'red 2'},
      ],
    });
  });
});

test('no text of a parser can act on a terminal', () => {
  const {parse} = parserWith(
    "({data: {a: ['\\u001b[2J\\u0007b'], '\\u001b[1mc': 1}, lines: 1, consumed: 1, unparsed: []})",
  );
  expect(parse('blue').data).toEqual({a: ['·b'], c: 1});
});

function output(stdout: string): OutputEvidence {
  const parsed = loaded({'parsers/counts.ts': parserText()}).parsers.get('counts')!.parse(stdout);
  return {runId: 'look', node: 'here', exitCode: 0, end: {kind: 'exited', code: 0}, stdout, stderr: '', parsed};
}

function judged(evaluate: string, outputs: readonly OutputEvidence[] = [output('red 1\n')]) {
  const own = loaded({
    'assertions/counts.ts': assertionText(
      '    evaluate: ({name, count}, outputs) =>',
      `    evaluate: ({name, count}, outputs) => ${evaluate}`,
    ),
  });
  expect(own.problems).toEqual([]);
  const assertion = own.assertions.get('counts.has')!;
  if (assertion.kind !== 'output') throw new Error('it judges outputs');
  return assertion.judge({name: 'red', count: 1}, outputs);
}

test('it judges as it says', () => {
  expect(judged('')).toEqual({ok: true, witnesses: [{fact: 'output:look@here', row: 'red 1'}], summary: 'it counts'});
  expect(judged('', [output('red 2\n')])).toMatchObject({ok: false, code: 'other_count', expected: 1, actual: 2});
  expect(judged('', [output('')])).toMatchObject({ok: false, code: 'empty'});
});

const PASS = (witness: string) => `({ok: true, summary: 'x', witnesses: [${witness}]}) ||`;

describe('an assertion that breaks neither passes nor fails:', () => {
  test.each([
    ['it throws', 'nobody.knows() ||', '/m/assertions/counts.ts:11:58 nobody is not defined'],
    ['it never ends', '(() => { for (;;); })() ||', 'no verdict within 5 s'],
    ['it gives nothing', 'void', 'it gave no verdict'],
    ['it says yes', 'true ||', 'it gave no verdict'],
    ['it gives a promise', 'Promise.resolve({ok: true}) ||', 'it gave no verdict'],
    ['it passes without a witness', PASS(''), 'a pass without a witness'],
    ['it passes by a row without words', PASS("{fact: 'output:look@here', row: ' '}"), 'expected some text'],
    [
      'it passes by what it was not given',
      PASS("{fact: 'output:look@there', row: 'red 1'}"),
      'it passes by "output:look@there", which is no output that it was given',
    ],
    ['it fails without a reason', "({ok: false, code: 'no_row', reason: ''}) ||", 'reason: expected some text'],
    ['nearly all holds, and that is one', "({ok: false, code: 'no_row', reason: 'x', fraction: 1}) ||", 'fraction'],
    [
      'it changes the evidence',
      "outputs[0].parsed.data.rows.push({name: 'red', count: 1}) ||",
      'object is not extensible',
    ],
    ['it changes the text', "(outputs[0].stdout = 'x') ||", "Cannot assign to read only property 'stdout'"],
  ])('%s', (_, evaluate, why) => {
    const verdict = judged(evaluate);
    expect(verdict).toMatchObject({ok: null, detail: expect.stringContaining('the assertion broke: ')});
    expect(verdict).toMatchObject({detail: expect.stringContaining(why)});
  });
});

test('on output that its parser broke on nothing is judged', () => {
  const parsed = {...output('red 1\n').parsed!, broken: 'the parser counts of the module broke: x'};
  expect(judged('', [{...output('red 1\n'), parsed}])).toEqual({
    ok: null,
    cause: 'parse',
    detail: 'here: the parser counts of the module broke: x',
  });
});

describe('one of facts', () => {
  const text = (evaluate: string) => `export default ({snapshot, take, judgeEach, factKey, rowText, cannotLook}) =>
  snapshot({
    id: 'link.mtu', version: 1, title: 'every interface of a node has an MTU',
    args: {node: take.nodes, mtu: take.count(1)}, argsHelp: {node: 'the node', mtu: 'it'}, example: {node: 'swarm-01', mtu: 1500},
    codes: {}, mutants: ['other-mtu', 'row-gone'], needs: ['ns.links'],
    evaluate: ({node, mtu}, facts) => ${evaluate},
  });
`;
  const judge = async (evaluate: string, args: object = {node: 'swarm-01', mtu: 65536}) => {
    const own = loaded({'assertions/mtu.js': text(evaluate)});
    expect(own.problems).toEqual([]);
    const assertion = own.assertions.get('link.mtu') as SnapshotAssertion;
    expect(assertion.choosesNodes).toEqual(['node']);
    return assertion.judge(args, await fixture('redis-2'));
  };
  const LO =
    "judgeEach(facts.rows('ns.links', node, 'host').filter(one => one.mtu === mtu), 'x', one => [{fact: factKey('ns.links', node, 'host'), row: rowText.mtuText(one)}])";

  test('sees those that it needs, and names their rows', async () => {
    expect(await judge(LO)).toMatchObject({
      ok: true,
      witnesses: [{fact: factKey('ns.links', 'swarm-01', 'host'), row: expect.stringContaining('65536')}],
    });
  });

  test.each([
    ['of a node that is not there', LO, {node: 'nobody', mtu: 1}, 'missing-fact', 'nobody is not a node'],
    [
      'that it does not declare',
      LO.replace("'ns.links', node", "'ns.routes', node"),
      undefined,
      'unsupported',
      'reads ns.routes, which it does not declare',
    ],
    [
      'that it would change',
      "facts.rows('ns.links', node, 'host').sort() && null",
      undefined,
      'unsupported',
      'read only',
    ],
    [
      'that are none',
      "({ok: true, summary: 'x', witnesses: [{fact: 'everything', row: 'x'}]})",
      undefined,
      'unsupported',
      'it passes by "everything", which is no fact',
    ],
  ])('sees none %s', async (_, evaluate, args, cause, detail) => {
    expect(await judge(evaluate, args)).toMatchObject({ok: null, cause, detail: expect.stringContaining(detail)});
  });
});
