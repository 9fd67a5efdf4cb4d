import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, expect, test} from 'vitest';
import {guide} from '../../src/author/guide/guide.ts';
import {ownTypes, TYPES_FILE} from '../../src/author/own-types.ts';
import {OWN_ASSERTION, OWN_PARSER} from '../../src/author/template/own.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'own-types-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** Holds what the types say against what the program is. */
const CONFORMS = `import type * as own from './${TYPES_FILE}';
import type {OutputEvidence} from '${root}assertions/assertion.ts';
import type {MutantName} from '${root}assertions/mutant-name.ts';
import type {FactKind} from '${root}src/core/facts.ts';
import type {Json} from '${root}src/core/lesson.ts';
import type {Verdict} from '${root}src/core/verdict.ts';
import type {assertionKit, parserKit} from '${root}src/session/own/kit.ts';
import type {OwnParser} from '${root}src/session/own/shape.ts';
import type {Facts} from '${root}src/topology/facts.ts';
import type {Failure} from '${root}src/topology/failed.ts';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
export const same: [
  Same<own.Mutant, MutantName>,
  Same<own.FactKind, FactKind>,
  Same<own.Json, Json>,
  Same<own.Verdict['ok'], Verdict['ok']>,
] = [true, true, true, true];
export const parsers = (kit: ReturnType<typeof parserKit>): Omit<own.ParserKit, 'result'> => kit;
export const results = (kit: ReturnType<typeof parserKit>): own.Parsed<{a: 1}> => kit.result('', {a: 1});
export const names: Same<keyof own.ParserKit, keyof ReturnType<typeof parserKit>> = true;
export const parser = (one: own.OwnParser): Record<keyof OwnParser, unknown> => ({fields: undefined, ...one});
export const kit: Same<keyof own.AssertionKit, keyof ReturnType<typeof assertionKit>> = true;
export const take: Same<keyof own.AssertionKit['take'], keyof ReturnType<typeof assertionKit>['take']> = true;
export const facts = (one: Facts): own.Facts => one;
export const evidence = (one: OutputEvidence): own.OutputEvidence => one;
export const verdict = (one: Verdict): own.Verdict => one;
export const cause: Same<own.Cause, Extract<Verdict, {ok: null}>['cause']> = true;
export const failure: [Same<own.Failure, Omit<Failure, 'isUnsure'>>, Same<keyof own.Failure, keyof Omit<Failure, 'isUnsure'>>] = [true, true];
type Kit = Omit<own.AssertionKit, 'output' | 'snapshot' | 'delta' | 'take'>;
export const works = (kit: ReturnType<typeof assertionKit>): Kit => kit;
type Taken<T> = T extends own.Take<infer Value> ? Value : never;
type Values<T> = {[Name in Exclude<keyof T, 'count' | 'custom' | 'optional'>]: Taken<T[Name]>};
export const values: Same<Values<own.AssertionKit['take']>, Values<ReturnType<typeof assertionKit>['take']>> = true;
`;

function check(files: Readonly<Record<string, string>>): string {
  const place = mkdtempSync(join(folder, 'm-'));
  for (const sub of ['parsers', 'assertions']) mkdirSync(join(place, sub));
  const options = {
    ...JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).compilerOptions,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({compilerOptions: options, include: ['**/*.ts']}));
  writeFileSync(join(place, 'package.json'), '{"type": "module"}');
  for (const [file, text] of Object.entries({[TYPES_FILE]: ownTypes(), ...files}))
    writeFileSync(join(place, file), text);
  try {
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', place], {encoding: 'utf8'});
    return '';
  } catch (error) {
    return (error as {readonly stdout: string}).stdout;
  }
}

test('the types are those of the program, and the examples fit them', () => {
  const files = {'parsers/ping.ts': OWN_PARSER, 'assertions/ping.ts': OWN_ASSERTION, 'conforms.ts': CONFORMS};
  expect(check(files)).toBe('');
}, 60_000);

test.each([
  [
    'a pass without a witness',
    OWN_ASSERTION,
    /judgeEach\(outputs[\s\S]*/,
    "({ok: true, witnesses: [], summary: ''}),\n  });\n",
    "Type '[]' is not assignable to type 'readonly [Witness, ...Witness[]]'",
  ],
  [
    'an argument that is not there',
    OWN_ASSERTION,
    '({from, routers}, outputs)',
    '({form: from, routers}, outputs)',
    "'form'",
  ],
  [
    'an argument of another type',
    OWN_ASSERTION,
    'seenRouters !== routers',
    "routers.startsWith('x')",
    "'startsWith' does not exist on type 'number'",
  ],
  ['a damage that nobody does', OWN_ASSERTION, "'rows-gone'", "'rows-away'", '\'"rows-away"\''],
  ['a parser without a sample', OWN_PARSER, 'sample:', 'simple:', "'simple' does not exist in type 'OwnParser'"],
])(
  'an editor tells of %s',
  (_, text, from, to, says) => {
    const wrong = text.replace(from, to);
    expect(wrong).not.toBe(text);
    expect(check({'assertions/wrong.ts': wrong})).toContain(says);
  },
  60_000,
);

test('the examples of the guide and of the README are these', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const text of [guide(), readme])
    for (const example of [OWN_PARSER, OWN_ASSERTION]) expect(text).toContain(`\`\`\`ts\n${example}\`\`\``);
});
