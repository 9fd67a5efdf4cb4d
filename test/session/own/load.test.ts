import {describe, expect, test} from 'vitest';
import {formatProblem} from '../../../src/core/problem.ts';
import {loadOwn} from '../../../src/session/own/load.ts';
import {assertionText, filesOf, loaded, parserText} from './own.ts';

const problemsOf = (texts: Readonly<Record<string, string>>) => loaded(texts).problems.map(formatProblem);

test('what the files define is there, with the names of its data', () => {
  const own = loaded({'parsers/counts.ts': parserText(), 'assertions/counts.mjs': assertionText()});
  expect(own.problems).toEqual([]);
  expect([...own.parsers.keys(), ...own.assertions.keys()]).toEqual(['counts', 'counts.has']);
  expect([...own.parsers.get('counts')!.fields]).toEqual(['rows', 'name', 'count']);
  expect(own.parsers.get('counts')!.parse('blue 3\n').data).toEqual({rows: [{name: 'blue', count: 3}]});
  expect(
    own.assertions
      .get('counts.has')!
      .validate({count: -1, nam: 1})
      .map(({path, message}) => [path, message]),
  ).toEqual(
    expect.arrayContaining([
      [['name'], 'missing; expected a name'],
      [['nam'], 'no such argument'],
    ]),
  );
});

test('files share what they have in common, which is run once', () => {
  const shared = 'let runs = 0;\nruns++;\nexport const title: string = `of run ${runs}`;\n';
  const using = (name: string) =>
    `import {title} from './_shared.ts';\nimport type {X} from '../deepdive.d.ts';\n${parserText("'words and their counts'", 'title').replace("'counts',", `'${name}',`)}`;
  const own = loaded({'parsers/_shared.ts': shared, 'parsers/a.ts': using('a'), 'parsers/b.ts': using('b')});
  expect(own.problems).toEqual([]);
  expect([...own.parsers.values()].map(({title}) => title)).toEqual(['of run 1', 'of run 1']);
});

describe('of a parser it is told where it is wrong:', () => {
  test.each([
    ['syntax', 'const found =', 'const found ==', '8:19 syntax: '],
    [
      'syntax that only the engine sees',
      'export default',
      'const a = 1;\nconst a = 2;\nexport default',
      "2:7 Identifier 'a' has already been declared",
    ],
    ['a mistake while it is loaded', "title: 'words", "title: nothing.at + 'words", '3:10 nothing is not defined'],
    ['something else than an error thrown', 'export default', 'throw null;\nexport default', '2:1 null'],
    [
      'something thrown that has no words',
      'export default',
      'throw Object.create(null);\nexport default',
      '2:1 something was thrown that cannot be shown',
    ],
    ['a key that never ends', 'title:', 'get title() { for (;;); }, a:', '1:1 no definition within 5 s'],
    ['a definition that comes later', 'export default (', 'export default async (', '1:1 it gave a promise'],
    [
      'no default export',
      'export default',
      'export const parser =',
      '1:1 expected a function as its default export, which gives the definition of a parser',
    ],
    [
      'no function',
      'export default ({perLine}) => ({',
      'const perLine = 1;\nexport default ({',
      '2:1 expected a function as its default export',
    ],
    ['no definition', '=> ({', '=> void ({', '1:1 the function gives no definition'],
    ['a missing key', "  title: 'words and their counts',\n", '', '1:1 title: missing; expected some text'],
    [
      'an unknown key',
      'title:',
      "titel: '',\n  title:",
      '3:3 titel: no such key in a definition; did you mean "title"?',
    ],
    ['an empty list', "['counts']", '[]', '4:3 examples: expected one at least'],
    ['a name that none can have', "name: 'counts'", "name: 'My Counts'", '2:3 name: expected a name of small letters'],
    ['a name of ours', "name: 'counts'", "name: 'ip.route'", '2:3 name: "ip.route" is taken: deepdive itself has one'],
    [
      'a sample that it does not understand',
      'green 2',
      'green two',
      '5:3 sample: it does not understand line 2: green two',
    ],
    ['a sample without lines', "'red 1\\ngreen 2\\n'", "' \\n.'.slice(0, 2)", '5:3 sample: expected some text'],
    ['no end while it is loaded', 'export default', 'for (;;) {}\nexport default', '2:1 no definition within 5 s'],
    [
      'a file of the machine',
      'export default',
      "import fs from 'node:fs';\nfs.rmSync('/');\nexport default",
      '1:16 import "node:fs": code of a module can import files of its own folders',
    ],
    [
      'a file of another place',
      'export default',
      "import {x} from '../../x.ts';\nx();\nexport default",
      '1:17 import "../../x.ts": ',
    ],
    ['code made of text', "'words and", "eval('1') + 'words and", '3:20 Code generation from strings disallowed'],
    ['the machine at hand', "'words and", "process.pid + 'words and", '3:10 process is not defined'],
  ])('%s', (_, from, to, says) => {
    const text = parserText(from, to);
    expect(text).not.toBe(parserText());
    expect(problemsOf({'parsers/counts.ts': text})).toEqual([expect.stringContaining(`/m/parsers/counts.ts:${says}`)]);
  });
});

describe('of an assertion it is told where it is wrong:', () => {
  test.each([
    ['what is no definition', 'output({', '({', '1:1 kind: missing; expected what output, snapshot or delta gives'],
    ['a name without a dot', "'counts.has'", "'counts'", '3:5 id: expected a name in two parts'],
    ['a name of ours', "'counts.has'", "'cmd.output'", '3:5 id: "cmd.output" is taken'],
    ['an argument of no type', 'name: take.name', "name: 'text'", '6:5 args: name: expected one of take'],
    [
      'an argument that is not told of',
      "argsHelp: {name: 'of the row', ",
      'argsHelp: {',
      '7:5 argsHelp: expected "name"',
    ],
    ['an argument that may be left out, and is told as if not', "'count?'", 'count', '7:5 argsHelp: expected "count?"'],
    [
      'help on none',
      "'count?'",
      "nam: 'x', 'count?'",
      '7:5 argsHelp: there is no argument "nam"; did you mean "name"?',
    ],
    [
      'an example that does not fit',
      "{name: 'red', count: 1}",
      "{name: 'red', count: -1}",
      '8:5 example: count: expected a whole number',
    ],
    [
      'a damage that nobody does',
      "'rows-gone'",
      "'row-gon'",
      '10:5 mutants: there is no damage "row-gon"; did you mean "row-gone"?',
    ],
    ['no damage', "['rows-gone', 'other-values', 'no-output']", '[]', '10:5 mutants: expected one damage at least'],
    [
      'damages that cannot be had',
      "['rows-gone', 'other-values', 'no-output']",
      '() => nobody',
      '10:5 mutants: expected a list of damages, found none',
    ],
    ['no evaluation', 'evaluate: ', 'judge: ', '11:5 judge: no such key'],
    [
      'facts that nobody collects',
      'output({',
      "snapshot({\n    needs: ['ns.route'],",
      'needs: there is no kind of facts "ns.route"; did you mean "ns.routes"?',
    ],
  ])('%s', (_, from, to, says) => {
    const text = assertionText(from, to).replace('({output,', '({output, snapshot,');
    expect(problemsOf({'assertions/counts.ts': text})).toEqual([expect.stringContaining(says)]);
  });
});

test('with types it is told where the syntax is wrong as well', () => {
  const typed = parserText('({perLine}) =>', '({perLine}: ParserKit, a?: Map<string, number>): OwnParser<A> =>');
  expect(problemsOf({'parsers/counts.ts': typed})).toEqual([]);
  expect(problemsOf({'parsers/counts.ts': typed.replace('found ?', 'found ??? ')})).toEqual([
    expect.stringContaining('/m/parsers/counts.ts:9:22 syntax: '),
  ]);
});

test('two of one name are told with both places, and the first stays', () => {
  const own = loaded({'parsers/a.ts': parserText(), 'parsers/b.ts': `\n${parserText()}`});
  expect(own.problems.map(formatProblem)).toEqual([
    '/m/parsers/b.ts:3:3 name: "counts" is taken: it is defined at /m/parsers/a.ts:2:3',
  ]);
  expect(own.parsers.size).toBe(1);
});

test('what it writes to the console is handed on', () => {
  const said: string[] = [];
  const text = `console.log('at', {a: 1});\n${parserText()}`;
  loadOwn(filesOf({'parsers/counts.ts': text}), line => said.push(line));
  expect(said).toEqual(['at { a: 1 }\n']);
});
