import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {describeTried, FEATURE_NAMES, FEATURES_SCRIPT, readTrials} from '../../src/lab/kernel-features.ts';

test('only what was tried and is not there is lacking', () => {
  expect(readTrials('vxlan=yes\nesp=no\nipvs=no\nmark=yes\n')).toEqual({lacks: ['esp', 'ipvs'], untried: []});
  expect(readTrials('')).toEqual({lacks: [], untried: FEATURE_NAMES});
  expect(readTrials('ipvs=nothing\nxipvs=no\nesp=unknown\nvxlan=yes\nmark=yes')).toEqual({
    lacks: [],
    untried: ['esp', 'ipvs'],
  });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepdive-trial-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

/** What the script says where only these tools are, which answer so; `unshare` runs what it is given. */
function tried(tools: Readonly<Record<string, string>>) {
  for (const [name, script] of Object.entries({unshare: 'shift; exec "$@"', ...tools}))
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, {mode: 0o755});
  const said = execFileSync('/bin/sh', ['-c', FEATURES_SCRIPT], {encoding: 'utf8', env: {PATH: folder}});
  return readTrials(said);
}

test('the trial tells what the kernel refuses from what there was no tool or no right to try', () => {
  expect(tried({ip: 'echo "Error: Unknown device type." >&2; exit 2', iptables: ''})).toEqual({
    lacks: ['vxlan', 'esp'],
    untried: ['ipvs'],
  });
  expect(tried({ip: '', ipvsadm: 'echo "Can\'t initialize ipvs: Protocol not available" >&2; exit 255'})).toEqual({
    lacks: ['ipvs'],
    untried: [],
  });
  expect(tried({unshare: 'echo "unshare: unshare failed: Operation not permitted" >&2; exit 1'})).toEqual({
    lacks: [],
    untried: FEATURE_NAMES,
  });
});

test.skipIf(process.getuid?.() !== 0)('the trial passes what this kernel has, and leaves nothing', () => {
  const links = () => execFileSync('ip', ['-o', 'link'], {encoding: 'utf8'});
  const before = links();
  const said = execFileSync('sh', ['-c', FEATURES_SCRIPT], {encoding: 'utf8'});
  expect(said).toMatch(/^vxlan=\w+\nesp=\w+\nipvs=\w+\nmark=\w+\n$/);
  expect(links()).toBe(before);
});

test('each that is lacking is told with what does not work then', () => {
  expect(describeTried({lacks: ['ipvs', 'esp'], untried: ['mark']})).toEqual([
    'the kernel has no IPVS (ip_vs): virtual addresses and the routing mesh lead nowhere',
    'the kernel has no ESP: no overlay network can be encrypted',
    'whether the kernel has the firewall of marks (iptables mangle) could not be tried',
  ]);
});
