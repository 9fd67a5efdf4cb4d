import {describe, expect, test} from 'vitest';
import {type FactKind, factKey, type Snapshot} from '../../src/core/facts.ts';
import type {Rule} from '../../src/core/rows/iptables.ts';
import type {Link} from '../../src/core/rows/link.ts';
import {answering, firstStop} from '../../src/topology/walk.ts';
import {changeRules, edited, netnsOf, type Rows} from '../assertions/edit.ts';
import {PLAIN, sandboxOf} from '../assertions/trap.ts';
import {fixture} from '../snapshot/fixture.ts';
import {ends, expectSeen, running, walked} from './walking.ts';

/**
 * worker.1 and redis.3 run on swarm-03, redis.2 and redis.4 on swarm-02, redis.1 and redis.5 on swarm-01; vote.1 on
 * swarm-01, vote.2 on swarm-03, none on swarm-02.
 */
export const wired = fixture('wired');
export const EAST = 'worker.1 > redis';
export const MESH = 'swarm-02 > :30000';

export const OVERLAY = netnsOf(wired, 'swarm-03', 'vote');
export const OVERLAY_2 = netnsOf(wired, 'swarm-02', 'vote');
export const BALANCER = netnsOf(wired, 'swarm-03', 'vote', 'lb_');
export const CLIENT = `swarm-03/${sandboxOf(wired, 'swarm-03', 'worker.1')}`;
export const REDIS_2 = `swarm-02/${sandboxOf(wired, 'swarm-02', 'redis.2')}`;
export const MAC_2 = '02:42:0a:00:01:04';
/** The load balancer of vote on swarm-03. */
export const MAC_BALANCER = '02:42:0a:00:01:09';
export const MAC_CLIENT = '02:42:0a:00:01:08';
/** Every task of redis that is not on swarm-03. */
export const REMOTE = ['redis.1', 'redis.2', 'redis.4', 'redis.5'];
export const REDIS = ['redis.1', 'redis.2', 'redis.3', 'redis.4', 'redis.5'];

export interface Damage {
  readonly title: string;
  readonly way: string;
  readonly snapshot: Snapshot;
  /** As `ends` tells them. */
  readonly at: readonly string[];
  readonly says: string;
}

export function damage(title: string, way: string, snapshot: Snapshot, at: readonly string[], says: string): Damage {
  return {title, way, snapshot, at, says};
}

export function east<Kind extends FactKind>(
  kind: Kind,
  place: string,
  change: (row: Rows<Kind>[number]) => Rows<Kind>[number] | undefined,
): Snapshot {
  return edited(wired, kind, place, rows => rows.flatMap(row => change(row) ?? []) as unknown as Rows<Kind>);
}

/** The load balancer on swarm-03 has not learned the MAC of an address yet. */
export function forgotten(snapshot: Snapshot, address: string): Snapshot {
  return edited(snapshot, 'ns.neigh', BALANCER, rows => rows.filter(({dst}) => dst !== address));
}

/** Rows more, before all others. */
export function withMore<Kind extends FactKind>(kind: Kind, place: string, ...more: Rows<Kind>): Snapshot {
  return edited(wired, kind, place, rows => [...more, ...rows]);
}

export function eastRules(place: string, change: (rule: Rule, chain: string) => Rule | undefined): Snapshot {
  return edited(wired, 'ns.iptables', place, rows => changeRules(rows, change));
}

/** A rule before all others of a chain, which is made where there is none. */
export function ruled(
  place: string,
  table: string,
  name: string,
  rule: Partial<Rule>,
  policy = 'ACCEPT',
  from = wired,
): Snapshot {
  return edited(from, 'ns.iptables', place, rows => {
    const isMeant = (row: Rows<'ns.iptables'>[number]) => row.table === table && row.name === name;
    const {rules = []} = rows.find(isMeant) ?? {};
    return [...rows.filter(row => !isMeant(row)), {table, name, policy, rules: [{...PLAIN, ...rule}, ...rules]}];
  });
}

export function isDown({flags, ...link}: Link): Link {
  return {...link, flags: flags.filter(flag => flag !== 'UP')};
}

/** The port at the bridge of an overlay that an interface with that MAC is plugged into. */
export function plugOf(snapshot: Snapshot, place: string, mac: string): number | undefined {
  const rows = snapshot.facts.get(`ns.links@${place}`)!.rows as Rows<'ns.links'>;
  return rows.find(({address}) => address === mac)?.linkIndex;
}

/** The service that a way goes to: of a port, vote; of an address, the one whose task or virtual address it is. */
function goalOf(snapshot: Snapshot, way: string): string {
  const to = (way.split(' > ')[1] ?? '').replace('tasks.', '');
  if (to.startsWith(':')) return 'vote';
  const services = snapshot.facts.get(factKey('swarm.services', 'swarm-01'))!.rows as Rows<'swarm.services'>;
  return services.find(({name, virtualIps}) => name === to || virtualIps.some(({ipv4}) => ipv4 === to))?.name ?? to;
}

export function expectDamages(damages: readonly Damage[]): void {
  describe.each(damages)('$way, where $title', ({way, snapshot, at, says}) => {
    const walk = walked(snapshot, way);

    test('ends at that hop and no other', () => {
      expect(ends(walk)).toEqual(at);
      const stop = firstStop(walk);
      expect(stop !== undefined && 'reason' in stop ? stop.reason : '').toContain(says);
    });

    test('names rows that are in the snapshot', () => expectSeen(snapshot, walk));

    test('still comes to the tasks that the damage does not concern', () => {
      const lost = new Set(at.map(end => end.split(':')[0]));
      const sound = running(snapshot, goalOf(snapshot, way)).filter(task => !lost.has(task));
      expect([...answering(walk)].sort()).toEqual(at.some(end => !end.includes(':')) ? [] : sound);
    });
  });
}
