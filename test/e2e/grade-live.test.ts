import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {sshdMissing, startSshd} from '../cluster/sshd.ts';
import {resultOf, runsIn, SUITE} from '../grade/class.ts';
import {deepdive, newFolder, removeAccounts, shellAccount} from './program.ts';

afterAll(removeAccounts, 120_000);

const skip = sshdMissing();

/** What the node was asked, really run there. */
const ASKED = 'sh -c "$SSH_ORIGINAL_COMMAND"';

/** Nodes that answer whatever they are asked with a command of their own. */
describe.skipIf(skip !== undefined)('a node that does not do what it should is an error, and never a grade', () => {
  test.each<[string, string | undefined, string]>([
    ['hangs before it says anything', 'sleep 100', 'ssh ended without an answer'],
    ['hangs, until the time for the submission is over', 'sleep 100', 'not all was looked at: 2 s'],
    ['floods before it says anything', 'yes flood', 'could not be reached'],
    ['hangs in the middle of a frame', `${ASKED} | (head -c 300; sleep 100)`, 'no end within 3 s'],
    ['floods in the middle of a frame', `${ASKED} | (head -c 300; yes flood)`, 'no end within 3 s'],
    ['closes in the middle of a frame', `${ASKED} | head -c 300`, 'the connection closed while the command ran'],
    ['is not there', undefined, 'Connection refused'],
  ])(
    'one that %s',
    async (what, does, says) => {
      const sshd = await startSshd(does === undefined ? [] : [`ForceCommand ${does}`]);
      const folder = newFolder();
      try {
        writeFileSync(join(folder, 'suite.yaml'), SUITE);
        const host = does === undefined ? 'nowhere' : 'node-1';
        const nodes = `{swarm-01: {ssh: ${host}, role: manager}}`;
        writeFileSync(
          join(folder, 'class.yaml'),
          `sshConfig: ${sshd.configFile}\nsubmissions:\n  - {id: a, nodes: ${nodes}}\n  - {id: b, nodes: ${nodes}}\n`,
        );
        const out = join(folder, 'runs');
        const began = performance.now();
        const {code, stderr} = await deepdive(shellAccount(), [
          'grade',
          join(folder, 'suite.yaml'),
          '--roster',
          join(folder, 'class.yaml'),
          '--out',
          out,
          '--node-timeout',
          '3',
          '--timeout',
          what.includes('submission') ? '2' : '60',
        ]);
        expect(code).toBe(3);
        expect(stderr).toContain('2 of 2: ');
        expect(performance.now() - began).toBeLessThan(60_000);
        for (const id of ['a', 'b']) {
          const {checks, score, targets, mode, warnings} = resultOf(runsIn(out)[0]!, id);
          expect(mode).toBe('live');
          expect(checks.map(({status}) => status)).toEqual(['error', 'blocked', 'blocked', 'error']);
          expect(checks.map(({points}) => points.earned)).toEqual([null, null, null, null]);
          expect(score.total).toBeNull();
          expect(JSON.stringify([checks, targets, warnings])).toContain(says);
        }
      } finally {
        await sshd.stop();
      }
    },
    120_000,
  );
});
