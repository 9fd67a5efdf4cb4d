import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, expect, test} from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'deepdive-prove-'));
const env = {XDG_STATE_HOME: folder};
const NAME = `p${process.pid}`;
const PROOF_MS = 15 * 60_000;

/** The built program, as a stranger runs it. */
function deepdive(...args: readonly string[]) {
  return execa('node', ['dist/cli.js', ...args], {env, reject: false, all: true});
}

afterAll(async () => {
  await deepdive('lab', 'down', NAME);
  rmSync(folder, {recursive: true, force: true});
});

test(
  'the module is proven on a fresh lab, and again after a reset',
  async () => {
    for (const verb of ['up', 'reset']) {
      const lab = await deepdive('lab', verb, NAME);
      expect(lab.exitCode, lab.all).toBe(0);
      const proof = await deepdive('prove', 'swarm-networking', '--cluster', NAME);
      expect(proof.exitCode, proof.all).toBe(0);
      expect(proof.all).not.toContain('BAD');
    }
  },
  2 * PROOF_MS,
);
