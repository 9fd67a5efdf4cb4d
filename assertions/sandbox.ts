import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import {balancerEndpoint, interfaceIn} from '../src/topology/join/endpoints.ts';
import {balancerNetns, netnsNamed} from '../src/topology/join/namespaces.ts';
import {networkOn, swarmNetwork} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {plugged, WIRING_CODES} from '../src/topology/join/wiring.ts';
import {endpointText, linkText} from '../src/topology/row-text.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

export const sboxHas = defineAssertion({
  kind: 'snapshot',
  id: 'sbox.has',
  version: 1,
  title: 'the namespace of a load balancer has its interface on a network, wired into its bridge',
  args: z.strictObject({network: name.optional(), node: nodes.optional()}),
  argsHelp: {
    'network?': "an overlay, or docker_gwbridge for ingress_sbox's way out; ingress and docker_gwbridge unless said",
    'node?': 'a node; all unless said',
  },
  example: {network: 'ingress', node: 'all'},
  codes: {
    missing: 'no network has that name there',
    several: 'more than one network has that name',
    no_endpoint: 'the node has no load balancer on the network',
    no_namespace: 'the namespace of the load balancer is not there',
    no_interface: "no interface has the endpoint's address",
    other_mac: "the interface with the endpoint's address has another MAC ({seen})",
    ...WIRING_CODES,
  },
  mutants: ['row-gone', 'mac-nibble', 'other-address', 'other-peer', 'down'],
  needs: ['docker.info', 'docker.networks', 'netns', 'ns.links'],
  evaluate({network, node}, facts) {
    const names = network === undefined ? ['ingress', 'docker_gwbridge'] : [network];
    const instances = selectNodes(facts, node).flatMap(id => names.map(name => ({id, name})));
    return judgeEach(instances, `the load balancers are on ${names.join(' and ')}`, ({id, name}) => {
      // docker_gwbridge is another network on each node; an overlay is the one that the manager means.
      const known = name === 'docker_gwbridge' ? networkOn(facts, id, name) : swarmNetwork(facts, name);
      const endpoint = balancerEndpoint(facts, id, known);
      const netns =
        known.driver === 'overlay' ? balancerNetns(facts, id, known) : netnsNamed(facts, id, 'ingress_sbox');
      const {link} = interfaceIn(facts, netns, endpoint);
      const witness = {fact: factKey('ns.links', id, netns), row: linkText(link)};
      plugged(facts, id, netns, link, known);
      return [witness, {fact: endpoint.fact, row: endpointText(endpoint)}];
    });
  },
});
