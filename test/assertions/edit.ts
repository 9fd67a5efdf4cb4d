import {assertions} from '../../assertions/registry.ts';
import {fdbText, linkText, networkText, ruleText, serverText, serviceText} from '../../assertions/row-text.ts';
import type {Fact, FactKey, FactKind, FactRows, Snapshot} from '../../src/core/facts.ts';
import type {Rule} from '../../src/core/rows/iptables.ts';
import type {VirtualService} from '../../src/core/rows/ipvs.ts';
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
  if (fact === undefined) throw new Error(`no fact ${key}`);
  const rows = withoutRow(fact, row);
  if (JSON.stringify(rows) === JSON.stringify(fact.rows)) throw new Error(`${key} holds no row "${row}"`);
  return withFact(snapshot, key, {...fact, rows});
}

function withoutRow(fact: Fact, text: string): Fact['rows'] {
  switch (fact.kind) {
    case 'ns.fdb':
      return (fact.rows as Rows<'ns.fdb'>).filter(row => fdbText(row) !== text);
    case 'ns.links':
      return (fact.rows as Rows<'ns.links'>).filter(row => linkText(row) !== text);
    case 'ns.iptables':
      return (fact.rows as Rows<'ns.iptables'>).map(chain => ({
        ...chain,
        rules: chain.rules.filter(rule => ruleText(chain, rule) !== text),
      }));
    case 'ns.ipvs':
      return (fact.rows as readonly VirtualService[])
        .filter(service => serviceText(service) !== text)
        .map(service => ({...service, servers: service.servers.filter(server => serverText(server) !== text)}));
    case 'docker.networks':
      return (fact.rows as Rows<'docker.networks'>)
        .filter(row => networkText(row) !== text)
        .map(row => ({...row, containers: row.containers.filter(({mac}) => !text.endsWith(` ${mac}`))}));
    case 'docker.containers': {
      const containers = fact.rows as Rows<'docker.containers'>;
      return containers
        .filter(({id, name}) => !text.startsWith(`${id.slice(0, 12)} ${name} `))
        .map(one => ({...one, networks: one.networks.filter(({ipv4}) => !text.split(' ').includes(ipv4 ?? '-'))}));
    }
    case 'swarm.tasks':
      // `redis.2 running on swarm-02`
      return (fact.rows as Rows<'swarm.tasks'>).filter(({slot}) => !text.split(' ')[0]!.endsWith(`.${slot}`));
    default:
      throw new Error(`no witness is expected from ${fact.kind}`);
  }
}
