import fc from 'fast-check';
import {expect, test} from 'vitest';
import {drawValues, fillCommand} from '../../src/grade/challenge.ts';
import {problemsOf, suiteOf} from './suite-text.ts';

const PICK = `  pick:
    name: {type: name, prefix: web}
    many: {type: int, from: 2, to: 4}
    port: {type: port, from: 30100, to: 30199}
    colour: {type: word, of: [red, green]}
`;
const RUN = '  run:\n    - {id: make, command: "make <name> <many>", undo: "rm <name>"}\n';
const challenge = (more: string) => `challenge:\n${more}`;
const MADE = 'id: made\nuse: svc.replicas\nwith: {service: <name>, replicas: <many>}';
const SAID = 'id: said\nuse: cmd.output\nof: make\nwith: {contains: <colour>}';

const {challenge: read} = suiteOf([MADE, SAID], challenge(`${PICK}${RUN}  within: 1m\n`));

test('a challenge is read with what it leaves out', () => {
  expect(read).toMatchObject({
    withinMs: 60_000,
    picks: [
      {name: 'name', kind: 'name', prefix: 'web'},
      {name: 'many', kind: 'int', from: 2, to: 4},
      {name: 'port', kind: 'port'},
      {name: 'colour', kind: 'word', of: ['red', 'green']},
    ],
    runs: [{id: 'make', on: 'manager', undo: 'rm <name>', timeoutMs: 60_000, exit: [0], parse: null}],
  });
});

test('values are of their kind, the same for one seed and submission, and spread over all others', () => {
  const seen = {name: new Set(), many: new Set(), colour: new Set()};
  for (let nth = 0; nth < 60; nth++) {
    const values = drawValues(read!, 'seed', `s${nth}`);
    expect(values).toEqual(drawValues(read!, 'seed', `s${nth}`));
    expect(values.get('name')).toMatch(/^web-[a-z0-9]{6}$/);
    expect(Number(values.get('port'))).toBeGreaterThanOrEqual(30_100);
    expect(Number(values.get('port'))).toBeLessThanOrEqual(30_199);
    for (const [name, all] of Object.entries(seen)) all.add(values.get(name));
  }
  expect(seen.name.size).toBe(60);
  expect([...seen.many].sort()).toEqual(['2', '3', '4']);
  expect([...seen.colour].sort()).toEqual(['green', 'red']);
});

test('whatever a value is, it is one word of the shell', () => {
  fc.assert(
    fc.property(fc.string({minLength: 1}), value => {
      const filled = fillCommand('echo <x> <y>', new Map([['x', value]]));
      expect(filled.endsWith(' <y>')).toBe(true);
      const word = filled.slice('echo '.length, -' <y>'.length);
      const plain = word.startsWith("'") ? word.slice(1, -1).replaceAll("'\\''", "'") : word;
      expect(plain).toBe(value);
      if (!word.startsWith("'")) expect(word).toMatch(/^[\w./:@%+=,-]+$/);
    }),
  );
});

test.each<[string, string, readonly string[], readonly string[]]>([
  [
    'a value that is not drawn, in a command',
    challenge(`${PICK}  run:\n    - {id: make, command: "make <nmae>"}\n`),
    [MADE],
    ['11:33 <nmae>: nothing of that name is drawn; did you mean "name"?'],
  ],
  [
    'a value that is not drawn, in what takes it back',
    challenge(`${PICK}  run:\n    - {id: make, command: make, undo: "rm <nam>"}\n`),
    [MADE],
    ['11:43 <nam>: nothing of that name is drawn; did you mean "name"?'],
  ],
  [
    'a value that is not drawn, in a check',
    challenge(PICK + RUN),
    ['id: made\nuse: svc.replicas\nwith: {service: <name>, replicas: <mny>}'],
    ['15:39 <mny>: nothing of that name is drawn; did you mean "many"?'],
  ],
  [
    'a value that does not fit the argument',
    challenge(PICK + RUN),
    ['id: made\nuse: svc.replicas\nwith: {service: <name>, replicas: <colour>}'],
    [expect.stringMatching(/^15:39 with: replicas: expected a whole number/) as unknown as string],
  ],
  [
    'the value of a node',
    challenge(`${PICK}  run:\n    - {id: make, command: "make <name@home>"}\n`),
    [MADE],
    ['11:33 <name@home>: what is drawn is of no node'],
  ],
  [
    'a command twice',
    challenge(`${PICK}  run:\n    - {id: make, command: a}\n    - {id: make, command: b}\n`),
    [MADE],
    ['12:12 id: there is a run make before this already'],
  ],
  [
    'a parser that is not there',
    challenge(`${PICK}  run:\n    - {id: make, command: a, parse: bridge.fbd}\n`),
    [MADE],
    ['11:37 parse: no parser "bridge.fbd"; did you mean "bridge.fdb"?'],
  ],
  [
    'an output of no command',
    challenge(PICK + RUN),
    [SAID.replace('of: make', 'of: mkae')],
    ['15:9 of: the challenge has no command "mkae"; did you mean "make"?'],
  ],
  [
    'an output assertion that names none',
    challenge(PICK + RUN),
    [SAID.replace('of: make\n', '')],
    ['14:10 use: cmd.output judges an output: expected of, with a command of the challenge'],
  ],
  [
    'facts of an output',
    challenge(PICK + RUN),
    [`${MADE}\nof: make`],
    ['16:5 of: svc.replicas judges facts, and no output'],
  ],
  [
    'a kind without its bounds',
    challenge(`  pick: {many: {type: int, from: 2}}\n${RUN.replaceAll('<name>', 'x')}`),
    ['id: a\nuse: ports.control'],
    ['5:16 type int: expected to as well'],
  ],
  [
    'bounds of another kind',
    challenge(`  pick: {many: {type: word, of: [a], from: 2}}\n${RUN.replaceAll('<name>', 'x')}`),
    ['id: a\nuse: ports.control'],
    ['5:38 from: does not belong to type word'],
  ],
  [
    'bounds the wrong way round',
    challenge(`  pick: {many: {type: int, from: 2, to: 1}}\n${RUN.replaceAll('<name>', 'x')}`),
    ['id: a\nuse: ports.control'],
    ['5:41 to: expected at least 2, found 1'],
  ],
  [
    'a port that is none',
    challenge(`  pick: {many: {type: port, from: 2, to: 70000}}\n${RUN.replaceAll('<name>', 'x')}`),
    ['id: a\nuse: ports.control'],
    ['5:42 to: expected a port, 1 to 65535'],
  ],
  [
    'a word that a shell would take apart',
    challenge(`  pick: {many: {type: word, of: ["a; b"]}}\n${RUN.replaceAll('<name>', 'x')}`),
    ['id: a\nuse: ports.control'],
    ['5:34 challenge.pick.many.of.0: expected a word of letters, digits and . _ @ : -, found "a; b"'],
  ],
])('%s is told with its place', (_, more, checks, problems) => {
  expect(problemsOf(`suite: s\ntitle: T\nversion: 1.0.0\n${more}checks:\n${items(checks)}`)).toEqual(problems);
});

function items(checks: readonly string[]): string {
  return checks.map(check => `  - ${check.replaceAll('\n', '\n    ')}\n`).join('');
}
