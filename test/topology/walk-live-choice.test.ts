import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {madeCluster} from '../../src/bench/made/cluster.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import type {Sighting, Watched} from '../../src/core/marked.ts';
import {type Aim, aimOf} from '../../src/topology/walk/live/aim.ts';
import {compare, type Live} from '../../src/topology/walk/live/compare.ts';
import {showingOf} from '../../src/topology/walk/live/showing.ts';
import type {Branch, Hop, HopKind, Walk} from '../../src/topology/walk.ts';
import {changeRules, edited} from '../assertions/edit.ts';
import {BALANCER, EAST, MESH, REDIS_2, wired} from './damage.ts';
import {walked} from './walking.ts';

const NONCE = '00000abc'.repeat(4);

function aimed(snapshot: Snapshot, walk: Walk): Aim {
  const aim = aimOf(snapshot, walk, NONCE);
  if ('problem' in aim) throw new Error(aim.problem);
  return aim;
}

/** Everything is seen that shows the hops of the branch that each request takes, up to the hop that is told. */
function seen(
  walk: Walk,
  aim: Aim,
  takes: (index: number) => Branch | undefined,
  last?: (hop: Hop) => boolean,
): Watched {
  const {plan} = aim;
  const entry = walk.from.kind === 'outside' ? walk.from.node : plan.sender.node;
  const sightings = plan.requests.flatMap(({mark, address, port}, index): readonly Sighting[] => {
    const seq = 1_000 + index;
    const packet = {ifname: 'eth0', sport: mark, dport: port, src: '192.0.2.9'};
    const request = {...packet, kind: 'syn', seq} as const;
    const answer = {...packet, kind: 'syn-ack', sport: port, dport: mark, dst: '192.0.2.9', ack: seq + 1} as const;
    const branch = takes(index);
    const hops = [...walk.hops, ...(branch?.hops ?? [])];
    const end = last === undefined ? -1 : hops.findIndex(last);
    const passed = end < 0 ? hops : hops.slice(0, end + 1);
    const task = aim.ends.find(one => one.address === branch?.address);
    const shown = passed.flatMap((hop): readonly Sighting[] => {
      const showing = showingOf(hop, {entry, hops});
      if (showing === undefined) return [];
      const {node, netns, device = 'eth0'} = hop;
      const place = {node, netns, ifname: device, way: showing.way ?? 'out'} as const;
      if (showing.isAnswer) return [{...answer, ...place, src: branch?.address ?? ''}];
      const tunnel = showing.isTunnelled ? {tunnel: {src: '', dst: '', vni: 1}} : {};
      return [{...request, ...place, ...tunnel, dst: showing.isForTask ? (branch?.address ?? '') : address}];
    });
    const back = [
      ...(task === undefined ? [] : [{...answer, ...task, way: 'out', src: task.address} as const]),
      {...answer, ...plan.sender, way: 'in', src: address} as const,
    ];
    return [{...request, ...plan.sender, way: 'out', dst: address}, ...shown, ...(end < 0 && branch ? back : [])];
  });
  return {sightings, chosen: [], unwatched: [], sent: plan.requests.map(({mark}) => mark), unsent: null};
}

function inTurn({branches}: Walk): (index: number) => Branch | undefined {
  return index => branches[index % branches.length];
}

function verdicts({common, branches}: Live): readonly string[] {
  const all = [...(common === undefined ? [] : [{task: '*', verdict: common}]), ...branches];
  return all.map(({task, verdict}) =>
    verdict.kind === 'differs'
      ? `${task} differs at ${verdict.hop.kind}@${verdict.hop.node}`
      : `${task} ${verdict.kind}`,
  );
}

/** What an end answers to the requests of some marks, out of its namespace and back at the sender. */
function answersOf(
  {plan}: Aim,
  {node, netns, address}: Aim['ends'][number],
  asked: readonly {readonly mark: number}[],
  sightings: readonly Sighting[],
): readonly Sighting[] {
  return plan.requests
    .filter(({mark}) => asked.some(one => one.mark === mark))
    .flatMap(({mark, address: virtual, port}) => {
      const {seq = 0} = sightings.find(({kind, sport}) => kind === 'syn' && sport === mark) ?? {};
      const answer = {
        kind: 'syn-ack',
        ifname: 'eth0',
        sport: port,
        dport: mark,
        dst: '192.0.2.9',
        ack: seq + 1,
      } as const;
      return [
        {...answer, node, netns, way: 'out', src: address} as const,
        {...answer, ...plan.sender, way: 'in', src: virtual} as const,
      ];
    });
}

describe('what is sent', () => {
  test('from outside: the node it enters is watched, even where the way ends further in', () => {
    const lost = edited(wired, 'ns.links', 'swarm-02/ingress_sbox', rows =>
      rows.map(row => ({...row, addrInfo: row.addrInfo.filter(({local}) => local.startsWith('10.'))})),
    );
    const walk = walked(lost, MESH);
    expect(walk.hops.map(({netns}) => netns)).toEqual(['ingress_sbox']);
    expect(aimed(lost, walk).plan.places).toContainEqual({node: 'swarm-02', netns: 'host'});
  });

  test('from outside: a node that is not the entry asks its address, twice for each task', () => {
    const {plan, ends} = aimed(wired, walked(wired, MESH));
    expect(plan).toMatchObject({sender: {netns: 'host'}, speaks: 'http', dataPort: 4789});
    expect(plan.sender.node).not.toBe('swarm-02');
    expect(plan.requests).toHaveLength(4);
    expect(new Set(plan.requests.map(({address, port}) => `${address}:${port}`))).toEqual(
      new Set(['10.77.0.12:30000']),
    );
    expect(ends.map(({task, node}) => `${task} on ${node}`).sort()).toEqual([
      'vote.1 on swarm-01',
      'vote.2 on swarm-03',
    ]);
    for (const end of ends) expect(plan.places).toContainEqual({node: end.node, netns: end.netns});
    expect(new Set(plan.places.map(({node, netns}) => `${node}/${netns}`)).size).toBe(plan.places.length);
  });

  test('from inside: the namespace of the container connects to the virtual address', () => {
    const walk = walked(wired, EAST);
    const {plan, ends} = aimed(wired, walk);
    expect(plan).toMatchObject({sender: {node: 'swarm-03'}, speaks: 'connect'});
    expect(plan.requests).toHaveLength(10);
    expect(ends).toHaveLength(5);
    const named = aimed(wired, {...walk, to: {kind: 'service', name: 'redis', port: 6379}});
    expect(new Set(named.plan.requests.map(({port}) => port))).toEqual(new Set([6379]));
    // Where the addresses of the tasks are told, the program may take any.
    const each = aimed(wired, walked(wired, 'worker.1 > tasks.redis'));
    expect(each.plan.requests.map(({address}) => address)).toEqual(walk.branches.map(({address}) => address));
  });

  test('marks are below the ports that a swarm publishes and a kernel gives, and never the port that is asked', () => {
    fc.assert(
      fc.property(
        fc.integer({min: 0, max: 0xffffffff}),
        fc.option(fc.integer({min: 1, max: 65_535})),
        (drawn, port) => {
          const nonce = drawn.toString(16).padStart(8, '0').repeat(4);
          const to = {kind: 'service', name: 'redis', ...(port !== null && {port})} as const;
          const aim = aimOf(wired, {...walked(wired, EAST), to}, nonce);
          if ('problem' in aim) throw new Error(aim.problem);
          const marks = aim.plan.requests.map(({mark}) => mark);
          expect(Math.min(...marks)).toBeGreaterThanOrEqual(20_000);
          expect(Math.max(...marks)).toBeLessThan(30_000);
          expect(Math.max(...marks) - Math.min(...marks)).toBe(marks.length - 1);
          for (const one of aim.plan.requests) expect(marks).not.toContain(one.port);
        },
      ),
      {numRuns: 30},
    );
  });

  test('nothing, where no second node answers', () => {
    const nodes = wired.nodes.map(node => ({...node, unreachable: node.id === 'swarm-02' ? null : 'no answer'}));
    const said = aimOf({...wired, nodes}, walked(wired, MESH), NONCE);
    expect(said).toEqual({problem: expect.stringContaining('a client outside needs a second node to send from')});
  });

  test.each<[string, (snapshot: Snapshot) => Snapshot, string]>([
    ['what is foretold is not known', withoutManager, 'nothing is foretold that could be tried'],
    ['the name has no address', withoutRecord, 'its engine knows no redis'],
  ])('nothing, where %s', (_, change, says) => {
    const snapshot = change(wired);
    expect(aimOf(snapshot, walked(snapshot, EAST), NONCE)).toEqual({problem: expect.stringContaining(says)});
  });
});

function withoutManager({nodes, ...snapshot}: Snapshot): Snapshot {
  return {...snapshot, nodes: nodes.map(node => ({...node, unreachable: node.id === 'swarm-01' ? 'no answer' : null}))};
}

function withoutRecord(snapshot: Snapshot): Snapshot {
  return edited(snapshot, 'docker.networks', 'swarm-03', rows =>
    rows.map(row => ({...row, services: row.services.filter(({name}) => name !== 'redis')})),
  );
}

describe('requests that are given out in turn', () => {
  test.each([MESH, EAST])('%s agrees where each task was tried and answered', way => {
    const walk = walked(wired, way);
    const aim = aimed(wired, walk);
    const live = compare(walk, aim, seen(walk, aim, inTurn(walk)));
    expect(verdicts(live)).toEqual(walk.branches.map(({task}) => `${task} agrees`));
    expect(live).toMatchObject({outcome: 'agrees', common: undefined});
  });

  test('of a service of many tasks every one is tried, twice, and as far as there are requests', () => {
    const many = (tasks: number) => {
      const snapshot = madeCluster({nodes: 10, tasks, encrypted: false});
      const walk = walked(snapshot, 'node-03 > :8080');
      const aim = aimed(snapshot, walk);
      return {walk, aim, live: compare(walk, aim, seen(walk, aim, inTurn(walk)))};
    };
    const {aim, live} = many(60);
    expect(aim.plan.requests).toHaveLength(120);
    expect(live.outcome).toBe('agrees');
    expect(live.branches.map(({requests}) => requests)).toEqual(Array(60).fill(2));
    const toomany = many(1_001);
    expect(toomany.aim.plan.requests).toHaveLength(1_000);
    expect(toomany.live.outcome).toBe('untried');
    const [left, ...others] = toomany.live.branches.filter(({requests}) => requests === 0);
    expect(others).toEqual([]);
    expect(left?.verdict.reason).toBe('none of 1000 requests was given to it, and no more than that are sent');
  });

  test('a task that none was given to was not tried', () => {
    const walk = walked(wired, MESH);
    const aim = aimed(wired, walk);
    const live = compare(
      walk,
      aim,
      seen(walk, aim, () => walk.branches[0]),
    );
    expect(verdicts(live)).toEqual(['vote.1 agrees', 'vote.2 untried']);
    expect(live.outcome).toBe('untried');
  });

  test('a real server that is gone is never chosen, as foretold; when it is, that differs', () => {
    const gone = edited(wired, 'ns.ipvs', BALANCER, rows =>
      rows.map(row => ({...row, servers: row.servers.filter(({host}) => host !== '10.0.1.4')})),
    );
    const walk = walked(gone, EAST);
    const aim = aimed(gone, walk);
    const others = walk.branches.filter(({task}) => task !== 'redis.2');
    const spared = compare(
      walk,
      aim,
      seen(walk, aim, index => others[index % others.length]),
    );
    expect([spared.outcome, ...verdicts(spared)]).toContain('redis.2 agrees');
    expect(spared.outcome).toBe('agrees');
    const [intact] = [walked(wired, EAST)];
    const chosen = compare(walk, aim, seen(intact, aim, inTurn(intact)));
    expect(verdicts(chosen)).toContain('redis.2 differs at servers@swarm-03');
  });

  test('what is routed to a server may come to any task, whoever was chosen, as long as nobody answers', () => {
    const routed = edited(wired, 'ns.ipvs', BALANCER, rows =>
      rows.map(row => ({
        ...row,
        servers: row.servers.map(one => (one.host === '10.0.1.4' ? {...one, forward: 'Route' as const} : one)),
      })),
    );
    const walk = walked(routed, EAST);
    const aim = aimed(routed, walk);
    const isRouted = ({mark}: {readonly mark: number}) =>
      inTurn(walk)(aim.plan.requests.findIndex(one => one.mark === mark))?.task === 'redis.2';
    const plain = seen(walk, aim, inTurn(walk), ({status}) => status === 'broken');
    const [node = '', netns = ''] = BALANCER.split('/');
    const chosen = aim.plan.requests.filter(isRouted).map(({mark}) => ({mark, node, netns, server: '10.0.1.4'}));
    const other = aim.ends.find(({task}) => task === 'redis.1')!;
    const forTask = ({dst, kind, sport}: Sighting) => kind === 'syn' && isRouted({mark: sport}) && dst === '10.0.1.4';
    const astray = chosen.map(({mark}): Sighting => {
      const {seq = 0} = plain.sightings.find(({kind, sport}) => kind === 'syn' && sport === mark)!;
      const {address: dst, node, netns} = other;
      return {kind: 'syn', ifname: 'eth0', way: 'in', sport: mark, dport: 1, src: '10.0.1.9', dst, seq, node, netns};
    });
    const sightings = [...plain.sightings.filter(one => !forTask(one)), ...astray];
    const live = compare(walk, aim, {...plain, chosen, sightings});
    expect(verdicts(live)).toContain('redis.2 agrees');
    expect(live.outcome).toBe('agrees');
    const answered = {...plain, chosen, sightings: [...sightings, ...answersOf(aim, other, chosen, plain.sightings)]};
    expect(verdicts(compare(walk, aim, answered))).toContain('redis.2 differs at servers@swarm-03');
  });

  test('that nothing was sent, or the choice was not watched, is no word on what is never chosen', () => {
    const gone = edited(wired, 'ns.ipvs', BALANCER, rows =>
      rows.map(row => ({...row, servers: row.servers.filter(({host}) => host !== '10.0.1.4')})),
    );
    const walk = walked(gone, EAST);
    const aim = {...aimed(gone, walk), ends: []};
    const nothing = {sightings: [], chosen: [], unwatched: [], sent: [], unsent: 'no curl'};
    expect(compare(walk, aim, nothing).outcome).toBe('unknown');
    const [node = '', netns = ''] = BALANCER.split('/');
    const others = walk.branches.filter(({task}) => task !== 'redis.2');
    const watched = seen(walk, aim, index => others[index % others.length]);
    const blind = compare(walk, aim, {...watched, unwatched: [{node, netns, reason: 'no tcpdump'}]});
    expect(verdicts(blind)).toContain('redis.2 unknown');
  });

  test('an answer that does not come from where the request was sent is none', () => {
    const walk = walked(wired, EAST);
    const aim = aimed(wired, walk);
    const watched = seen(walk, aim, inTurn(walk));
    const isBack = ({way, node, netns, kind}: Sighting) =>
      kind === 'syn-ack' && way === 'in' && node === aim.plan.sender.node && netns === aim.plan.sender.netns;
    const astray = watched.sightings.map(one => (isBack(one) ? {...one, src: '10.0.1.4'} : one));
    expect(compare(walk, aim, {...watched, sightings: astray}).outcome).toBe('differs');
  });

  test('a task that was not foretold differs', () => {
    const walk = walked(wired, EAST);
    const aim = aimed(wired, walk);
    const watched = seen(walk, aim, inTurn(walk));
    const fewer = {...walk, branches: walk.branches.slice(1)};
    const live = compare(fewer, aim, watched);
    expect(live).toMatchObject({
      outcome: 'differs',
      common: {reason: expect.stringContaining('10.0.1.3, which is none of the tasks')},
    });
  });

  test('the way to one task is broken: those requests end there, the others are answered', () => {
    const shut = edited(wired, 'ns.iptables', REDIS_2, rows => [
      ...rows.filter(({table, name}) => table !== 'filter' || name !== 'INPUT'),
      {table: 'filter', name: 'INPUT', policy: 'DROP', rules: []},
    ]);
    const walk = walked(shut, EAST);
    const aim = aimed(shut, walk);
    const at = walk.branches.find(({task}) => task === 'redis.2')?.hops.at(-1);
    expect(at).toMatchObject({kind: 'input', status: 'broken'});
    const intact = walked(wired, EAST);
    const lost = seen(walk, aim, inTurn(walk), ({status, kind}) => status === 'broken' && kind === 'input');
    const toTask = lost.sightings.filter(({kind, node, netns}) => kind === 'syn' || `${node}/${netns}` !== REDIS_2);
    expect(compare(walk, aim, {...lost, sightings: toTask}).outcome).toBe('agrees');
    // It was answered all the same.
    expect(verdicts(compare(walk, aim, seen(intact, aim, inTurn(intact))))).toContain(
      'redis.2 differs at input@swarm-02',
    );
  });

  test('broken for all: no request gets an answer from a task', () => {
    const bare = edited(wired, 'ns.iptables', 'swarm-02/ingress_sbox', rows =>
      changeRules(rows, (rule, chain) => (chain === 'PREROUTING' && rule.target === 'MARK' ? undefined : rule)),
    );
    const walk = walked(bare, MESH);
    expect(walk).toMatchObject({branches: []});
    expect(walk.hops.at(-1)).toMatchObject({kind: 'mark', status: 'broken'});
    const aim = aimed(bare, walk);
    expect(aim.plan.requests).toHaveLength(2);
    expect(aim.ends).toHaveLength(2);
    const live = compare(
      walk,
      aim,
      seen(walk, aim, () => undefined),
    );
    expect([live.outcome, verdicts(live)]).toEqual(['agrees', ['* agrees']]);
    const intact = walked(wired, MESH);
    const answered = compare(walk, aim, seen(intact, aim, inTurn(intact)));
    expect(verdicts(answered)).toEqual(['* differs at mark@swarm-02']);
  });

  test('lost before it came to where it is foretold broken', () => {
    const bare = edited(wired, 'ns.iptables', BALANCER, rows =>
      changeRules(rows, rule => (rule.target === 'MARK' ? undefined : rule)),
    );
    const walk = walked(bare, EAST);
    expect(walk.hops.at(-1)).toMatchObject({kind: 'mark', status: 'broken'});
    const aim = aimed(bare, walk);
    const upTo = (last: HopKind) =>
      compare(
        walk,
        aim,
        seen(
          walk,
          aim,
          () => undefined,
          ({kind}) => kind === last,
        ),
      );
    expect(verdicts(upTo('balancer'))).toEqual(['* agrees']);
    expect(verdicts(upTo('leave'))).toEqual(['* differs at balancer@swarm-03']);
  });

  test('whichever hop the packets end at, the first one after it that would show is named', () => {
    for (const way of [MESH, EAST]) {
      const walk = walked(wired, way);
      const aim = aimed(wired, walk);
      for (const branch of walk.branches) {
        const hops = [...walk.hops, ...branch.hops];
        for (const [index, hop] of hops.entries()) {
          const live = compare(
            walk,
            aim,
            seen(
              walk,
              aim,
              () => branch,
              one => one === hop,
            ),
          );
          const own = live.branches.find(({task}) => task === branch.task)?.verdict;
          const told = own?.kind === 'differs' ? own : live.common;
          expect([hop.kind, told?.kind]).toEqual([hop.kind, 'differs']);
          if (told?.kind !== 'differs') continue;
          const at = hops.indexOf(told.hop);
          expect([hop.kind, at > index || at === hops.length - 1]).toEqual([hop.kind, true]);
        }
      }
    }
  });
});
