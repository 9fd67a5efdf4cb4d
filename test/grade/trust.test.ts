import {expect, test} from 'vitest';
import {assertions as registry} from '../../assertions/registry.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import type {CheckResult} from '../../src/core/result.ts';
import {assertionsOf, judgeSuite} from '../../src/grade/judge-suite.ts';
import {scoreOf} from '../../src/grade/score.ts';
import {compared, trustOf} from '../../src/grade/trust.ts';
import {edited, netnsOf} from '../assertions/edit.ts';
import {fixture} from '../snapshot/fixture.ts';
import {problemsOf, suiteOf, suiteText} from './suite-text.ts';

const wired = fixture('wired');

async function judged(checks: readonly string[], more = '', snapshot: Snapshot = wired, isHandedIn = false) {
  const suite = suiteOf(checks, more);
  return judgeSuite(suite, await assertionsOf(suite, async id => registry.get(id)), snapshot, {isHandedIn});
}

const FDB = 'id: fdb\nuse: fdb.has-remote-mac\nwith: {network: vote, service: redis}\npoints: 10';
const NET = 'id: net\nuse: net.exists\nwith: {network: vote}\npoints: 2';
const CORROBORATED = 'policy: {minTrust: corroborated}\n';

test('what every assertion compares is known', () => {
  const snapshots = [...registry.values()].filter(({kind}) => kind === 'snapshot').map(({id}) => id);
  expect(compared.toSorted()).toEqual(snapshots.sort());
});

test.each<[string, string, string]>([
  ['another node bears it out', FDB, 'corroborated'],
  ['kernel and engine both say it', 'id: a\nuse: net.vni\nwith: {network: vote}', 'corroborated'],
  ['only the manager says it', NET, 'claim'],
  // Rows of three nodes, each of which speaks of itself.
  ['each node says it of itself', 'id: a\nuse: ports.control', 'claim'],
])('%s: %s is %s', async (_, check, trust) => {
  const [one] = await judged([check]);
  expect(one).toMatchObject({status: 'pass', trust});
});

test('rows of one place alone are a claim, whatever could have been compared', () => {
  const origin = {use: 'fdb.has-remote-mac', isHandedIn: false};
  expect(trustOf(['ns.fdb@swarm-01/1-abc', 'ns.links@swarm-01/x'], origin)).toBe('claim');
  expect(trustOf(['ns.fdb@swarm-01/1-abc', 'ns.links@swarm-02/x'], origin)).toBe('corroborated');
  expect(trustOf(['ns.fdb@swarm-01/1-abc', 'ns.links@swarm-02/x'], {...origin, isHandedIn: true})).toBe('claim');
});

test('what this machine asked for itself is observed, and a failure of it as well', async () => {
  const OUTSIDE = 'id: out\nuse: mesh.outside\nwith: {port: 30000}\nminTrust: observed';
  const asked = fixture('asked');
  expect((await judged([OUTSIDE], '', asked))[0]).toMatchObject({status: 'pass', trust: 'observed'});
  const silent = edited(asked, 'probe.outside', 'swarm-02', rows => rows.map(row => ({...row, code: 0, body: ''})));
  expect((await judged([OUTSIDE], '', silent))[0]).toMatchObject({status: 'fail', trust: 'observed'});
  expect((await judged([OUTSIDE], '', asked, true))[0]).toMatchObject({status: 'manual', trust: 'claim'});
});

const brief = ({id, status, points}: CheckResult) => [id, status, points.earned];

test('below what the suite wants nothing is granted or taken: a person decides', async () => {
  const results = await judged([NET, FDB], CORROBORATED);
  expect(results.map(brief)).toEqual([
    ['net', 'manual', null],
    ['fdb', 'pass', 10],
  ]);
  expect(results[0]?.reason).toMatch(
    /^passes, but only .* \(claim\), and points want corroborated: a person decides\. /,
  );
  expect(results[0]?.witnesses.length).toBeGreaterThan(0);
  expect(scoreOf(results, 0, null)).toMatchObject({raw: 10, ungradedMax: 2, total: null, complete: false});
});

test('a check may ask for more, or for less, than its suite', async () => {
  expect((await judged([`${NET}\nminTrust: claim`], CORROBORATED)).map(brief)).toEqual([['net', 'pass', 2]]);
  expect((await judged([`${FDB}\nminTrust: observed`])).map(brief)).toEqual([['fdb', 'manual', null]]);
});

test('what was handed in is a claim', async () => {
  expect((await judged([FDB], CORROBORATED, wired, true)).map(brief)).toEqual([['fdb', 'manual', null]]);
});

test('a failure stays one, but a share of the points wants trust as well', async () => {
  const ballot = 'id: ballot\nuse: net.exists\nwith: {network: ballot}';
  expect((await judged([ballot], CORROBORATED)).map(brief)).toEqual([['ballot', 'fail', 0]]);
  const astray = edited(wired, 'ns.fdb', netnsOf(wired, 'swarm-03', 'vote'), rows =>
    rows.map(row => (row.mac === '02:42:0a:00:01:04' ? {...row, dst: '10.77.0.11'} : row)),
  );
  expect((await judged([FDB], CORROBORATED, astray, true)).map(brief)).toEqual([['fdb', 'manual', null]]);
});

test('what stands behind it is looked at for itself', async () => {
  expect((await judged([NET, `${FDB}\ndependsOn: [net]`], CORROBORATED)).map(brief)).toEqual([
    ['net', 'manual', null],
    ['fdb', 'pass', 10],
  ]);
});

test('a level that is none is told', () => {
  expect(problemsOf(suiteText([NET], 'policy: {minTrust: corroborate}\n'))).toEqual([
    expect.stringMatching(/^4:20 policy\.minTrust: .*did you mean "corroborated"/),
  ]);
});
