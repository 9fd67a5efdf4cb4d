import {describe, expect, test} from 'vitest';
import {assertions} from '../../assertions/registry.ts';
import {fixture} from '../snapshot/fixture.ts';
import {changeRules, edited, judged, keysRead, withFact, withProblem} from './edit.ts';
import {ENCRYPTION_TRAPS, PORT_TRAPS, policyDrop} from './encryption-traps.ts';
import {FORWARDING_TRAPS} from './forwarding-traps.ts';
import {GOSSIP_TRAPS} from './gossip-traps.ts';
import {INGRESS_TRAPS, MARK_TRAPS} from './ingress-traps.ts';
import {INTERFACE_TRAPS} from './interface-traps.ts';
import {IPVS_TRAPS} from './ipvs-traps.ts';
import {NETWORK_TRAPS, SERVICE_TRAPS} from './network-traps.ts';
import {PATH_TRAPS} from './path-traps.ts';
import {SWARM_TRAPS} from './swarm-traps.ts';
import {SEVEN_GREEN, WALK_TRAPS} from './walk-traps.ts';
import {WIRE_TRAPS} from './wire-traps.ts';

const TRAPS = [
  ...FORWARDING_TRAPS,
  ...ENCRYPTION_TRAPS,
  ...PORT_TRAPS,
  ...PATH_TRAPS,
  ...SERVICE_TRAPS,
  ...NETWORK_TRAPS,
  ...INTERFACE_TRAPS,
  ...MARK_TRAPS,
  ...INGRESS_TRAPS,
  ...IPVS_TRAPS,
  ...SWARM_TRAPS,
  ...WALK_TRAPS,
  ...WIRE_TRAPS,
  ...GOSSIP_TRAPS,
];

describe.each(TRAPS)('$id: $title', ({id, args, snapshot, code, says}) => {
  const verdict = judged(id, args, snapshot);

  test('is not held to be right, and is said', () => {
    expect(assertions.get(id)?.validate(args)).toEqual([]);
    if (code === null) {
      expect(verdict).toMatchObject({ok: null, detail: expect.stringContaining(says)});
      return;
    }
    expect(verdict).toMatchObject({ok: false, code, reason: expect.stringContaining(says)});
    expect(Object.keys(assertions.get(id)?.codes ?? {})).toContain(code);
    if (verdict.ok === false && verdict.fraction !== undefined) expect(verdict.fraction).toBeLessThan(1);
  });

  test('is not held to be right with any one fact less', () => {
    for (const key of keysRead(id, args, snapshot)) {
      expect([key, judged(id, args, withFact(snapshot, key, undefined)).ok]).not.toEqual([key, true]);
      expect([key, judged(id, args, withProblem(snapshot, key)).ok]).not.toEqual([key, true]);
    }
  });
});

test('a walk is not the sum of its parts: each holds, and the walk does not', () => {
  const port = {port: 30000, node: 'swarm-01'};
  const tasks = {network: 'ingress', service: 'vote'};
  const parts: readonly (readonly [string, object])[] = [
    ['ingress.dnat', port],
    ['ingress.accept', port],
    ['ingress.mark', port],
    ['mark.to-fwm', port],
    ['ipvs.backends', {service: 'vote', node: 'swarm-01'}],
    ['fdb.has-remote-mac', {...tasks, from: 'swarm-01'}],
    ['iface.role', tasks],
  ];
  for (const [id, args] of parts) expect([id, judged(id, args, SEVEN_GREEN).ok]).toEqual([id, true]);
  expect(judged('ingress.walk', port, SEVEN_GREEN)).toMatchObject({
    ok: false,
    code: 'servers',
    words: {hop: 'the real servers', node: 'swarm-01', why: 'missing_server'},
  });
});

describe('what must not be refused', () => {
  const redis5 = fixture('redis-5');

  test('a learned twin without dst beside the permanent row', () => {
    const rows = redis5.facts.get('ns.fdb@swarm-01/1-4ttjd9byef')!.rows as readonly {mac: string; dst?: string}[];
    expect(rows.filter(row => row.mac === '02:42:0a:00:01:04')).toHaveLength(2);
    expect(judged('fdb.has-remote-mac', {network: 'vote', mac: '02:42:0a:00:01:04', from: 'swarm-01'}, redis5).ok).toBe(
      true,
    );
  });

  test('another epoch of the daemon in the name of the namespace', () => {
    const facts = new Map(
      [...redis5.facts].map(([key, fact]) => {
        const renamed = (name: string) => name.replace('1-4ttjd9byef', '12-4ttjd9byef');
        const rows =
          fact.kind === 'netns'
            ? fact.rows.map(row => ({...row, name: renamed((row as {name: string}).name)}))
            : fact.rows;
        return [renamed(key), {...fact, rows, ...(fact.netns && {netns: renamed(fact.netns)})}] as const;
      }),
    );
    expect(judged('fdb.complete', {network: 'vote'}, {...redis5, facts} as typeof redis5).ok).toBe(true);
  });

  test('interfaces in another order: the engine decides which is eth0', () => {
    const swapped = edited(redis5, 'docker.containers', 'swarm-02', rows => [...rows].reverse());
    expect(judged('iface.role', {service: 'redis', network: 'vote'}, swapped).ok).toBe(true);
  });

  test('a server that is being drained', () => {
    const drained = edited(redis5, 'ns.ipvs', 'swarm-01/lb_4ttjd9bye', rows =>
      rows.map(row => ({...row, servers: [...row.servers, {host: '10.0.1.77', port: 0, forward: 'Masq', weight: 0}]})),
    );
    expect(judged('ipvs.backends', {service: 'redis', network: 'vote'}, drained).ok).toBe(true);
  });

  test('marks that differ from node to node', () => {
    const renumber = (mark: number | undefined) => (mark === 256 ? 300 : mark);
    const place = 'swarm-02/lb_4ttjd9bye';
    const marks = edited(redis5, 'ns.iptables', place, rows =>
      rows.map(row => ({
        ...row,
        rules: row.rules.map(rule => (rule.mark === undefined ? rule : {...rule, mark: renumber(rule.mark)!})),
      })),
    );
    const ipvs = edited(marks, 'ns.ipvs', place, rows => rows.map(row => ({...row, fwmark: renumber(row.fwmark)!})));
    const all = edited(ipvs, 'docker.networks', 'swarm-02', rows =>
      rows.map(row => ({
        ...row,
        services: row.services.map(one =>
          one.localLbIndex === undefined ? one : {...one, localLbIndex: renumber(one.localLbIndex)!},
        ),
      })),
    );
    expect(judged('ipvs.backends', {service: 'redis', network: 'vote'}, all).ok).toBe(true);
  });

  test('the mark of a port, also by the rule for the virtual address', () => {
    const published = fixture('published');
    expect(judged('mark.to-fwm', {mark: '0x102', namespace: 'ingress_sbox', node: 'manager'}, published).ok).toBe(true);
  });

  test('a walk from outside, where the node itself does not come to the port', () => {
    const published = fixture('published');
    const place = 'swarm-02/host';
    const without = edited(published, 'ns.iptables', place, rows =>
      changeRules(rows, (rule, chain) => (chain === 'OUTPUT' && rule.target === 'DOCKER-INGRESS' ? undefined : rule)),
    );
    expect(judged('ingress.dnat', {port: 30000, node: 'swarm-02'}, without).ok).toBe(false);
    expect(judged('ingress.walk', {port: 30000, node: 'swarm-02'}, without).ok).toBe(true);
  });

  test('a firewall that lets in the other nodes and drops the rest', () => {
    const friends = {target: 'ACCEPT', source: {not: false, value: '10.77.0.0/24'}};
    expect(judged('ports.control', {}, policyDrop(friends)).ok).toBe(true);
  });

  test('a tunnel end that is another address than the one the node advertises', () => {
    const told = edited(redis5, 'docker.info', 'swarm-02', rows => rows.map(row => ({...row, nodeAddr: '192.0.2.12'})));
    expect(judged('fdb.complete', {network: 'vote', node: 'swarm-01'}, told).ok).toBe(true);
  });
});

describe('what must not be blamed', () => {
  const wire = fixture('wire');

  test('plain frames of other overlays and of ingress, also between the same two nodes', () => {
    const plain = wire.facts.get('probe.wire@swarm-02')!.rows.filter(row => 'vni' in row && 'dport' in row);
    expect(new Set(plain.map(row => (row as {vni: number}).vni)).size).toBe(2);
    expect(judged('wire.encrypted', {network: 'vote'}, wire).ok).toBe(true);
  });

  test('frames with the number of the network that are not to the data-path port', () => {
    const stray = edited(wire, 'probe.wire', 'swarm-02', rows => [
      ...rows,
      {kind: 'frame', protocol: 'udp', src: '10.77.0.11', dst: '10.77.0.12', dport: 8472, vni: 4100, isMarked: false},
    ]);
    expect(judged('wire.encrypted', {network: 'vote'}, stray).ok).toBe(true);
  });

  test('a request that is not answered: the wire is judged, not the node behind it', () => {
    const dropped = edited(wire, 'probe.wire', 'swarm-01', rows =>
      rows.map(row => (row.kind === 'request' ? {...row, isAnswered: false} : row)),
    );
    expect(judged('wire.encrypted', {network: 'vote'}, dropped).ok).toBe(true);
    expect(judged('wire.vxlan', {network: 'mynet0'}, dropped).ok).toBe(true);
  });

  test('workers that gossip while the manager is gone', () => {
    const nodes = wire.nodes.map(one => (one.role === 'manager' ? {...one, unreachable: 'gone'} : one));
    expect(judged('gossip.seen', {a: 'swarm-02', b: 'swarm-03'}, {...wire, nodes}).ok).toBe(true);
  });
});

test('a row that breaks an assertion makes it unknown, never failed', () => {
  const published = fixture('published');
  for (const [key, fact] of published.facts) {
    const broken = withFact(published, key, {...fact, rows: [null, 7, {}] as never});
    for (const [id, assertion] of assertions) {
      if (assertion.kind !== 'snapshot') continue;
      const verdict = assertion.judge(assertion.example, broken);
      expect([id, key, verdict.ok]).not.toEqual([id, key, undefined]);
    }
  }
});

/** What is asked for, and not there: no packet has come anywhere. */
const ASKED = new Set(['local', 'unknown_mac', 'no_service', 'not_published', 'no_vip', 'no_task', 'no_member']);
const WAYS = TRAPS.filter(({id, code}) => /^(?:fdb|mark|ipvs|ingress)\./.test(id) && code !== null && !ASKED.has(code));

test.each(WAYS)('$id: where $title, its reason names the hop at which packets end', ({id, args, snapshot}) => {
  const verdict = judged(id, args, snapshot);
  const reason = verdict.ok === false ? verdict.reason : '';
  expect(reason).toMatch(/^swarm-0\d: |leave swarm-0\d to |on swarm-0\d ends at |only in FWM \d+ of \S+ on swarm-0\d$/);
});

test.each([
  ['fdb.has-remote-mac', 'no_row', /so frames for it end there$/],
  ['fdb.has-remote-mac', 'other_dst', /leave swarm-01 to 10\.77\.0\.13, but the task is on 10\.77\.0\.12, swarm-02$/],
  ['mark.to-fwm', 'no_fwm', /so IPVS gives them to no task$/],
  ['ingress.mark', 'no_rule', /so IPVS gives them to no task$/],
  ['ipvs.backends', 'missing_server', /so swarm-03 gives it no connection$/],
  ['ipvs.backends', 'weight_zero', /so swarm-03 gives it no connection$/],
  ['ipvs.backends', 'stale_server', /so what it is given is lost$/],
] as const)('%s says of %s what becomes of the packets', (id, code, says) => {
  const [first] = TRAPS.filter(one => one.id === id && one.code === code);
  const verdict = judged(id, first!.args, first!.snapshot);
  expect(verdict.ok === false ? verdict.reason : '').toMatch(says);
});
