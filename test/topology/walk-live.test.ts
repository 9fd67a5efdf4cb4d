import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {MarkedPlan, Watched} from '../../src/core/marked.ts';
import {watchMarked} from '../../src/snapshot/watch-marked.ts';
import {compare, type Live} from '../../src/topology/walk/live/compare.ts';
import {liveNotes, liveSummary} from '../../src/topology/walk/live/live-lines.ts';
import type {Hop, HopKind, Walk} from '../../src/topology/walk.ts';
import {
  CLIENT,
  canMakeMachines,
  OVERLAY,
  TASK,
  TASK_ADDRESS,
  type TwoMachines,
  twoMachines,
} from '../snapshot/two-machines.ts';

/** The way from the client on one machine to the task on the other, as a walk of a swarm tells it. */
const LEAVES = [hop('dns', 'left', CLIENT), hop('route', 'left', CLIENT, 'eth0'), hop('leave', 'left', CLIENT, 'eth0')];
const CROSSES = [
  hop('neigh', 'left', OVERLAY),
  hop('fdb', 'left', OVERLAY),
  hop('tunnel', 'left', OVERLAY),
  hop('cross', 'left', 'host'),
  hop('cross', 'right', 'host'),
  hop('tunnel', 'right', OVERLAY),
  hop('task', 'right', TASK, 'eth0'),
  hop('port', 'right', TASK, 'eth0'),
  hop('input', 'right', TASK),
  hop('back', 'right', TASK, 'eth0'),
];

function hop(kind: HopKind, node: string, netns: string, device?: string): Hop {
  const place = {kind, node, netns, ...(device !== undefined && {device})};
  return {...place, status: 'ok', decides: '', evidence: [{fact: '', row: ''}]};
}

/** The walk, broken where it is said. */
function foretold(kind?: HopKind, node?: string): Walk {
  const hops = CROSSES.map(one => (one.kind === kind && one.node === (node ?? one.node) ? broken(one) : one));
  const end = hops.findIndex(({status}) => status !== 'ok');
  const branch = {task: 'task.1', node: 'right', address: TASK_ADDRESS};
  return {
    from: {kind: 'container', name: 'client.1', node: 'left'},
    to: {kind: 'address', address: TASK_ADDRESS},
    hops: LEAVES,
    branches: [{...branch, hops: end < 0 ? hops : hops.slice(0, end + 1)}],
  };
}

function broken({kind, node, netns}: Hop): Hop {
  return {kind, node, netns, status: 'broken', code: 'no_row', reason: 'so it is', evidence: []};
}

function outside(walk: Walk): Walk {
  return {...walk, from: {kind: 'outside', node: 'left'}};
}

/** As if the request had come to the left machine from a third one. */
function asFromOutside(watched: Watched): Watched {
  const own = watched.sightings.find(({kind, netns}) => kind === 'syn' && netns === CLIENT)!;
  const came = {...own, node: 'left', netns: 'host', ifname: 'under0', way: 'in' as const};
  return {...watched, sightings: [...watched.sightings, came]};
}

/** A port that was used a moment ago is not free. */
let mark = 22_000;

function planOf(port = 80, address = TASK_ADDRESS): MarkedPlan {
  const netnsOf = {left: ['host', OVERLAY, CLIENT], right: ['host', OVERLAY, TASK]};
  return {
    sender: {node: 'left', netns: CLIENT},
    speaks: 'connect',
    requests: [{mark: ++mark, address, port}],
    places: Object.entries(netnsOf).flatMap(([node, names]) => names.map(netns => ({node, netns}))),
    dataPort: 4789,
  };
}

/** What was watched, of the last plan. */
function compared(walk: Walk, watched: Watched, plan = planOf()): Live {
  const requests = plan.requests.map(one => ({...one, mark: watched.sent[0] ?? one.mark}));
  return compare(
    walk,
    {plan: {...plan, requests}, ends: [{node: 'right', netns: TASK, task: 'task.1', address: TASK_ADDRESS}]},
    watched,
  );
}

function verdict(live: Live): string {
  const [branch] = live.branches;
  const {verdict: own} = branch!;
  return own.kind === 'differs'
    ? `differs at ${own.hop.kind}@${own.hop.node}: ${own.reason}`
    : `${own.kind}: ${own.reason}`;
}

describe.skipIf(!canMakeMachines())('a walk that is really tried between two machines', () => {
  let machines: TwoMachines;
  const watch = (plan = planOf()) => watchMarked(machines.nodes, plan, {timeoutMs: 30_000, nonce: 'ab'.repeat(16)});
  async function during(
    node: 'left' | 'right',
    netns: string,
    harm: string,
    undo: string,
    plan = planOf(),
  ): Promise<Watched> {
    machines.in(node, netns, harm);
    return watch(plan).finally(() => machines.in(node, netns, undo));
  }

  beforeAll(() => {
    machines = twoMachines();
    const mac = machines.in('right', TASK, 'cat /sys/class/net/eth0/address || true; ip -o link show eth0');
    const address = /link\/ether (\S+)/.exec(mac)?.[1];
    // An engine's VXLAN device answers for the tasks of other nodes: their MAC is always known.
    machines.in('left', CLIENT, `ip neigh replace ${TASK_ADDRESS} lladdr ${address} dev eth0 nud permanent`);
  });
  afterAll(() => machines?.close());

  test('agrees when every hop was seen and the task answered', async () => {
    const watched = await watch();
    const live = compared(foretold(), watched);
    expect(verdict(live)).toBe('agrees: answered by task.1');
    expect(live).toMatchObject({
      outcome: 'agrees',
      requests: [{task: 'task.1', became: 'answered by task.1'}],
    });
    const walk = foretold();
    const notes = [...liveNotes(walk, live)].map(([{kind, node}, note]) => `${kind}@${node} ${note}`);
    expect(notes).toEqual([
      'dns@left live: cannot be seen there',
      'route@left live: seen, eth0 out',
      'leave@left live: seen, eth0 out',
      'neigh@left live: seen, veth0 in',
      'fdb@left live: seen, vxlan0 out',
      'tunnel@left live: seen, vxlan0 out',
      'cross@left live: seen, under0 out',
      'cross@right live: seen, under0 in',
      'tunnel@right live: seen, vxlan0 in',
      'task@right live: seen, eth0 in',
      'port@right live: seen, eth0 in',
      'input@right live: seen, eth0 out',
      'back@right live: seen, eth0 out',
    ]);
    expect(liveSummary(live)).toEqual([
      'live: task.1 (1 request): agrees: answered by task.1',
      'live: 1 request sent: all went as foretold',
    ]);
    // Foretold broken anywhere, it was not.
    for (const {kind, node} of CROSSES)
      expect(verdict(compared(foretold(kind, node), watched))).toMatch(
        new RegExp(`^differs at ${kind}@${node}: foretold broken at .* but it passed, and task.1 answered`),
      );
  });

  test('a refusal by the task shows that it was reached', async () => {
    const plan = planOf(61_234);
    const watched = await watch(plan);
    expect(verdict(compared(foretold(), watched, plan))).toBe('agrees: refused by task.1');
    // On another port than it was to be led to, that is what is foretold.
    expect(verdict(compared(foretold('input'), watched, plan))).toBe('agrees: nothing came past it: refused by task.1');
    expect(verdict(compared(outside(foretold()), asFromOutside(watched), plan))).toContain(
      'differs at back@right: foretold ok, but task.1 refused',
    );
  });

  test('of a client outside nothing is said before its request has come to the node', async () => {
    const rule = 'OUTPUT -p tcp -j DROP';
    const watched = await during('left', CLIENT, `iptables -I ${rule}`, `iptables -D ${rule}`);
    const atTheDoor = {...outside(foretold()), hops: [broken(hop('dnat', 'left', 'host'))], branches: []};
    const common = ({common}: Live) => common && `${common.kind}: ${common.reason}`;
    expect(common(compared(atTheDoor, watched))).toBe(
      'unknown: no packet of it was seen to come to left, where the walk begins',
    );
    expect(compared(atTheDoor, watched).outcome).toBe('unknown');
    // What is left of a request that goes through when all behind the first machine's interface is taken away.
    const whole = await watch();
    const sent = whole.sightings.filter(({kind, netns}) => kind === 'syn' && netns === CLIENT);
    expect(common(compared(atTheDoor, asFromOutside({...whole, sightings: sent})))).toBe(
      'agrees: nothing came past it: no answer',
    );
  });

  test('what the task drops is lost at its firewall', async () => {
    const watched = await during('right', TASK, 'iptables -I INPUT -p tcp -j DROP', 'iptables -D INPUT -p tcp -j DROP');
    expect(verdict(compared(foretold(), watched))).toContain(
      'differs at input@right: foretold ok at the firewall of the task, right',
    );
    expect(verdict(compared(foretold('input'), watched))).toBe('agrees: nothing came past it: no answer');
    expect(verdict(compared(foretold('fdb'), watched))).toContain('differs at fdb@left: foretold broken at');
    expect(verdict(compared(foretold('fdb'), watched))).toContain('but it came to task.1');
  });

  test('answers that are dropped on their way back', async () => {
    const rule = 'INPUT -p udp --dport 4789 -j DROP';
    const watched = await during('left', 'host', `iptables -I ${rule}`, `iptables -D ${rule}`);
    expect(verdict(compared(foretold(), watched))).toContain(
      'differs at back@right: foretold ok, and all hops were passed, but no answer',
    );
    expect(verdict(compared(foretold('back'), watched))).toBe('agrees: nothing came past it: no answer');
  });

  test('without a forwarding row it is lost before it leaves the node', async () => {
    const row = '00:00:00:00:00:00 dev vxlan0 dst 10.99.0.2';
    // What was learned from the answers before would lead there as well.
    const harm = `bridge fdb del ${row}; ip link set vxlan0 type vxlan nolearning; bridge fdb show dev vxlan0 | sed -n "s/ dst.*//p" | while read -r mac; do bridge fdb del $mac dev vxlan0; done`;
    const watched = await during('left', OVERLAY, harm, `bridge fdb append ${row}`);
    expect(verdict(compared(foretold('fdb'), watched))).toBe('agrees: nothing came past it: no answer');
    expect(verdict(compared(foretold(), watched))).toContain(
      'differs at cross@left: foretold ok at the way between the nodes, left, but nothing passed there; it was last seen at the tunnel, left',
    );
    // It was lost, but not where it was foretold.
    expect(verdict(compared(foretold('port'), watched))).toContain(
      'differs at cross@left: foretold broken only at the wire to the task',
    );
  });

  test('where the wire to the task is down it comes as far as the overlay there', async () => {
    const watched = await during('right', OVERLAY, 'ip link set veth0 down', 'ip link set veth0 up');
    expect(verdict(compared(foretold('port'), watched))).toBe('agrees: nothing came past it: no answer');
    expect(verdict(compared(foretold('input'), watched))).toContain('differs at task@right: foretold broken only at');
    expect(verdict(compared(foretold(), watched))).toContain('it was last seen at the tunnel, right');
  });

  test('a task that has lost its address gets packets that it takes for those of others', async () => {
    const harm = `ip addr del ${TASK_ADDRESS}/24 dev eth0`;
    const watched = await during('right', TASK, harm, `ip addr add ${TASK_ADDRESS}/24 dev eth0`);
    expect(verdict(compared(foretold('task'), watched))).toBe('agrees: nothing came past it: no answer');
    expect(verdict(compared(foretold('port'), watched))).toContain('differs at port@right: foretold broken at');
  });

  test('where nobody tells the next MAC, a packet waits unseen in the namespace of its sender', async () => {
    const plan = planOf(80, '10.0.9.99');
    const watched = await watch(plan);
    const walk = {
      ...foretold('neigh'),
      branches: foretold('neigh').branches.map(one => ({...one, address: '10.0.9.99'})),
    };
    expect(verdict(compared(walk, watched, plan))).toBe('agrees: nothing came past it: no answer');
    const whole = {...walk, branches: [{...walk.branches[0]!, hops: CROSSES}]};
    expect(verdict(compared(whole, watched, plan))).toContain('differs at route@left: foretold ok');
  });

  test('where one place was not watched, or nothing was sent, nothing agrees', async () => {
    const watched = await watch();
    for (const {node, netns} of planOf().places) {
      const blind = {...watched, unwatched: [{node, netns, reason: 'no tcpdump'}]};
      expect(compared(foretold(), blind).outcome).toBe('unknown');
      for (const walk of [foretold('input'), foretold('fdb')]) expect(compared(walk, blind).outcome).not.toBe('agrees');
    }
    expect(compared(foretold(), {...watched, unsent: 'no curl'}).outcome).toBe('unknown');
    expect(compared(foretold('fdb'), {...watched, sightings: [], unsent: 'no curl'}).outcome).toBe('unknown');
  });

  test('packets that are missing at one hop are missed there; those of others do not stand in for them', async () => {
    const watched = await watch();
    const own = watched.sightings.filter(({kind}) => kind === 'syn')[0]!;
    for (const {kind, node, netns} of [...LEAVES, ...CROSSES].filter(one => one.kind !== 'dns')) {
      const isAnswer = kind === 'input' || kind === 'back';
      const isThere = (one: (typeof watched.sightings)[number]) =>
        one.node === node && one.netns === netns && (one.kind === 'syn') !== isAnswer;
      if (node === 'left' && netns === CLIENT) continue;
      const missing = {...watched, sightings: watched.sightings.filter(one => !isThere(one))};
      const others = {
        ...watched,
        sightings: watched.sightings.map(one => (isThere(one) ? {...one, seq: own.seq! + 7, ack: 7} : one)),
      };
      for (const seen of [missing, others]) {
        const [branch] = compared(foretold(), seen).branches;
        expect([kind, branch?.verdict]).toMatchObject([kind, {kind: 'differs', hop: {node, netns}}]);
      }
    }
  });
});
