import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {describeLacks, FEATURE_NAMES, FEATURES_SCRIPT, lackingFeatures} from '../../src/lab/kernel-features.ts';

test('only what was tried and is not there is lacking', () => {
  expect(lackingFeatures('vxlan=yes\nesp=no\nipvs=no\nmark=yes\n')).toEqual(['esp', 'ipvs']);
  expect(lackingFeatures('')).toEqual([]);
  expect(lackingFeatures('ipvs=nothing\nxipvs=no')).toEqual([]);
});

test('the trial says something of each, wherever it runs, and leaves nothing', () => {
  const said = execFileSync('sh', ['-c', FEATURES_SCRIPT], {encoding: 'utf8'});
  expect(
    said
      .trim()
      .split('\n')
      .map(line => line.replace(/=(?:yes|no)$/, '')),
  ).toEqual([...FEATURE_NAMES]);
});

test('each that is lacking is told with what does not work then', () => {
  expect(describeLacks(['ipvs', 'esp'])).toEqual([
    'the kernel has no IPVS (ip_vs): virtual addresses and the routing mesh lead nowhere',
    'the kernel has no ESP: no overlay network can be encrypted',
  ]);
});
