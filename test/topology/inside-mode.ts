import {type Fact, factKey, type Snapshot} from '../../src/core/facts.ts';
import type {Chain} from '../../src/core/rows/iptables.ts';
import type {Rows} from '../assertions/edit.ts';
import {PLAIN} from '../assertions/trap.ts';

/** The last version that balances in every container. */
export const VERSION = '18.06.3-ce';

/**
 * The snapshot as engines from 17.10 to 18.06 would give it: no network has a load balancer of its own on a node, but each
 * container on it has the marks (mangle OUTPUT), the IPVS services, and the SNAT rule with its own address. So the source
 * tutorial printed it.
 */
export function balancedInContainers(snapshot: Snapshot): Snapshot {
  const facts = new Map(snapshot.facts);
  for (const {id: node} of snapshot.nodes) {
    const rows = <Kind extends Fact['kind']>(kind: Kind, netns?: string) =>
      (facts.get(factKey(kind, node, netns))?.rows ?? []) as Rows<Kind>;
    const put = (kind: Fact['kind'], change: readonly unknown[], netns?: string) => {
      const key = factKey(kind, node, netns);
      facts.set(key, {...facts.get(key)!, rows: change} as Fact);
    };
    const networks = rows('docker.networks').filter(({driver, ingress}) => driver === 'overlay' && !ingress);
    for (const network of networks) {
      const balancer = `lb_${network.id.slice(0, 9)}`;
      const marks = rows('ns.iptables', balancer)
        .filter(({table, name}) => table === 'mangle' && name === 'INPUT')
        .flatMap(chain => chain.rules);
      for (const {sandboxKey, networks: attached} of rows('docker.containers')) {
        const netns = sandboxKey?.split('/').at(-1) ?? '';
        const address = attached.find(({networkId}) => networkId === network.id)?.ipv4;
        if (address === undefined || !facts.has(factKey('ns.iptables', node, netns))) continue;
        const sourced = {
          ...PLAIN,
          target: 'SNAT',
          ipvs: true,
          destination: {not: false, value: network.subnets[0]!.subnet},
          toSource: address,
        };
        const chains = withRules(rows('ns.iptables', netns), 'mangle', 'OUTPUT', marks);
        put('ns.iptables', withRules(chains, 'nat', 'POSTROUTING', [sourced]), netns);
        put('ns.ipvs', [...rows('ns.ipvs', netns), ...rows('ns.ipvs', balancer)], netns);
      }
      for (const key of [...facts.keys()]) if (key.endsWith(`@${node}/${balancer}`)) facts.delete(key);
    }
    const isBalancer = ({key}: {readonly key: string}) => key.startsWith('lb-');
    put(
      'docker.networks',
      rows('docker.networks').map(row => ({...row, containers: row.containers.filter(one => !isBalancer(one))})),
    );
    put(
      'netns',
      rows('netns').filter(({kind}) => kind !== 'load-balancer'),
    );
    put(
      'docker.info',
      rows('docker.info').map(row => ({...row, version: VERSION})),
    );
  }
  return {...snapshot, facts};
}

/** Rules behind those of a chain, which is made where there is none. */
function withRules(chains: readonly Chain[], table: string, name: string, rules: Chain['rules']): readonly Chain[] {
  const isMeant = (chain: Chain) => chain.table === table && chain.name === name;
  const known = chains.find(isMeant);
  const made = {...(known ?? {table, name, policy: 'ACCEPT'}), rules: [...(known?.rules ?? []), ...rules]};
  return [...chains.filter(chain => !isMeant(chain)), made];
}
