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

async function proven(lesson: string): Promise<void> {
  const proof = await deepdive('prove', 'swarm-networking', '--cluster', NAME, '--lesson', lesson);
  expect(proof.exitCode, proof.all).toBe(0);
  expect(proof.all).not.toContain('BAD');
}

// All lessons together take a quarter of an hour and more; they are proven whenever they are recorded.
test(
  'a lesson and those that it builds on are proven on a fresh lab, and where overlays were on an old engine',
  async () => {
    await deepdive('lab', 'up', NAME);
    await proven('overlay-forwarding');
    await deepdive('lab', 'down', NAME);
    await deepdive('lab', 'up', NAME, '--overlays', 'host');
    await proven('interfaces-and-bridges');
  },
  2 * PROOF_MS,
);
