import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {OutputEvidence} from '../../assertions/assertion.ts';
import {fitsGlob} from '../../assertions/glob.ts';
import {assertions} from '../../assertions/registry.ts';
import {parseBridgeFdb} from '../../src/parse/bridge-fdb.ts';
import {parseIpvsadm} from '../../src/parse/ipvsadm.ts';

const FDB = `ce:a4:f9:0c:d1:08 master br0 permanent
02:42:0a:00:01:06 dst 10.77.0.12 link-netnsid 0 self permanent
02:42:0a:00:01:04 dst 10.77.0.12 link-netnsid 0 self permanent
`;
const IPVS = '-A -f 258 -s rr\n-a -f 258 -r 10.0.0.6:0 -m -w 1\n-a -f 258 -r 10.0.0.7:0 -m -w 1\n';

function printed(stdout: string, more: Partial<OutputEvidence> = {}): OutputEvidence {
  return {
    runId: 'fdb',
    node: 'swarm-01',
    role: 'manager',
    exitCode: 0,
    end: {kind: 'exited', code: 0},
    stdout,
    stderr: '',
    parsed: parseBridgeFdb(stdout),
    ...more,
  };
}

function judged(id: string, args: object, ...evidence: OutputEvidence[]) {
  const assertion = assertions.get(id);
  if (assertion?.kind !== 'output') throw new Error(`${id} judges no output`);
  expect(assertion.validate(args)).toEqual([]);
  const verdict = assertion.judge(args, evidence);
  if (verdict.ok === false) expect(Object.keys(assertion.codes)).toContain(verdict.code);
  if (verdict.ok) expect(verdict.witnesses[0]).toMatchObject({fact: 'output:fdb@swarm-01'});
  return verdict.ok === false ? verdict.code : verdict.ok;
}

function seenBy(args: object, evidence: OutputEvidence): string | undefined {
  const assertion = assertions.get('output.query');
  const verdict = assertion?.kind === 'output' ? assertion.judge(args, [evidence]) : undefined;
  return verdict?.ok === true ? verdict.witnesses[0]?.row : undefined;
}

const exited = (code: number): Partial<OutputEvidence> => ({exitCode: code, end: {kind: 'exited', code}});
const MAC = "rows[?mac=='02:42:0a:00:01:04'].dst | [0]";

describe('output.query', () => {
  test('says what it saw in words', () => {
    expect(seenBy({query: 'rows[?dst].dst', count: 2}, printed(FDB))).toBe('10.77.0.12, 10.77.0.12');
    expect(seenBy({query: 'rows[?dst]', count: 2}, printed(FDB))).toBe('2 rows');
    expect(seenBy({query: "rows[?dst=='10.77.0.9']", exists: false}, printed(FDB))).toBe('nothing');
  });

  test.each([
    ['a value', {query: MAC, equals: '10.77.0.12'}, true],
    ['another value', {query: MAC, equals: '10.77.0.13'}, 'other_value'],
    ['a pattern', {query: MAC, matches: '10.77.*.1?'}, true],
    ['a pattern of the whole, not of a part', {query: MAC, matches: '77'}, 'other_value'],
    ['a count', {query: 'rows[?dst]', count: 2}, true],
    ['a count that comes as text', {query: 'rows[?dst]', count: '2'}, true],
    ['another count', {query: 'rows[?dst]', count: 3}, 'other_count'],
    ['a least number', {query: 'rows', min: 3}, true],
    ['too few', {query: 'rows', min: 4}, 'other_count'],
    ['an element', {query: 'rows[].mac', contains: '02:42:0a:00:01:06'}, true],
    ['no such element', {query: 'rows[].mac', contains: '02:42:0a:00:01:0'}, 'other_value'],
    ['that it gives something', {query: 'rows[?dst]', exists: true}, true],
    ['that it gives nothing', {query: "rows[?dst=='10.77.0.13']", exists: false}, true],
    ['that it gives nothing, when it does', {query: 'rows[?dst]', exists: false}, 'present'],
    ['what selects nothing', {query: "rows[?mac=='x']", min: 1}, 'nothing'],
    ['what is not there', {query: 'links[0].mac', equals: 'x'}, 'nothing'],
    ['what fails on these very data', {query: 'sum(rows)', equals: 0}, 'nothing'],
  ])('%s', (_, args, expected) => {
    expect(judged('output.query', args, printed(FDB))).toBe(expected);
  });

  test.each([
    ['nothing was printed', printed(''), 'empty'],
    ['the command failed', printed(FDB, exited(1)), 'other_exit'],
    ['a line is not understood', printed(`${FDB}hello there\n`), null],
    ['the command was stopped', printed(FDB, {exitCode: null, end: {kind: 'timed-out', afterMs: 1000}}), null],
    ['the node went away', printed(FDB, {exitCode: null, end: {kind: 'lost', reason: 'gone'}}), null],
  ])('neither %s nor the absence of a row lets a check pass', (_, evidence, expected) => {
    expect(judged('output.query', {query: 'rows[?dst]', min: 1}, evidence)).toBe(expected);
    expect(judged('output.query', {query: "rows[?mac=='x']", exists: false}, evidence)).toBe(expected);
  });

  const cut = {cut: 'exit 124', ...exited(124)};

  test.each([
    ['what it showed', printed(FDB, cut), true],
    ['what it showed, but for a line that has no end', printed(`${FDB}02:42:0a`, cut), true],
    ['a line that has an end and is not understood', printed(`${FDB}hello there\n`, cut), null],
    ['nothing', printed('', cut), 'empty'],
    ['nothing but a line that has no end', printed('02:42:0a', cut), 'empty'],
  ])('a stream that was cut is judged by %s', (_, evidence, expected) => {
    expect(judged('output.query', {query: 'rows[?dst]', min: 1}, evidence)).toBe(expected);
  });

  test('silence until a stream was cut is no proof of silence, unless the lesson counts on the cut', () => {
    expect(judged('cmd.output', {empty: true}, printed('', cut))).toBe(null);
    expect(judged('cmd.output', {empty: true, exit: 124}, printed('', cut))).toBe(true);
    expect(judged('cmd.output', {empty: true}, printed(FDB, cut))).toBe('not_empty');
  });

  test('an exit code that was asked for holds for a stream that was cut as well', () => {
    expect(judged('cmd.output', {exit: 0, contains: 'dst'}, printed(FDB, cut))).toBe('other_exit');
    expect(judged('cmd.output', {exit: 124, contains: 'dst'}, printed(FDB, cut))).toBe(true);
  });

  test('without a parser there are no rows', () => {
    const {parsed: _, ...bare} = printed(FDB);
    expect(judged('output.query', {query: 'rows', min: 1}, bare)).toBeNull();
  });

  test('every node must hold, unless one is named', () => {
    const other = printed('', {node: 'swarm-02', role: 'worker'});
    expect(judged('output.query', {query: 'rows', min: 1}, printed(FDB), other)).toBe('empty');
    expect(judged('output.query', {query: 'rows', min: 1, node: 'swarm-01'}, printed(FDB), other)).toBe(true);
    expect(judged('output.query', {query: 'rows', min: 1, node: 'manager'}, printed(FDB), other)).toBe(true);
    expect(judged('output.query', {query: 'rows', min: 1, node: 'swarm-03'}, printed(FDB), other)).toBeNull();
  });
});

describe('cmd.output', () => {
  test.each([
    ['text it holds', {contains: '10.77.0.12'}, true],
    ['text it does not hold', {contains: '10.77.0.13'}, 'lacks'],
    ['text it should not hold', {lacks: 'permanent'}, 'holds'],
    ['text it does not hold, as asked', {lacks: '10.77.0.13'}, true],
    ['a line', {matches: '*:04 dst 10.77.0.12 *'}, true],
    ['no such line', {matches: '10.77.0.12'}, 'no_match'],
    ['lines', {minLines: 3}, true],
    ['too few lines', {minLines: 4}, 'few_lines'],
    ['nothing', {empty: true}, 'not_empty'],
  ])('%s', (_, args, expected) => {
    expect(judged('cmd.output', args, printed(FDB))).toBe(expected);
  });

  test('nothing printed is no pass, unless it was asked for', () => {
    expect(judged('cmd.output', {lacks: 'error'}, printed('\n \n'))).toBe('empty');
    expect(judged('cmd.output', {empty: true}, printed(''))).toBe(true);
    expect(judged('cmd.output', {empty: true}, printed('', exited(1)))).toBe('other_exit');
  });

  test('what stands on the standard error is not the output', () => {
    expect(judged('cmd.output', {contains: 'dst'}, printed('x\n', {stderr: 'dst'}))).toBe('lacks');
  });

  test('an exit code may be asked for', () => {
    expect(judged('cmd.output', {exit: 1, contains: 'dst'}, printed(FDB, exited(1)))).toBe(true);
    expect(judged('cmd.output', {exit: 1, contains: 'dst'}, printed(FDB))).toBe('other_exit');
  });
});

describe('answer.matches', () => {
  const ipvs = printed(IPVS, {parsed: parseIpvsadm(IPVS)});

  test.each([
    ['258', 'integer', true],
    ['0x102', 'hex', true],
    ['0x0102 ', 'integer', true],
    ['257', 'integer', 'other_value'],
    ['', 'integer', null],
    ['two', 'integer', 'other_value'],
  ])('%s as %s', (answer, type, expected) => {
    const args = {answer, query: 'services[0].fwmark', type};
    const assertion = assertions.get('answer.matches')!;
    if (expected === null) expect(assertion.validate(args)).not.toEqual([]);
    else expect(judged('answer.matches', args, ipvs)).toBe(expected);
  });

  test('a MAC counts however it is written', () => {
    const args = {answer: '02-42-0A-00-01-04', query: 'rows[2].mac', type: 'mac'};
    expect(judged('answer.matches', args, printed(FDB))).toBe(true);
  });

  test('the reason does not give the answer away', () => {
    const assertion = assertions.get('answer.matches');
    const verdict = assertion?.kind === 'output' && assertion.judge({answer: '1', query: 'services[0].fwmark'}, [ipvs]);
    expect(verdict).toMatchObject({ok: false});
    expect(JSON.stringify(verdict)).not.toContain('258');
  });
});

describe('fitsGlob', () => {
  test.each([
    ['abc', 'a*c', true],
    ['abc', 'a?c', true],
    ['abc', 'ab', false],
    ['abc', 'abc*', true],
    ['', '', true],
    ['', '*', true],
    ['a', '', false],
    ['a.c', 'a?c', true],
    ['axc', 'a.c', false],
    ['mississippi', '*ss*pi', true],
    ['mississippi', '*ss*px', false],
  ])('%j %j', (text, pattern, expected) => {
    expect(fitsGlob(text, pattern)).toBe(expected);
  });

  test('a text fits itself, and any text fits a star', () => {
    fc.assert(fc.property(fc.string(), text => fitsGlob(text, text.replaceAll(/[*?]/g, '?')) && fitsGlob(text, '*')));
  });

  test('many stars take no time to speak of', () => {
    expect(fitsGlob('a'.repeat(20_000), `${'*a'.repeat(50)}*b`)).toBe(false);
  });
});

test('whatever the evidence, judging an output never throws', () => {
  for (const assertion of assertions.values()) {
    if (assertion.kind !== 'output') continue;
    fc.assert(
      fc.property(fc.anything(), fc.string(), (data, stdout) => {
        const parsed = {...parseBridgeFdb(FDB), data};
        const verdict = assertion.judge(assertion.example, [printed(stdout, {node: 'swarm-01', parsed})]);
        expect([true, false, null]).toContain(verdict.ok);
      }),
    );
  }
});

describe('what a query found is said in words', () => {
  const reason = (query: string, equals: string, data: unknown) => {
    const parsed = {...parseBridgeFdb(FDB), data};
    const assertion = assertions.get('output.query');
    const verdict = assertion?.kind === 'output' && assertion.judge({query, equals}, [printed('x', {parsed})]);
    return verdict && verdict.ok === false ? verdict.reason : '';
  };

  test.each([
    ['a list of words', ['a', 'b'], 'found a, b; expected c'],
    ['rows', [{a: 1}, {a: 2}], 'found 2 rows; expected c'],
    ['what aligns columns', 'a    b', 'found "a b"; expected c'],
    ['lists in a list, whole', [['1', '3']], 'found [["1","3"]]; expected c'],
  ])('%s', (_, data, said) => {
    expect(reason('@', 'c', data).replaceAll('"', '')).toContain(said.replaceAll('"', ''));
  });

  test('where only blanks differ, they are said', () => {
    expect(reason('@', 'a  b', 'a b')).not.toBe(reason('@', 'a  b', 'a  c'));
    expect(reason('@', 'a b', 'a    b')).toContain('a    b');
  });
});

test.each([
  ['what it lacks', {contains: 'eth0'}, {expected: 'eth0', actual: 'one …'}],
  ['what it holds', {lacks: 'two'}, {expected: 'no "two"', actual: 'two'}],
  ['what no line is like', {matches: 'three*'}, {expected: 'three*', actual: 'one …'}],
  ['how many lines it has', {minLines: 3}, {expected: 3, actual: 2}],
])('cmd.output compares like with like: %s', (_, args, told) => {
  const assertion = assertions.get('cmd.output');
  const verdict = assertion?.kind === 'output' && assertion.judge(args, [printed('one\ntwo\n')]);
  expect(verdict).toMatchObject({ok: false, ...told});
});

test('a query that cannot be worked out on the rows there are shows neither that something is there nor that it is not', () => {
  const query = "rows[?starts_with(dst, '10.77')]";
  expect(judged('output.query', {query, exists: false}, printed(FDB))).toBe(null);
  const assertion = assertions.get('output.query');
  const verdict = assertion?.kind === 'output' && assertion.judge({query, count: 2}, [printed(FDB)]);
  expect(verdict).toMatchObject({
    ok: false,
    code: 'nothing',
    reason: expect.stringContaining('starts_with() expected'),
  });
});
