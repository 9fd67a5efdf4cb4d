import type {Snapshot} from '../../src/core/facts.ts';
import type {VirtualService} from '../../src/core/rows/ipvs.ts';
import {edited} from './edit.ts';
import {BALANCER, redis5, rules, type Trap, trap} from './trap.ts';

function ipvs(change: (service: VirtualService) => VirtualService | undefined): Snapshot {
  return edited(redis5, 'ns.ipvs', `swarm-03/${BALANCER}`, rows =>
    rows.flatMap(row => (row.fwmark === 256 ? (change(row) ?? []) : row)),
  );
}

const BACKENDS = {service: 'redis', network: 'vote'};

export const IPVS_TRAPS: readonly Trap[] = [
  trap(
    'ipvs.backends',
    BACKENDS,
    'a real server is missing',
    ipvs(row => ({...row, servers: row.servers.slice(1)})),
    'missing_server',
    'swarm-03: redis.1 (10.0.1.3)',
  ),
  trap(
    'ipvs.backends',
    BACKENDS,
    'a running task has weight 0',
    ipvs(row => ({...row, servers: row.servers.map((one, i) => (i === 0 ? {...one, weight: 0} : one))})),
    'weight_zero',
    '10.0.1.3',
  ),
  trap(
    'ipvs.backends',
    BACKENDS,
    'a task that has ended is still served',
    ipvs(row => ({...row, servers: [...row.servers, {host: '10.0.1.77', port: 0, forward: 'Masq', weight: 1}]})),
    'stale_server',
    '10.0.1.77',
  ),
  trap(
    'ipvs.backends',
    BACKENDS,
    'the number is right, the servers are not',
    ipvs(row => ({...row, servers: row.servers.map((one, i) => (i === 0 ? {...one, host: '10.0.1.77'} : one))})),
    'missing_server',
    '10.0.1.3',
  ),
  trap(
    'ipvs.backends',
    BACKENDS,
    'the scheduler is another',
    ipvs(row => ({...row, scheduler: 'wlc'})),
    'not_rr',
    'wlc',
  ),
  trap(
    'ipvs.backends',
    BACKENDS,
    'servers are routed to',
    ipvs(row => ({...row, servers: row.servers.map(one => ({...one, forward: 'Route' as const}))})),
    'other_forward',
    'Route',
  ),
  trap(
    'ipvs.backends',
    BACKENDS,
    'there is no such virtual service',
    ipvs(() => undefined),
    'no_fwm',
    'FWM 256',
  ),
  trap(
    'ipvs.backends',
    BACKENDS,
    'it is in another namespace',
    edited(
      ipvs(() => undefined),
      'ns.ipvs',
      'swarm-03/ingress_sbox',
      () => redis5.facts.get(`ns.ipvs@swarm-01/${BALANCER}`)!.rows as readonly VirtualService[],
    ),
    'no_fwm',
    'FWM 256',
  ),
  trap(
    'ipvs.backends',
    BACKENDS,
    'nothing marks the virtual address',
    rules(rule => (rule.destination.value === '10.0.1.2/32' ? undefined : rule), `swarm-02/${BALANCER}`, redis5),
    'no_mark',
    '10.0.1.2',
  ),
  trap(
    'ipvs.backends',
    BACKENDS,
    'the virtual address gets the mark of another service',
    rules(
      rule => (rule.destination.value === '10.0.1.2/32' ? {...rule, mark: 257} : rule),
      `swarm-02/${BALANCER}`,
      redis5,
    ),
    'other_mark',
    '0x101',
  ),
  trap(
    'ipvs.backends',
    BACKENDS,
    'a node that has the network has lost its load balancer',
    edited(redis5, 'netns', 'swarm-02', rows => rows.filter(row => row.name !== BALANCER)),
    'no_namespace',
    BALANCER,
  ),
  trap('ipvs.backends', {service: 'redis'}, 'the service is not on that network', redis5, 'no_vip', 'ingress'),
  trap(
    'ipvs.backends',
    BACKENDS,
    'the engine is from before load balancers had a namespace',
    edited(
      edited(redis5, 'docker.info', 'swarm-02', rows => rows.map(row => ({...row, version: '18.06.3-ce'}))),
      'netns',
      'swarm-02',
      rows => rows.filter(row => row.kind !== 'load-balancer'),
    ),
    null,
    '18.06',
  ),
];
