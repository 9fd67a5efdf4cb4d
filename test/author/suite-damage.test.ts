import {expect, test} from 'vitest';
import {assertions as registry} from '../../assertions/registry.ts';
import {isEnough} from '../../src/author/damage.ts';
import {known} from '../../src/author/known.ts';
import {damageSuite} from '../../src/author/suite-damage.ts';
import {assertionsOf} from '../../src/grade/judge-suite.ts';
import {readGrading} from '../../src/grade/read-grading.ts';
import {suiteOf} from '../grade/suite-text.ts';
import {fixture} from '../snapshot/fixture.ts';

const wired = fixture('wired');

async function damaged(...checks: readonly string[]) {
  const suite = suiteOf(checks);
  return damageSuite(suite, await assertionsOf(suite, async id => registry.get(id)), wired);
}

const FDB = 'use: fdb.has-remote-mac, with: {network: vote, service: redis}';
const NET = 'use: net.exists, with: {network: vote}';

test('a suite whose checks look closely notices every damage', async () => {
  const {damages, unproven} = await damaged(`{id: fdb, ${FDB}}`, `{id: net, ${NET}, dependsOn: [fdb]}`);
  expect(damages.length).toBeGreaterThan(50);
  expect(damages.filter(({killed}) => !killed)).toEqual([]);
  expect(unproven).toEqual([]);
});

test('a way around a check lets damages pass, told by check, damage and row', async () => {
  const {damages} = await damaged(`{id: fdb, any: [{${FDB}}, {${NET}}]}`);
  expect(isEnough(damages)).toBe(false);
  const gone = damages.find(one => one.class === 'row-gone' && one.where.includes('02:42:0a:00:01:04 dev vxlan0'));
  expect(gone).toMatchObject({check: 'fdb', killed: false, said: expect.stringMatching(/^pass: /)});
  expect(gone?.where).toMatch(/dst 10\.77\.0\.1\d self permanent \[ns\.fdb@swarm-0\d\/1-\w+\]$/);
});

test('a damage that another check notices is noticed', async () => {
  const {damages} = await damaged(`{id: either, any: [{${FDB}}, {${NET}}]}`, `{id: fdb, ${FDB}}`);
  expect(damages.filter(one => !one.killed)).toEqual([]);
});

test.each([
  [`{id: fdb, ${FDB}, severity: advisory}`, /^fail, advisory: /],
  [`{id: fdb, ${FDB}, points: 0}`, /^fail, and costs nothing: /],
])('what costs nothing is not noticed: %s', async (check, said) => {
  const {damages} = await damaged(check);
  expect(damages.length).toBeGreaterThan(50);
  expect(damages.filter(one => one.killed)).toEqual([]);
  expect(damages[0]?.said).toMatch(said);
});

test('what is required costs, whatever its points', async () => {
  const {damages} = await damaged(`{id: fdb, ${FDB}, points: 0, severity: required}`);
  expect(isEnough(damages)).toBe(true);
});

test('of a check that does not pass nothing is proven', async () => {
  const {damages, unproven} = await damaged('{id: ballot, use: net.exists, with: {network: ballot}}');
  expect(damages).toEqual([]);
  expect(unproven).toMatchObject([{id: 'ballot', status: 'fail'}]);
});

test('the checks for graders of the bundled module notice what they should', async () => {
  const read = await readGrading('lessons/swarm-networking/grading.yaml', known);
  if (read.kind === 'unusable') throw new Error(JSON.stringify(read.problems));
  const assertions = await assertionsOf(read.suite, async id => registry.get(id));
  const {damages, unproven} = damageSuite(read.suite, assertions, fixture('end'));
  expect(unproven).toEqual([]);
  expect(damages.length).toBeGreaterThan(100);
  expect(isEnough(damages)).toBe(true);
});
