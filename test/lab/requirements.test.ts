import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {checkRequirements, describeMissing} from '../../src/lab/requirements.ts';

const here = {platform: 'linux', arch: 'x64', uid: 0, env: {PATH: '/usr/bin:/bin', HOME: '/'}};

test.each([
  ['another system', {...here, platform: 'darwin'}, 'this machine runs darwin'],
  ['another processor', {...here, arch: 'arm64'}, 'this machine is arm64'],
  ['a user who is not root', {...here, uid: 1000}, 'only root may do: sudo deepdive lab up'],
])('%s is named', async (_, machine, sentence) => {
  expect(describeMissing(await checkRequirements(machine))).toContain(sentence);
});

test('tools that are missing are named together with the one command that brings them', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'deepdive-path-'));
  const missing = await checkRequirements({...here, env: {PATH: empty, HOME: '/'}, toolFolders: []});
  rmSync(empty, {recursive: true});
  const {what, mend} = missing.find(({what}) => what.includes('not installed'))!;
  expect(what).toContain('mmdebstrap, mke2fs, ip, nsenter');
  expect(mend).toMatch(/^apt-get install -y mmdebstrap e2fsprogs iproute2 util-linux openssh-client/);
});
