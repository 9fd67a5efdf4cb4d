import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {OutputEvidence} from '../assertions/assertion.ts';
import {assertions} from '../assertions/registry.ts';
import type {FdbTable} from '../src/core/rows/bridge.ts';
import type {LinkTable} from '../src/core/rows/link.ts';
import {parsers} from '../src/parse/registry.ts';

/** Outputs that a tutorial of 2018 printed of its own cluster, an engine with its overlay devices on the host. */
function printed(file: string, parser: string): OutputEvidence & {data: unknown} {
  const stdout = readFileSync(new URL(`corpus/${file}.txt`, import.meta.url), 'utf8');
  const parsed = parsers.get(parser)!.parse(stdout);
  return {
    runId: file,
    node: 'swarm-01',
    exitCode: 0,
    end: {kind: 'exited', code: 0},
    stdout,
    stderr: '',
    parsed,
    data: parsed.data,
  };
}

const judge = (file: string, parser: string, args: Readonly<Record<string, unknown>>) =>
  assertions.get('output.query')!.judge(args, [printed(file, parser)] as never);

/** What that tutorial says about its outputs: the statement, the output, and the query with what it must give. */
const STATEMENTS: readonly (readonly [string, string, string, Readonly<Record<string, unknown>>])[] = [
  [
    'before a swarm there is docker0 alone',
    'brctl/seed-before-swarm',
    'brctl.show',
    {query: 'bridges[].name', equals: ['docker0']},
  ],
  ['and it has no port', 'brctl/seed-before-swarm', 'brctl.show', {query: 'bridges[0].interfaces[0]', exists: false}],
  [
    'before a swarm there are three networks',
    'docker-network-ls/seed-before-swarm',
    'docker.network-ls',
    {query: 'rows', count: 3},
  ],
  [
    'a swarm adds docker_gwbridge, a bridge',
    'docker-network-ls/seed-after-swarm',
    'docker.network-ls',
    {query: "rows[?name=='docker_gwbridge'].driver | [0]", equals: 'bridge'},
  ],
  [
    'and ingress, an overlay of the swarm',
    'docker-network-ls/seed-after-swarm',
    'docker.network-ls',
    {query: "rows[?name=='ingress' && driver=='overlay'].scope | [0]", equals: 'swarm'},
  ],
  [
    'the overlay bridge holds the vxlan device',
    'brctl/seed-after-swarm',
    'brctl.show',
    {
      query: "bridges[?starts_with(name, 'ov-')].interfaces[] | [?starts_with(@, 'vx-')] | [0]",
      equals: 'vx-001000-wo0i1',
    },
  ],
  [
    'the ingress table has a row for each other node',
    'bridge-fdb/seed-ingress',
    'bridge.fdb',
    {query: 'rows[?dst].dst', equals: ['159.89.39.105', '165.227.64.215']},
  ],
  [
    'one row is of this host itself',
    'bridge-fdb/seed-ingress',
    'bridge.fdb',
    {query: "rows[?!dst && state=='permanent'].mac", equals: ['5e:20:18:b1:1d:0e']},
  ],
  [
    'the encrypted overlay has the MTU 1424 in a task',
    'ip-link/seed-container-busybox',
    'ip.link',
    {query: "links[?ifname=='eth0'].mtu | [0]", equals: 1424},
  ],
  [
    'the way out has 1500',
    'ip-link/seed-container-busybox',
    'ip.link',
    {query: "links[?ifname=='eth1'].mtu | [0]", equals: 1500},
  ],
  [
    'the worker adds a tunnel endpoint',
    'bridge-fdb/seed-vote-worker',
    'bridge.fdb',
    {query: 'rows[?dst].dst', count: 2},
  ],
  [
    'scaled to five, the table has four remote tasks',
    'bridge-fdb/seed-vote-scaled',
    'bridge.fdb',
    {query: 'rows[?dst]', count: 4},
  ],
  [
    'traffic to the overlay is rewritten by IPVS',
    'iptables/seed-nat-postrouting',
    'iptables',
    {query: "chains[].rules[?target=='SNAT' && ipvs].toSource | [] | [0]", equals: '10.0.0.11'},
  ],
  [
    'a VIP gets the mark 0x100, which is 256',
    'iptables/seed-mangle-output',
    'iptables',
    {query: "chains[].rules[?destination.value=='10.0.0.5/32'].mark | [] | [0]", equals: 256},
  ],
  [
    'FWM 256 has five servers',
    'ipvsadm/seed-task-ns',
    'ipvsadm',
    {query: 'services[?fwmark==`256`].servers[]', count: 5},
  ],
  ['in turn', 'ipvsadm/seed-task-ns', 'ipvsadm', {query: 'services[?fwmark==`256`].scheduler | [0]', equals: 'rr'}],
  [
    'the published port goes to the sandbox',
    'iptables/seed-nat-docker-ingress',
    'iptables',
    {
      query: "chains[?name=='DOCKER-INGRESS'].rules[] | [?target=='DNAT' && dport==`30000`].toDestination | [0]",
      equals: '172.18.0.2:30000',
    },
  ],
  [
    'there it is marked 0x102, which is 258',
    'iptables/seed-mangle-ingress-sbox',
    'iptables',
    {query: "chains[].rules[?target=='MARK' && dport==`30000`].mark | [] | [0]", equals: 258},
  ],
  [
    'FWM 258 has two servers on ingress',
    'ipvsadm/seed-ingress-sbox',
    'ipvsadm',
    {query: 'services[?fwmark==`258`].servers[].host', equals: ['10.255.0.6', '10.255.0.7']},
  ],
];

test.each(STATEMENTS)('%s', (_, file, parser, args) => {
  const verdict = judge(file, parser, args);
  expect(verdict).toMatchObject({ok: true});
  expect(verdict.ok === true && verdict.witnesses.length).toBeGreaterThan(0);
});

test.each(STATEMENTS.filter(([, , , args]) => 'equals' in args))(
  'and not something else: %s',
  (_, file, parser, args) => {
    const other =
      typeof args.equals === 'number' ? args.equals + 1 : Array.isArray(args.equals) ? [] : `${args.equals}x`;
    expect(judge(file, parser, {...args, equals: other}).ok).toBe(false);
  },
);

const links = (file: string) => (printed(file, 'ip.link').data as LinkTable).links;

test.each([
  ['eth0', 'veth4dd295a', 'ov-001001-7672d'],
  ['eth1', 'veth78165ba', 'docker_gwbridge'],
])('%s of the task pairs with the interface of the next number, %s on %s', (inside, outside, bridge) => {
  const task = links('ip-link/seed-container-busybox').find(link => link.ifname === inside);
  const host = links('ip-link/seed-host-swarm01').find(link => link.ifname === outside);
  expect(host).toMatchObject({ifindex: task!.ifindex! + 1, master: bridge, mtu: task!.mtu});
});

test('the row of the first table is the MAC of the container on the other node', () => {
  const [row] = (printed('bridge-fdb/seed-vote-1', 'bridge.fdb').data as FdbTable).rows.filter(
    one => one.dst !== undefined,
  );
  const there = links('ip-link/seed-swarm02-container').find(link => link.ifname === 'eth0');
  expect(row).toMatchObject({mac: there!.address, state: 'permanent', flags: ['self']});
});

test.each([
  ['9', '10', 'ov-001000-lpq3t'],
  ['12', '13', 'docker_gwbridge'],
])('interface %s of the sandbox pairs with %s of the host, on %s', (inside, outside, bridge) => {
  const sandbox = links('ip-link/seed-ingress-sbox-indented').find(link => link.ifindex === Number(inside));
  const host = links('ip-link/seed-host-2-indented').find(link => link.ifindex === Number(outside));
  expect(host).toMatchObject({master: bridge, mtu: sandbox!.mtu});
});
