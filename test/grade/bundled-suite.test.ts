import {readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {loadAssertion} from '../../assertions/load.ts';
import {known} from '../../src/author/known.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import {assertionsOf, judgeSuite} from '../../src/grade/judge-suite.ts';
import {readSuite} from '../../src/grade/read-suite.ts';
import {scoreOf} from '../../src/grade/score.ts';
import type {Suite} from '../../src/grade/suite.ts';
import {edited} from '../assertions/edit.ts';
import {fixture} from '../snapshot/fixture.ts';

const folder = fileURLToPath(new URL('../../assertions/suites', import.meta.url));

async function bundled(name: string): Promise<Suite> {
  const read = await readSuite(`${folder}/${name}`, known);
  if (read.kind === 'unusable') throw new Error(JSON.stringify(read.problems, null, 1));
  return read.suite;
}

async function judged(snapshot: Snapshot) {
  const suite = await bundled('swarm-networking.yaml');
  return judgeSuite(suite, await assertionsOf(suite, loadAssertion), snapshot);
}

test.each(readdirSync(folder))('%s has no mistake, and every part has a check', async name => {
  const {parts, checks} = await bundled(name);
  expect(parts.map(({id}) => id)).toEqual([...new Set(checks.map(({part}) => part))]);
});

test('at the end of the module all is earned but what a person grades', async () => {
  const results = await judged(fixture('end'));
  const failed = results.filter(({status}) => status !== 'pass');
  expect(failed.map(({id, status, reason}) => [id, status, reason])).toEqual([['walk-in-words', 'manual', null]]);
  expect(scoreOf(results, 0, null)).toMatchObject({raw: 56, max: 66, ungradedMax: 10, total: null});
});

test('a patient that is still ill costs its own points, and a share of them', async () => {
  const end = fixture('end');
  const ill = edited(end, 'ns.ipvs', 'swarm-02/ingress_sbox', rows =>
    rows.map(row => (row.fwmark === undefined ? row : {...row, servers: row.servers.slice(1)})),
  );
  const results = await judged(ill);
  const failed = results.filter(({status}) => status === 'fail').map(({id, points}) => [id, points.earned]);
  expect(failed).toEqual([
    ['vote-servers', expect.any(Number)],
    ['patient-servers', 2.66],
  ]);
});

test('a lab before the module fails what is required, and what stands behind it is not looked at', async () => {
  const results = await judged(fixture('before'));
  expect(results.find(({id}) => id === 'vote-exists')).toMatchObject({status: 'fail', severity: 'required'});
  expect(results.find(({id}) => id === 'redis-fdb-back')).toMatchObject({status: 'blocked', points: {earned: 0}});
});
