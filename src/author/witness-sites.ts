import type {Fact, FactKind, FactRows} from '../core/facts.ts';
import {
  endpointText,
  engineText,
  fdbText,
  gossipName,
  linkText,
  mtuText,
  neighText,
  networkText,
  nodeText,
  peerText,
  portText,
  routeText,
  routingRuleText,
  ruleText,
  serverText,
  serviceOnText,
  serviceText,
  socketText,
  sysctlText,
  vipText,
  wireText,
  xfrmText,
} from '../topology/row-text.ts';

/** A row, or a part of one, as a damage sees it: only the fields that it knows. */
export type Item = Readonly<Record<string, unknown>>;

/** Where rows of a kind keep what a witness may name: the row itself (`null`), or a list inside it. */
interface Site<Row, Part = never> {
  readonly list: string | null;
  readonly names: (text: string, row: Row, part: Part) => boolean;
}

type Sites = {readonly [Kind in FactKind]?: readonly Site<FactRows[Kind], never>[]};

function row<Row>(names: (text: string, row: Row) => boolean): Site<Row> {
  return {list: null, names};
}

function part<Row, List extends keyof Row & string>(
  list: List,
  names: (text: string, row: Row, part: Row[List] extends readonly (infer Part)[] ? Part : never) => boolean,
): Site<Row> {
  return {list, names: names as Site<Row>['names']};
}

const SITES: Sites = {
  'docker.info': [row((text, one) => text === engineText(one))],
  'docker.networks': [
    row((text, one) => text === networkText(one)),
    part('containers', (text, _, one) => text.endsWith(` ${one.ipv4} ${one.mac}`)),
    part('peers', (text, one, peer) => text === peerText(one.name, peer)),
    part('services', (text, one, service) => text === serviceOnText(one.name, service)),
  ],
  'docker.containers': [
    row((text, one) => text.startsWith(`${one.id.slice(0, 12)} ${one.name} `)),
    part('networks', (text, _, one) => text.endsWith(` ${endpointText({...one, name: ''}).trim()}`)),
  ],
  'swarm.nodes': [row((text, one) => text === nodeText(one))],
  'swarm.services': [
    part('endpointPorts', (text, one, port) => text === portText(one, port)),
    part('virtualIps', (text, one, vip) => text === vipText(one, vip)),
  ],
  'swarm.tasks': [row((text, one) => text.includes(one.id.slice(0, 12)))],
  'node.xfrm': [row((text, one) => text.split('; ').includes(xfrmText(one)))],
  'node.sockets': [row((text, one) => text === socketText(one))],
  'probe.dns': [row((text, one) => text.startsWith(`${one.name} is `) && text.includes(one.container))],
  'probe.mesh': [row((text, one) => text.startsWith(`${one.to}:${one.port}: `))],
  'probe.outside': [row((text, one) => text.startsWith(`${one.to}:${one.port}: `))],
  'probe.wire': [row((text, one) => one.kind !== 'capture' && text === wireText(one))],
  'probe.gossip': [row((text, one) => one.kind === 'packet' && text.startsWith(`${gossipName(one)}: `))],
  'ns.links': [row((text, one) => text === linkText(one) || text === mtuText(one))],
  'ns.fdb': [row((text, one) => text === fdbText(one))],
  'ns.neigh': [row((text, one) => text === neighText(one))],
  'ns.routes': [row((text, one) => text === routeText(one))],
  'ns.rules': [row((text, one) => text === routingRuleText(one))],
  'ns.sysctls': [row((text, one) => text === sysctlText(one))],
  'ns.iptables': [part('rules', (text, chain, rule) => text === ruleText(chain, rule))],
  'ns.ipvs': [
    row((text, one) => text === serviceText(one)),
    part('servers', (text, _, server) => text === serverText(server)),
  ],
};

/**
 * The fact with what a witness names replaced; undefined when it names nothing in it, or when nothing would be another.
 * One text may name several rows that are alike.
 */
export function replaceNamed(
  fact: Fact,
  text: string,
  replace: (item: Item) => readonly Item[] | undefined,
): Fact | undefined {
  const sites = (SITES[fact.kind] ?? []) as unknown as readonly Site<Item, Item>[];
  let isChanged = false;
  const apply = (item: Item): readonly Item[] => {
    const items = replace(item);
    if (items === undefined) return [item];
    isChanged = true;
    return items;
  };
  const rows = (fact.rows as unknown as readonly Item[]).flatMap((one): readonly Item[] => {
    if (sites.some(({list, names}) => list === null && names(text, one, one as never))) return apply(one);
    let whole = one;
    for (const {list, names} of sites) {
      const parts = list === null ? undefined : (whole[list] as readonly Item[] | undefined);
      if (list === null || !parts?.some(each => names(text, one, each))) continue;
      whole = {...whole, [list]: parts.flatMap(each => (names(text, one, each) ? apply(each) : [each]))};
    }
    return [whole];
  });
  return isChanged ? ({...fact, rows} as unknown as Fact) : undefined;
}
