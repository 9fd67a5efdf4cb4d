import {assertions} from '../../assertions/registry.ts';
import {replaceNamed} from '../../src/author/witness-sites.ts';
import type {Fact, FactKey, FactKind, FactRows, Snapshot} from '../../src/core/facts.ts';
import type {Rule} from '../../src/core/rows/iptables.ts';
import type {Verdict, Witness} from '../../src/core/verdict.ts';

export type Rows<Kind extends FactKind> = readonly FactRows[Kind][];

export function judged(id: string, args: object, snapshot: Snapshot): Verdict {
  const assertion = assertions.get(id);
  if (assertion?.kind !== 'snapshot') throw new Error(`${id} judges no snapshot`);
  return assertion.judge(args, snapshot);
}

/** The snapshot with the rows of one fact changed. `key` starts with the kind: `ns.fdb@swarm-01/…`. */
export function edited<Kind extends FactKind>(
  snapshot: Snapshot,
  kind: Kind,
  place: string,
  change: (rows: Rows<Kind>) => Rows<Kind>,
): Snapshot {
  const key = `${kind}@${place}`;
  const fact = snapshot.facts.get(key);
  if (fact === undefined) throw new Error(`no fact ${key}`);
  const rows = change(fact.rows as Rows<Kind>);
  if (JSON.stringify(rows) === JSON.stringify(fact.rows)) throw new Error(`nothing changed in ${key}`);
  return withFact(snapshot, key, {...fact, rows});
}

export function withFact(snapshot: Snapshot, key: FactKey, fact: Fact | undefined): Snapshot {
  const facts = new Map(snapshot.facts);
  if (fact === undefined) facts.delete(key);
  else facts.set(key, fact);
  return {...snapshot, facts};
}

export function withProblem(snapshot: Snapshot, key: FactKey): Snapshot {
  const problem = {cause: 'timeout', detail: 'took too long and was stopped'} as const;
  return withFact(snapshot, key, {...snapshot.facts.get(key)!, rows: [], problem});
}

/** The facts that a judgement looks at. Being pure, it cannot depend on any other. */
export function keysRead(id: string, args: object, snapshot: Snapshot): ReadonlySet<FactKey> {
  const keys = new Set<FactKey>();
  class Watched extends Map<FactKey, Fact> {
    override get(key: FactKey) {
      if (super.has(key)) keys.add(key);
      return super.get(key);
    }
  }
  judged(id, args, {...snapshot, facts: new Watched(snapshot.facts)});
  return keys;
}

/** Every namespace of a node that a network has an overlay part in: the lab's engines all count from epoch 1. */
export function netnsOf(snapshot: Snapshot, node: string, network: string, prefix = '1-'): string {
  const rows = snapshot.facts.get('docker.networks@swarm-01')?.rows as Rows<'docker.networks'>;
  const id = rows.find(({name}) => name === network)?.id ?? '';
  return `${node}/${prefix}${id.slice(0, prefix === '1-' ? 10 : 9)}`;
}

/** Rules of every chain changed; a rule that becomes undefined is gone. */
export function changeRules(
  rows: Rows<'ns.iptables'>,
  change: (rule: Rule, chain: string) => Rule | undefined,
): Rows<'ns.iptables'> {
  return rows.map(chain => ({...chain, rules: chain.rules.flatMap(rule => change(rule, chain.name) ?? [])}));
}

/** The snapshot without the very row that a pass named as its witness. */
export function withoutWitness(snapshot: Snapshot, {fact: key, row}: Witness): Snapshot {
  const fact = snapshot.facts.get(key);
  const less = fact && replaceNamed(fact, row, () => []);
  if (less === undefined) throw new Error(`${key} holds no row "${row}"`);
  return withFact(snapshot, key, less);
}
