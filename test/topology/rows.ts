import type {Fact, FactKey, Snapshot} from '../../src/core/facts.ts';
import {factKey} from '../../src/core/facts.ts';
import type {FdbEntry} from '../../src/core/rows/bridge.ts';
import type {NetworkInspect} from '../../src/core/rows/inspect.ts';
import type {Chain} from '../../src/core/rows/iptables.ts';
import type {VirtualService} from '../../src/core/rows/ipvs.ts';
import type {Link} from '../../src/core/rows/link.ts';
import {endpointText, fdbText, linkText, ruleText, serverText, serviceText} from '../../src/topology/row-text.ts';

/** Every text that evidence may quote of each fact. */
export function textsOf({facts}: Snapshot): ReadonlyMap<FactKey, ReadonlySet<string>> {
  return new Map([...facts].map(([key, fact]) => [key, new Set(texts(fact))]));
}

function texts({kind, rows}: Fact): readonly string[] {
  if (kind === 'ns.links') return (rows as readonly Link[]).map(linkText);
  if (kind === 'ns.fdb') return (rows as readonly FdbEntry[]).map(fdbText);
  if (kind === 'ns.iptables')
    return (rows as readonly Chain[]).flatMap(chain => chain.rules.map(rule => ruleText(chain, rule)));
  if (kind === 'ns.ipvs')
    return (rows as readonly VirtualService[]).flatMap(one => [serviceText(one), ...one.servers.map(serverText)]);
  if (kind === 'docker.networks')
    return (rows as readonly NetworkInspect[]).flatMap(({containers}) => containers.map(endpointText));
  return [];
}

/** The snapshot with other rows, or a problem, in one fact. */
export function withFact(snapshot: Snapshot, key: FactKey, change: (fact: Fact) => Partial<Fact>): Snapshot {
  const fact = snapshot.facts.get(key);
  if (fact === undefined) throw new Error(`there is no fact ${key}`);
  return {...snapshot, facts: new Map([...snapshot.facts, [key, {...fact, ...change(fact)} as Fact]])};
}

/** The snapshot with other links in one namespace. */
export function withLinks(snapshot: Snapshot, node: string, netns: string, change: (link: Link) => Link): Snapshot {
  return withFact(snapshot, factKey('ns.links', node, netns), ({rows}) => ({
    rows: (rows as readonly Link[]).map(change),
  }));
}
