import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {findRecording, recordingFiles} from '../../src/commands/recordings.ts';
import type {Module} from '../../src/core/lesson.ts';

const folder = mkdtempSync(join(tmpdir(), 'dd-recordings-'));
afterAll(() => rmSync(folder, {recursive: true}));

const module: Module = {
  id: 'm',
  title: '',
  summary: '',
  language: 'en',
  version: '1.0.0',
  folder,
  hash: '',
  nodes: [],
  images: {},
  own: [],
  lessons: [],
};

test('a module without recordings has none', () => {
  expect(recordingFiles(module)).toEqual([]);
});

test('the newest engine comes last, by its number and not by its letters', () => {
  mkdirSync(join(folder, 'recordings'));
  for (const name of ['docker-26.1.5', 'docker-9.0', 'docker-26.1.10', 'docker-17.10-18.06']) {
    writeFileSync(join(folder, 'recordings', `${name}.recording`), '');
  }
  writeFileSync(join(folder, 'recordings', 'docker-99.ndjson'), 'what an interrupted recording left');
  const names = recordingFiles(module).map(({name}) => name);
  expect(names).toEqual(['docker-9.0', 'docker-17.10-18.06', 'docker-26.1.5', 'docker-26.1.10']);
});

test.each([
  ['docker-26.1.5', 'docker-26.1.5'],
  ['docker-17', 'docker-17.10-18.06'],
  ['docker-26.1.1', 'docker-26.1.10'],
  ['docker-26', undefined],
  ['docker-27', undefined],
  ['26', undefined],
])('%s is %s', (asked, found) => {
  expect(findRecording(recordingFiles(module), asked)?.name).toBe(found);
});
