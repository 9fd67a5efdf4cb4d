import {expect, test} from 'vitest';
import {labOfWords} from '../../src/commands/lab.ts';

test.each([
  [['docker', 'ps', '--all'], 'lab', ['docker', 'ps', '--all']],
  [['--lab', 'two', 'docker', 'ps'], 'two', ['docker', 'ps']],
  [['--lab=two', 'true'], 'two', ['true']],
  [[], 'lab', []],
])('lab ssh NODE %j', (words, name, command) => {
  expect(labOfWords(words, 'lab')).toEqual({name, command});
});
