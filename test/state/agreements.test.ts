import {mkdtempSync, readdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {isAgreed, keepAgreement, latestAgreement} from '../../src/state/agreements.ts';

const newFolder = () => join(mkdtempSync(join(tmpdir(), 'agreements-')), 'trust');

test('an agreement is of one version, and stays when another is agreed to', () => {
  const folder = newFolder();
  expect(latestAgreement(folder)).toBeUndefined();
  expect(isAgreed(folder, 'aa', 'here')).toBe(false);
  keepAgreement(folder, 'aa', {at: 2, where: 'here', commands: {'one/a': '1'}});
  keepAgreement(folder, 'bb', {at: 1, where: 'here', commands: {}});
  expect(['aa', 'bb', 'cc'].map(version => isAgreed(folder, version, 'here'))).toEqual([true, true, false]);
  expect(latestAgreement(folder)).toEqual({at: 2, where: 'here', commands: {'one/a': '1'}});
});

test('an agreement is of one place, and stays when another is agreed to', () => {
  const folder = newFolder();
  keepAgreement(folder, 'aa', {at: 1, where: '1 node over ssh: one (manager, root@10.1.1.1)', commands: {}});
  expect(isAgreed(folder, 'aa', '1 node over ssh: one (manager, root@10.1.1.2)')).toBe(false);
  keepAgreement(folder, 'aa', {at: 2, where: '1 node over ssh: one (manager, root@10.1.1.2)', commands: {}});
  expect(isAgreed(folder, 'aa', '1 node over ssh: one (manager, root@10.1.1.1)')).toBe(true);
  expect(latestAgreement(folder)?.where).toContain('10.1.1.2');
});

test('what a killed program left half written is no agreement, and a damaged file tells of no commands', () => {
  const folder = newFolder();
  keepAgreement(folder, 'aa', {at: 1, where: 'here', commands: {'one/a': '1'}});
  writeFileSync(join(folder, 'bb.json.123.tmp'), '{"at": 9');
  writeFileSync(join(folder, 'old.json'), '{"at": 9, "commands": {}}');
  writeFileSync(join(folder, 'cc.json'), '{"at": 9, "where": "here", "commands": {"one/a": 7}}');
  expect(isAgreed(folder, 'bb', 'here')).toBe(false);
  expect(latestAgreement(folder)).toMatchObject({at: 1});
  expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual(['bb.json.123.tmp']);
});
