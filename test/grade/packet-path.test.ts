import {expect, test} from 'vitest';
import {assertions as registry} from '../../assertions/registry.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import {assertionsOf, judgeSuite} from '../../src/grade/judge-suite.ts';
import {edited, netnsOf} from '../assertions/edit.ts';
import {fixture} from '../snapshot/fixture.ts';
import {suiteOf} from './suite-text.ts';

const end = fixture('end');

/** On one node IPVS has forgotten a task of each service. */
const forgotten = edited(end, 'ns.ipvs', 'swarm-02/ingress_sbox', rows =>
  rows.map(row => (row.fwmark === undefined ? row : {...row, servers: row.servers.slice(1)})),
);

async function judged(check: string, snapshot: Snapshot) {
  const suite = suiteOf([check]);
  const [one] = judgeSuite(suite, await assertionsOf(suite, async id => registry.get(id)), snapshot);
  return one!;
}

const SERVERS = 'id: a\nuse: ipvs.backends\nwith: {service: patient}';

test('a failure that a packet from outside meets shows its way, up to the hop that does not hold, with the rows', async () => {
  const {status, path} = await judged(SERVERS, forgotten);
  expect(status).toBe('fail');
  expect(path?.map(({hop, node, status}) => [hop, node, status])).toEqual([
    ['dnat', 'swarm-02', 'ok'],
    ['accept', 'swarm-02', 'ok'],
    ['gateway', 'swarm-02', 'ok'],
    ['mark', 'swarm-02', 'ok'],
    ['fwm', 'swarm-02', 'ok'],
    ['snat', 'swarm-02', 'ok'],
    ['overlay', 'swarm-02', 'ok'],
    ['servers', 'swarm-02', 'broken'],
  ]);
  expect(path?.[0]?.rows[0]?.row).toContain('--to-destination');
  for (const {rows} of path ?? []) for (const {fact} of rows) expect(forgotten.facts.has(fact)).toBe(true);
});

test('the way goes on to the task that it does not lead to', async () => {
  const astray = edited(end, 'ns.fdb', netnsOf(end, 'swarm-03', 'ingress'), rows =>
    rows.map(row => (row.dst === '10.77.0.11' ? {...row, dst: '10.77.0.99'} : row)),
  );
  const {path} = await judged('id: a\nuse: fdb.has-remote-mac\nwith: {network: ingress, service: patient}', astray);
  expect(path?.at(-1)).toMatchObject({hop: 'fdb', node: 'swarm-03', status: 'broken'});
  expect(path?.at(-1)?.says).toContain('10.77.0.99');
  expect(path?.slice(0, -1).every(({status}) => status === 'ok')).toBe(true);
});

test('a failure of an overlay shows the way from one of its containers to a service on it', async () => {
  const wired = fixture('end');
  const lost = edited(wired, 'ns.fdb', netnsOf(wired, 'swarm-01', 'vote'), rows =>
    rows.map(row => (row.dst === '10.77.0.12' ? {...row, dst: '10.77.0.99'} : row)),
  );
  const {status, path} = await judged('id: a\nuse: fdb.complete\nwith: {network: vote, node: swarm-01}', lost);
  expect(status).toBe('fail');
  expect(path?.[0]).toMatchObject({hop: 'dns', node: 'swarm-01', status: 'ok'});
  expect(path?.at(-1)).toMatchObject({hop: 'fdb', node: 'swarm-01', status: 'broken'});
  expect(path?.at(-1)?.says).toContain('10.77.0.99');
});

test.each([
  ['a pass', SERVERS, end],
  [
    'a failure of an overlay that nothing comes to from outside',
    'id: a\nuse: net.exists\nwith: {network: ballot}',
    end,
  ],
  ['a failure that stops no packet', 'id: a\nuse: svc.replicas\nwith: {service: patient, replicas: 7}', end],
])('%s shows none', async (_, check, snapshot) => {
  expect(await judged(check, snapshot)).not.toHaveProperty('path');
});

test('where facts were not looked at the way ends as not known', async () => {
  const facts = new Map([...end.facts].filter(([, {kind, netns}]) => kind !== 'ns.ipvs' || netns !== 'ingress_sbox'));
  const {path} = await judged('id: a\nuse: svc.replicas\nwith: {service: patient, replicas: 7}', {...end, facts});
  expect(path?.at(-1)).toMatchObject({hop: 'fwm', status: 'unknown', rows: []});
  expect(path?.at(-1)?.says).toContain('was not collected');
});
