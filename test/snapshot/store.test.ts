import {describe, expect, test} from 'vitest';
import {snapshotFromJson, snapshotToJson} from '../../src/snapshot/store.ts';
import {fixture, fixtureText} from './fixture.ts';

const TEXT = fixtureText('before');

/** The stored snapshot with one place of it changed. */
function changed(from: string, to: string): string {
  const text = TEXT.replace(from, to);
  expect(text).not.toBe(TEXT);
  return text;
}

describe('a stored snapshot', () => {
  test('comes back as it was', () => {
    expect(snapshotToJson(fixture('published'))).toBe(fixtureText('published'));
  });

  test.each([
    ['that is no JSON', TEXT.slice(0, -100), 'not a snapshot: no JSON'],
    ['of another format', changed('deepdive-snapshot/1', 'deepdive-snapshot/2'), 'format'],
    ['with a key too many', changed('"takenAt"', '"extra":1,"takenAt"'), 'Unrecognized key'],
    ['with a kind of fact that is none', changed('"kind":"docker.info"', '"kind":"docker.secrets"'), 'facts.0.kind'],
    ['with a row that lacks its key', changed('{"mac":"', '{"cam":"'), 'ns.fdb@swarm-01'],
    ['with rows of another kind', changed('"rules":[]', '"rules":7'), 'rules'],
  ])('%s is refused in one sentence', (_, text, words) => {
    const read = snapshotFromJson(text);
    expect('problem' in read && read.problem).toContain(words);
  });

  test('with one fact twice is refused', () => {
    const lines = TEXT.split('\n');
    const read = snapshotFromJson([lines[0], lines[1], ...lines.slice(1)].join('\n'));
    expect(read).toEqual({problem: 'not a snapshot: docker.info@swarm-01 is there twice'});
  });

  test('holds no environment, token or key of what it was taken from', () => {
    for (const name of [
      'before',
      'redis-2',
      'redis-5',
      'published',
      'wired',
      'wire',
      'collector-output',
      'wire-output',
    ] as const) {
      expect(fixtureText(name)).not.toMatch(/"Env"|SWMTKN|PRIVATE KEY|enc rfc4106|rfc4106\(gcm\(aes\)\) 0x|"Args"/);
    }
  });
});
