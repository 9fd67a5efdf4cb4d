import {describe, expect, test} from 'vitest';
import {verbFirst} from '../../src/commands/verb-first.ts';

const VERBS = ['run', 'list', 'lab'];

describe('options before the verb', () => {
  test.each([
    [
      ['--cluster', 'lab', 'run', 'fdb'],
      ['run', '--cluster', 'lab', 'fdb'],
    ],
    [
      ['-c', 'run', 'run', 'fdb', '--yes'],
      ['run', '-c', 'run', 'fdb', '--yes'],
    ],
    [
      ['--cluster=lab', '--width', '60', 'list'],
      ['list', '--cluster=lab', '--width', '60'],
    ],
    [
      ['--lang', 'fr', 'list'],
      ['list', '--lang', 'fr'],
    ],
  ])('%j', (words, meant) => {
    expect(verbFirst(words, VERBS)).toEqual(meant);
  });

  test.each([
    [['run', 'fdb', '--cluster', 'lab']],
    [['--cluster', 'lab']],
    [['--cluster', 'lab', 'overlay-forwarding', 'run']],
    [['--cluster', 'lab', '--', 'run']],
    [['--help']],
    [['lab', 'ssh', 'swarm-01', '--', 'list']],
    [[]],
  ])('%j stays', words => {
    expect(verbFirst(words, VERBS)).toEqual(words);
  });
});
