import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {sshAddress} from '../../src/cluster/ssh-address.ts';

const folder = mkdtempSync(join(tmpdir(), 'dd-ssh-address-'));
const config = join(folder, 'config');
writeFileSync(
  config,
  `Host direct
  HostName 192.0.2.7
Host jumping
  HostName 192.0.2.8
  ProxyJump gate
Host piped
  HostName 192.0.2.9
  ProxyCommand nc %h %p
`,
);
afterAll(() => rmSync(folder, {recursive: true}));

test.each([
  ['direct', {address: '192.0.2.7'}],
  ['root@192.0.2.1', {address: '192.0.2.1'}],
  ['jumping', {problem: 'jumping is reached by way of another machine'}],
  ['piped', {problem: 'piped is reached by way of another machine'}],
])('ssh itself says where %s is', async (host, expected) => {
  expect(await sshAddress(host, config)).toEqual(expected);
});

test('a file of settings that is not there is told', async () => {
  expect(await sshAddress('direct', join(folder, 'none'))).toEqual({problem: 'ssh does not say where direct is'});
});
