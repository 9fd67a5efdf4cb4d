import type {Snapshot} from '../../src/core/facts.ts';
import type {Rule} from '../../src/core/rows/iptables.ts';
import {fixture} from '../snapshot/fixture.ts';
import {changeRules, edited} from './edit.ts';

/** A snapshot that is wrong in one way, and what the assertion has to say of it. */
export interface Trap {
  readonly title: string;
  readonly id: string;
  readonly args: Readonly<Record<string, string | number | boolean>>;
  readonly snapshot: Snapshot;
  /** The failure code, or `null` with the cause when it cannot be decided. */
  readonly code: string | null;
  /** Words of the reason. */
  readonly says: string;
}

export const redis5 = fixture('redis-5');
export const published = fixture('published');

export const OVERLAY = '1-4ttjd9byef';
export const BALANCER = 'lb_4ttjd9bye';
/** redis.2 of the fixtures, on swarm-02. */
export const REDIS_2 = '02:42:0a:00:01:04';

export function trap(
  id: string,
  args: Trap['args'],
  title: string,
  snapshot: Snapshot,
  code: string | null,
  says: string,
): Trap {
  return {id, args, title, snapshot, code, says};
}

export function sandboxOf(snapshot: Snapshot, node: string, task: string): string {
  const rows = snapshot.facts.get(`docker.containers@${node}`)!.rows as readonly {name: string; sandboxKey: string}[];
  return rows
    .find(row => row.name.startsWith(`${task}.`))!
    .sandboxKey.split('/')
    .at(-1)!;
}

export function rules(
  change: (rule: Rule, chain: string) => Rule | undefined,
  place: string,
  from = published,
): Snapshot {
  return edited(from, 'ns.iptables', place, rows => changeRules(rows, change));
}

/** The snapshot with rules put in front of all others of a chain. */
export function inFront(place: string, table: string, chain: string, rule: Partial<Rule>, from = published): Snapshot {
  return edited(from, 'ns.iptables', place, rows =>
    rows.map(row =>
      row.table === table && row.name === chain ? {...row, rules: [{...PLAIN, ...rule}, ...row.rules]} : row,
    ),
  );
}

const ANY = {not: false, value: '0.0.0.0/0'};
export const PLAIN: Rule = {
  num: 1,
  target: 'RETURN',
  goto: false,
  protocol: {not: false, value: 'all'},
  inInterface: {not: false, value: '*'},
  outInterface: {not: false, value: '*'},
  source: ANY,
  destination: ANY,
  extra: [],
};
