import {type Fact, factKey, type Snapshot} from '../../core/facts.ts';
import type {Link} from '../../core/rows/link.ts';
import {addEngine} from './engine.ts';
import {addKernel} from './kernel.ts';
import {type Add, planOf, type Shape} from './plan.ts';
import {fdb, inet, ip, link, lo, mac, markOf, neigh, PORT, route, vipOf, vtep} from './rows.ts';
import {balancerRules, hostRules, taskRules} from './rules.ts';
import {addSwarm} from './swarm.ts';

/** A swarm in which all is well, with the rows that real ones have where a packet meets them. */
export function madeCluster(shape: Shape): Snapshot {
  const plan = planOf(shape);
  const {ids, nets, all, services, encrypted} = plan;
  const facts = new Map<string, Fact>();
  const add: Add = (kind, node, rows, netns) => {
    const fact = {kind, node, rows, problem: null, command: kind, ...(netns !== undefined && {netns})};
    facts.set(factKey(kind, node, netns), fact as unknown as Fact);
  };
  for (const [n, node] of ids.entries()) {
    const own = all.filter(({on}) => on === n);
    let index = 10;
    const host: Link[] = [
      link(2, 'eth0', {address: mac('9.9', n), addrInfo: [inet(vtep(n), 24)]}),
      link(3, 'docker_gwbridge', {infoKind: 'bridge', address: mac('172.18', 1), addrInfo: [inet('172.18.0.1', 16)]}),
    ];
    const inside = new Map<string, Link[]>([
      ['ingress_sbox', [lo()]],
      [`lb_${nets[1]!.id.slice(0, 9)}`, [lo()]],
      ...own.map(({sandbox}): [string, Link[]] => [sandbox, [lo()]]),
    ]);
    const wire = (
      netns: string,
      name: string,
      address: string,
      addrs: Link['addrInfo'],
      at: Link[],
      bridge: string,
    ) => {
      index += 2;
      const [here, there] = [index, index + 1];
      inside.get(netns)!.push(link(here, name, {infoKind: 'veth', linkIndex: there, address, addrInfo: addrs}));
      at.push(
        link(there, `veth${there}`, {
          infoKind: 'veth',
          linkIndex: here,
          master: bridge,
          slaveData: {state: 'forwarding'},
        }),
      );
    };
    for (const net of nets) {
      const netns = `1-${net.id.slice(0, 10)}`;
      const data = {id: net.vni, port: PORT};
      const links: Link[] = [
        link(2, 'br0', {infoKind: 'bridge', addrInfo: [inet(`${net.base}.0.1`, 16)]}),
        link(4, 'vxlan0', {infoKind: 'vxlan', infoData: data, master: 'br0', slaveData: {state: 'forwarding'}}),
      ];
      const vips = services.map(({service}) => inet(vipOf(net, service), 32));
      const balancer = net.ingress ? 'ingress_sbox' : `lb_${net.id.slice(0, 9)}`;
      wire(balancer, 'eth0', mac(net.base, n + 3), [inet(ip(net.base, n + 3), 16), ...vips], links, 'br0');
      for (const task of own) {
        const name = net.ingress ? 'eth0' : 'eth1';
        wire(task.sandbox, name, mac(net.base, task.host), [inet(ip(net.base, task.host), 16)], links, 'br0');
      }
      const far = [
        ...all.filter(({on}) => on !== n).map(({host, on}) => ({host, on})),
        ...ids.flatMap((_, on) => (on === n ? [] : [{host: on + 3, on}])),
      ];
      add('ns.links', node, links, netns);
      add('ns.iptables', node, [], netns);
      addKernel(add, node, netns, links);
      add(
        'ns.fdb',
        node,
        far.map(({host, on}) => fdb(mac(net.base, host), vtep(on))),
        netns,
      );
      add(
        'ns.neigh',
        node,
        far.map(({host}) => neigh(ip(net.base, host), mac(net.base, host))),
        netns,
      );
    }
    wire('ingress_sbox', 'eth1', mac('172.18', 2), [inet('172.18.0.2', 16)], host, 'docker_gwbridge');
    for (const task of own) {
      const k = Math.floor(task.index / ids.length) + 3;
      wire(task.sandbox, 'eth2', mac('172.18', k), [inet(ip('172.18', k), 16)], host, 'docker_gwbridge');
    }
    add('ns.links', node, host, 'host');
    addKernel(add, node, 'host', host);
    add('ns.fdb', node, [], 'host');
    add('ns.neigh', node, [], 'host');
    const outside = {...route('default', 'eth0'), gateway: '192.168.0.254'};
    add(
      'ns.routes',
      node,
      [outside, route('192.168.0.0/24', 'eth0'), route('172.18.0.0/16', 'docker_gwbridge')],
      'host',
    );
    for (const [netns, links] of inside) {
      add('ns.links', node, links, netns);
      addKernel(add, node, netns, links);
    }
    for (const {sandbox, host, service} of own) {
      add(
        'ns.routes',
        node,
        nets.map(({base, ingress}) => route(`${base}.0.0/16`, ingress ? 'eth0' : 'eth1')),
        sandbox,
      );
      add('ns.neigh', node, [], sandbox);
      add('ns.iptables', node, taskRules(ip('10.0', host), 8080 + service), sandbox);
    }
    add(
      'ns.iptables',
      node,
      hostRules(
        services.map(({port}) => port),
        encrypted,
      ),
      'host',
    );
    for (const net of nets) {
      const balancer = net.ingress ? 'ingress_sbox' : `lb_${net.id.slice(0, 9)}`;
      const toNode = {...route('default', 'eth1'), gateway: '172.18.0.1'};
      add('ns.routes', node, [route(`${net.base}.0.0/16`, 'eth0'), ...(net.ingress ? [toNode] : [])], balancer);
      add('ns.neigh', node, [], balancer);
      const marks = services.map(({service, port}) => ({mark: markOf(n, service), port, vip: vipOf(net, service)}));
      add('ns.iptables', node, balancerRules(net, marks, ip(net.base, n + 3)), balancer);
      const virtual = services.map(({service, tasks}) => ({
        protocol: 'FWM' as const,
        fwmark: markOf(n, service),
        scheduler: 'rr',
        servers: tasks.map(({host}) => ({host: ip(net.base, host), port: 0, forward: 'Masq' as const, weight: 1})),
      }));
      add('ns.ipvs', node, virtual, balancer);
    }
    const names = ['host', ...nets.map(({id}) => `1-${id.slice(0, 10)}`), ...inside.keys()];
    add(
      'netns',
      node,
      names.map((name, inode) => ({name, kind: 'other' as const, inode})),
    );
    addEngine(add, plan, n);
  }
  addSwarm(add, plan);
  return {
    takenAt: 0,
    nodes: ids.map((id, n) => ({
      id,
      role: n === 0 ? ('manager' as const) : ('worker' as const),
      unreachable: null,
      startedAt: 0,
      endedAt: 0,
    })),
    facts,
  };
}
