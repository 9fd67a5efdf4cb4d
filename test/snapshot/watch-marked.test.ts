import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Node, Running} from '../../src/cluster/cluster.ts';
import type {MarkedPlan, Sighting, Watched} from '../../src/core/marked.ts';
import {watchMarked} from '../../src/snapshot/watch-marked.ts';
import {CLIENT, canMakeMachines, OVERLAY, TASK, TASK_ADDRESS, type TwoMachines, twoMachines} from './two-machines.ts';

const NONCE = '0123456789abcdef0123456789abcdef';
const PLACES = [
  ...['host', OVERLAY, CLIENT].map(netns => ({node: 'left', netns})),
  ...['host', OVERLAY, TASK].map(netns => ({node: 'right', netns})),
];

/** A port that was used a moment ago is not free. */
let mark = 21_000;

function planOf(change: Partial<MarkedPlan> = {}): MarkedPlan {
  const requests = [++mark, ++mark].map(mark => ({mark, address: TASK_ADDRESS, port: 80}));
  return {sender: {node: 'left', netns: CLIENT}, speaks: 'http', requests, places: PLACES, dataPort: 4789, ...change};
}

function passing({sightings}: Watched, mark: number): readonly string[] {
  const way = ({node, netns, ifname, way: to, kind, tunnel}: Sighting) =>
    `${kind} ${node} ${netns} ${ifname} ${to}${tunnel === undefined ? '' : ` vni ${tunnel.vni}`}`;
  return sightings.filter(({sport, dport}) => sport === mark || dport === mark).map(way);
}

describe.skipIf(!canMakeMachines())('marked requests between two machines', () => {
  let machines: TwoMachines;
  const watch = (plan: MarkedPlan) => watchMarked(machines.nodes, plan, {timeoutMs: 30_000, nonce: NONCE});

  beforeAll(() => {
    machines = twoMachines();
  });
  afterAll(() => machines?.close());

  test('are seen in every namespace, in clear and in the tunnel, and so are their answers', async () => {
    const plan = planOf();
    const watched = await watch(plan);
    const marks = plan.requests.map(request => request.mark);
    expect(watched).toMatchObject({unwatched: [], unsent: null, chosen: []});
    expect([...watched.sent].sort()).toEqual(marks);
    for (const mark of marks) {
      const seen = passing(watched, mark);
      for (const place of [
        `syn left ${CLIENT} eth0 out`,
        `syn left ${OVERLAY} veth0 in`,
        `syn left ${OVERLAY} vxlan0 out`,
        'syn left host under0 out vni 77',
        'syn right host under0 in vni 77',
        `syn right ${OVERLAY} vxlan0 in`,
        `syn right ${TASK} eth0 in`,
        `syn-ack right ${TASK} eth0 out`,
        `syn-ack left ${CLIENT} eth0 in`,
      ])
        expect(seen).toContain(place);
    }
  });

  test('many are sent some at a time, to one address after another, and none is missed', async () => {
    const own = mark + 1;
    mark += 45;
    const addressed = (index: number) => (index < 40 ? TASK_ADDRESS : '10.0.9.99');
    const requests = Array.from({length: 45}, (_, index) => ({mark: own + index, address: addressed(index), port: 80}));
    const watched = await watch(planOf({requests, speaks: 'connect'}));
    expect(watched).toMatchObject({unwatched: [], unsent: null});
    expect([...watched.sent].sort()).toEqual(requests.map(request => request.mark));
    for (const request of requests.slice(0, 40))
      expect(passing(watched, request.mark)).toContain(`syn-ack left ${CLIENT} eth0 in`);
    for (const request of requests.slice(40))
      expect(passing(watched, request.mark).filter(one => one.startsWith('syn-ack'))).toEqual([]);
  });

  test('a task that nobody listens at refuses, and does so by itself', async () => {
    const own = ++mark;
    const requests = [{mark: own, address: TASK_ADDRESS, port: 61_234}];
    const watched = await watch(planOf({requests, speaks: 'connect'}));
    const seen = passing(watched, own);
    expect(seen).toContain(`rst right ${TASK} eth0 out`);
    expect(seen).toContain(`rst left ${CLIENT} eth0 in`);
    expect(seen.filter(one => one.startsWith('syn-ack'))).toEqual([]);
  });

  test('what is dropped between the machines is seen up to where it is dropped', async () => {
    const rule = 'INPUT -p udp --dport 4789 -j DROP';
    machines.in('right', 'host', `iptables -I ${rule}`);
    const watched = await watch(planOf()).finally(() => machines.in('right', 'host', `iptables -D ${rule}`));
    const seen = passing(watched, watched.sent[0]!);
    expect(seen).toContain('syn right host under0 in vni 77');
    expect(seen.filter(one => one.includes(`right ${OVERLAY}`) || one.includes(TASK))).toEqual([]);
    expect(watched).toMatchObject({unwatched: [], unsent: null});
  });

  test('a namespace that is not there, or has no name of an engine, was not watched', async () => {
    const places = [
      ...PLACES,
      {node: 'right', netns: 'cccccccccccc'},
      {node: 'right', netns: 'x; touch /tmp/injected'},
    ];
    const {unwatched, sightings} = await watch(planOf({places}));
    expect(unwatched).toEqual([
      {node: 'right', netns: 'x; touch /tmp/injected', reason: 'it has an odd name'},
      {node: 'right', netns: 'cccccccccccc', reason: expect.stringContaining('cccccccccccc')},
    ]);
    expect(sightings.some(({netns}) => netns === TASK)).toBe(true);
  });

  test.each([
    ['cannot listen', 'tcpdump', {unwatched: PLACES.map(place => ({...place, reason: 'no tcpdump'})), unsent: null}],
    ['cannot send', 'curl', {unwatched: [], unsent: 'no curl'}],
  ])('machines that %s say so', async (_, tool, says) => {
    const nodes = machines.nodes.map(node => without(node, tool));
    const watched = await watchMarked(nodes, planOf(), {timeoutMs: 30_000, nonce: NONCE});
    expect(watched).toMatchObject(says);
  });

  test('a source port that is taken sends nothing', async () => {
    const requests = [{mark: 80, address: TASK_ADDRESS, port: 80}];
    const sender = {node: 'right', netns: TASK};
    expect(await watch(planOf({requests, sender}))).toMatchObject({unsent: 'its source port is taken'});
  });

  test('a machine that goes away while it listens has seen nothing that counts', async () => {
    const [left, right] = machines.nodes;
    const gone = {...right!, run: (...args: Parameters<Node['run']>) => lost(right!.run(...args))};
    const {unwatched} = await watchMarked([left!, gone], planOf(), {timeoutMs: 30_000, nonce: NONCE});
    expect(unwatched).toEqual(
      PLACES.filter(({node}) => node === 'right').map(place => ({
        ...place,
        reason: expect.stringContaining('broken pipe'),
      })),
    );
  });
});

/** The tool is hidden from the scripts, which have a search path of their own. */
function without(node: Node, tool: string): Node {
  const hide = `command() { case "$*" in *${tool}*) return 1;; *) builtin=1; type "$2";; esac; }; `;
  return {...node, run: (command, options) => node.run({...command, line: hide + command.line}, options)};
}

function lost({ended, stop}: Running): Running {
  return {stop, ended: ended.then(output => ({...output, end: {kind: 'lost', reason: 'broken pipe'}}))};
}
