import {expect, test} from 'vitest';
import {ENGINES} from '../../src/commands/lab.ts';
import type {LabRecord} from '../../src/lab/lab-record.ts';
import {askedMake, engineWords, makeOf, otherMake, sameMake} from '../../src/lab/make.ts';
import {RELEASES, releaseOf} from '../../src/lab/release.ts';

const USUAL = makeOf(undefined);

const old: LabRecord = {
  version: 1,
  name: 'old',
  kind: 'uml',
  nodes: [],
  sshConfig: '/x',
  images: {},
  engine: 'docker 20.10.24',
  release: '20.10',
  overlays: 'host',
};

test('nothing asked for leaves a lab as it was', () => {
  expect(askedMake({}, USUAL)).toBeUndefined();
  expect(makeOf(old)).toEqual({release: releaseOf('20.10'), overlays: 'host'});
  expect(makeOf(undefined)).toEqual({release: releaseOf('26.1'), overlays: 'netns'});
});

test('overlays on the host choose an engine that has them, and no other has', () => {
  expect(askedMake({overlays: 'host'}, USUAL)).toEqual({release: releaseOf('20.10'), overlays: 'host'});
  expect(() => askedMake({engine: '28.5', overlays: 'host'}, USUAL)).toThrow(
    'docker 28.5 keeps overlays in namespaces only; on the host: --engine 20.10',
  );
});

test('what is not said of a lab stays as it was', () => {
  const was = makeOf(old);
  expect(askedMake({overlays: 'netns'}, was)).toEqual({release: releaseOf('20.10'), overlays: 'netns'});
  expect(askedMake({overlays: 'host'}, was)).toEqual(was);
  expect(askedMake({engine: '20.10'}, was)).toEqual(was);
  expect(askedMake({engine: '26.1'}, was)).toEqual(USUAL);
  expect(askedMake({overlays: 'netns'}, USUAL)).toEqual(USUAL);
});

test('the help names the engines that there are, and another is refused with them', () => {
  expect(ENGINES.split(/, | or /)).toEqual(RELEASES.map(({engine}) => engine));
  expect(() => askedMake({engine: '19.03'}, USUAL)).toThrow(
    'there is no lab of docker "19.03"; there are 20.10, 26.1, 28.5',
  );
});

test('a lab of another make is another lab', () => {
  const asked = askedMake({engine: '28.5'}, makeOf(old))!;
  expect(sameMake(asked, makeOf(old))).toBe(false);
  expect(sameMake(askedMake({engine: '20.10', overlays: 'host'}, USUAL)!, makeOf(old))).toBe(true);
  expect(sameMake(askedMake({engine: '20.10'}, USUAL)!, makeOf(old))).toBe(false);
  expect(otherMake(old, asked).message).toContain(
    'lab old runs with docker 20.10, overlays on the host, and docker 28.5 was asked for',
  );
  expect(engineWords(old)).toBe('docker 20.10.24, overlays on the host');
});
