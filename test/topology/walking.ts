import {expect} from 'vitest';
import {replaceNamed} from '../../src/author/witness-sites.ts';
import {addKernel} from '../../src/bench/made/kernel.ts';
import type {Add} from '../../src/bench/made/plan.ts';
import {type Fact, factKey, type Snapshot} from '../../src/core/facts.ts';
import type {TaskInspect} from '../../src/core/rows/inspect.ts';
import type {Chain} from '../../src/core/rows/iptables.ts';
import type {Link} from '../../src/core/rows/link.ts';
import type {Route} from '../../src/core/rows/route.ts';
import type {Witness} from '../../src/core/verdict.ts';
import {follow} from '../../src/topology/walk/follow.ts';
import type {Goal, Hop, Start, Walk} from '../../src/topology/walk.ts';

/** `swarm-01 > :30000`, `worker.1 > redis`, `worker.1 > 10.0.1.4`. */
export function walked(snapshot: Snapshot, way: string): Walk {
  const [from = '', to = ''] = way.split(' > ');
  const start: Start = snapshot.nodes.some(({id}) => id === from)
    ? {kind: 'outside', node: from}
    : {kind: 'container', name: from};
  const goal: Goal = to.startsWith(':')
    ? {kind: 'port', port: Number(to.slice(1))}
    : /^[\d.]+$/.test(to)
      ? {kind: 'address', address: to}
      : {kind: 'service', name: to};
  return follow(snapshot, start, goal);
}

export function allHops({hops, branches}: Walk): readonly Hop[] {
  return [...hops, ...branches.flatMap(branch => branch.hops)];
}

/** `fdb@swarm-01` for each way that ends too early, with the task it was to. */
export function ends({hops, branches}: Walk): readonly string[] {
  const stop = (name: string, list: readonly Hop[]) => {
    const hop = list.find(({status}) => status !== 'ok');
    return hop === undefined ? [] : [`${name}${hop.kind}@${hop.node} ${hop.status}`];
  };
  return [...stop('', hops), ...branches.flatMap(branch => stop(`${branch.task}: `, branch.hops))];
}

/** Whether a row that a hop names is really there. */
export function isSeen(snapshot: Snapshot, {fact: key, row}: Witness): boolean {
  const fact = snapshot.facts.get(key);
  if (fact === undefined || fact.problem !== null) return false;
  if (fact.kind === 'ns.iptables' && row.includes(' -P ')) return (fact.rows as readonly Chain[]).some(isPolicy(row));
  return replaceNamed(fact, row, item => [item]) !== undefined;
}

function isPolicy(row: string): (chain: Chain) => boolean {
  return ({table, name, policy}) => row === `-t ${table} -P ${name} ${policy}`;
}

export function expectSeen(snapshot: Snapshot, walk: Walk): void {
  for (const hop of allHops(walk)) {
    if (hop.status === 'unknown') continue;
    for (const witness of hop.evidence)
      expect([hop.kind, witness, isSeen(snapshot, witness)]).toEqual([hop.kind, witness, true]);
  }
}

/** Running tasks of a service, as the manager lists them: `vote.1`; of a global service `redis on swarm-02`. */
export function running(snapshot: Snapshot, name: string): readonly string[] {
  const rows = <Row>(kind: 'swarm.services' | 'swarm.tasks') =>
    snapshot.facts.get(factKey(kind, 'swarm-01'))!.rows as readonly Row[];
  const service = rows<{readonly id: string; readonly name: string}>('swarm.services').find(one => one.name === name)!;
  return rows<TaskInspect>('swarm.tasks')
    .filter(one => one.serviceId === service.id && one.state === 'running' && one.desiredState === 'running')
    .map(({slot}) => `${name}.${slot}`)
    .sort();
}

/** The snapshot with the routes that its interfaces bring with them, for one that was taken without. */
export function withRoutes(snapshot: Snapshot): Snapshot {
  const made = [...snapshot.facts.values()].flatMap((fact): [string, Fact][] => {
    if (fact.kind !== 'ns.links' || fact.netns === undefined) return [];
    const rows = (fact.rows as readonly Link[]).flatMap(routesOf);
    const gateway = rows.find(({dst}) => dst.startsWith('172.18.') && fact.netns !== 'host');
    const out: Route[] = gateway === undefined ? [] : [{...gateway, dst: 'default', gateway: '172.18.0.1'}];
    const {node, netns} = fact;
    const routes = {kind: 'ns.routes', node, netns, rows: [...out, ...rows], problem: null, command: 'ip route show'};
    return [[factKey('ns.routes', node, netns), routes as Fact]];
  });
  return {...snapshot, facts: new Map([...snapshot.facts, ...made])};
}

/** The snapshot with what kernels say of themselves, as it is where nobody has changed it, for one that was taken without. */
export function withKernel(snapshot: Snapshot): Snapshot {
  const made = new Map<string, Fact>();
  const add: Add = (kind, node, rows, netns) => {
    const fact = {kind, node, rows, problem: null, command: kind, ...(netns !== undefined && {netns})};
    made.set(factKey(kind, node, netns), fact as unknown as Fact);
  };
  for (const {kind, node, netns, rows} of snapshot.facts.values())
    if (kind === 'ns.links' && netns !== undefined) addKernel(add, node, netns, rows as readonly Link[]);
  return {...snapshot, facts: new Map([...snapshot.facts, ...made])};
}

function routesOf({ifname, addrInfo}: Link): readonly Route[] {
  return addrInfo
    .filter(({family, prefixlen, local}) => family === 'inet' && prefixlen < 32 && !local.startsWith('127.'))
    .map(({local, prefixlen}) => {
      const kept = local.split('.').slice(0, prefixlen / 8);
      const dst = `${[...kept, ...Array.from({length: 4 - kept.length}, () => '0')].join('.')}/${prefixlen}`;
      return {type: 'unicast', dst, dev: ifname, flags: []};
    });
}
