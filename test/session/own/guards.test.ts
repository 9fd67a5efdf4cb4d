import {describe, expect, test} from 'vitest';
import type {OutputAssertion, OutputEvidence, SnapshotAssertion} from '../../../assertions/assertion.ts';
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
    ['it gives a promise', 'Promise.resolve()', 'it gave a promise'],
    ['it gives a promise that is refused', "(async () => { throw new Error('late'); })()", 'it gave a promise'],
    [
      'it throws what has no words',
      '(() => { throw Object.create(null); })()',
      'something was thrown that cannot be shown',
    ],
    [
      'it throws what throws',
      '(() => { throw {get message() { throw 1; }}; })()',
      'something was thrown that cannot be shown',
    ],
    ['it throws what never ends', '(() => { throw {get message() { for (;;); }}; })()', 'no result within 5 s'],
    [
      'it tells of a line that is not there',
      "({data: {}, lines: 2, consumed: 1, unparsed: [{line: 5, text: ''}]})",
      'line 5, which it did not understand, is none of the text',
    ],
    [
      'it tells of a line twice',
      "({data: {}, lines: 2, consumed: 0, unparsed: [{line: 1, text: ''}, {line: 1, text: ''}]})",
      'line 1, which it did not understand, is none of the text, or is told twice',
    ],
    [
      'its list of lines has methods of its own',
      '({data: {}, lines: 2, consumed: 2, unparsed: Object.assign([{}], {map: () => []})})',
      'a line that it did not understand has no number',
    ],
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
    "({data: {a: ['\\u001b[2J\\u0007b'], '\\u001b[1mc': 1}, lines: 1, consumed: 1, unparsed: [], variant: '\\u001b[2Jv'})",
  );
  expect(parse('blue')).toMatchObject({data: {a: ['·b'], c: 1}, variant: 'v'});
  const thrown = parserWith("(() => { throw '\\u001b[2Jno'; })()").parse('blue');
  expect(thrown.broken).toMatch(/: \/m\/parsers\/counts\.ts:1:1 no$/);
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
    ['it gives a promise', 'Promise.resolve({ok: true}) ||', 'it gave a promise'],
    ['it gives a promise that is refused', "(async () => { throw new Error('late'); })() ||", 'it gave a promise'],
    [
      'it throws what never ends',
      '(() => { throw {get code() { return this.code; }, get message() { for (;;); }}; })() ||',
      'no verdict within 5 s',
    ],
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

test('an argument that its reading breaks on is refused, with the place', () => {
  const own = loaded({
    'assertions/counts.ts': assertionText(
      'name: take.name',
      "name: take.custom('a name', given => { if (given !== 'red') nobody.knows(); return given; })",
    ),
  });
  expect(own.problems).toEqual([]);
  const assertion = own.assertions.get('counts.has') as OutputAssertion;
  const says = '/m/assertions/counts.ts:6:72 nobody is not defined';
  expect(assertion.validate({name: 'blue'})).toEqual([{path: [], message: says}]);
  expect(assertion.judge({name: 'blue'}, [output('red 1\n')])).toEqual({
    ok: null,
    cause: 'unsupported',
    detail: `the assertion broke: ${says}`,
  });
});

test('a list of damages that cannot be had for some arguments is empty', () => {
  const own = loaded({
    'assertions/counts.ts': assertionText(
      "['rows-gone', 'other-values', 'no-output']",
      "({name}) => ({red: ['rows-gone'], blue: ['rows-away']})[name] ?? nobody.knows()",
    ),
  });
  expect(own.problems).toEqual([]);
  const {mutants} = own.assertions.get('counts.has')!;
  expect(['red', 'blue', 'green'].map(name => mutants({name}))).toEqual([['rows-gone'], [], []]);
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
    [
      'that it did not look at',
      "facts.rows('ns.links', node, 'host') && ({ok: true, summary: 'x', witnesses: [{fact: 'ns.links@swarm-02/host', row: 'x'}]})",
      undefined,
      'unsupported',
      'it passes by "ns.links@swarm-02/host", which is no fact that it looked at',
    ],
  ])('sees none %s', async (_, evaluate, args, cause, detail) => {
    expect(await judge(evaluate, args)).toMatchObject({ok: null, cause, detail: expect.stringContaining(detail)});
  });
});
