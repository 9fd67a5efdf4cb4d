import * as z from 'zod';
import {ingressNetwork} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {publishedAs} from '../src/topology/join/published.ts';
import {routeOf, walkFrom} from '../src/topology/join/walk.ts';
import {nodes, port} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

export const ingressWalk = defineAssertion({
  kind: 'snapshot',
  id: 'ingress.walk',
  version: 1,
  title: 'what comes from outside for a published port finds its way to every task, hop by hop, and back',
  args: z.strictObject({port, node: nodes.optional()}),
  argsHelp: {port: 'the published port', 'node?': 'the node it comes to; each unless said'},
  example: {port: 30000, node: 'all'},
  codes: {
    not_published: 'no service publishes the port in ingress mode',
    no_ingress: 'the swarm has no ingress network',
    no_vip: 'the service has no virtual address on the ingress network',
    no_task: 'no task of the service runs',
    dnat: 'the host does not hand the port to its ingress_sbox ({seen})',
    accept: 'the firewall of the host does not let the packets or the answers through ({seen})',
    gateway: 'ingress_sbox is not wired into docker_gwbridge, or a part of the wire is down ({seen})',
    mark: 'ingress_sbox gives the packets no mark, or that of another service ({seen})',
    fwm: 'IPVS in ingress_sbox has no service for the mark',
    servers: 'the real servers of that IPVS service are not exactly the running tasks ({seen})',
    snat: 'what IPVS sends does not leave with the address of this ingress_sbox ({seen})',
    overlay: 'ingress_sbox is not wired into the overlay, or a part of the wire is down ({seen})',
    neigh: "the overlay of the node does not know the task's MAC, or another ({seen})",
    fdb: "the forwarding table does not lead to the task's node ({seen})",
    tunnel: 'a vxlan device on either end is not up, not in the bridge, or of another VNI ({seen})',
    task: 'no interface of the task has the MAC and the address that the packets are sent to ({seen})',
    port: 'the task is not wired into the overlay of its node, or a part of the wire is down ({seen})',
    redirect: 'the namespace of the task does not turn the published port into the one it listens on ({seen})',
    input: 'the firewall in the namespace of the task drops the packets ({seen})',
    back: "the task's node does not know the way back to ingress_sbox, or that one drops the answers ({seen})",
  },
  mutants: [
    'row-gone',
    'other-target',
    'other-port',
    'other-address',
    'other-mark',
    'mac-nibble',
    'other-peer',
    'down',
    'other-dst',
    'learned',
    'twin-without-dst',
    'duplicate',
    'weight-zero',
    'other-scheduler',
    'other-forward',
    'returned-before',
    'dropped-before',
  ],
  needs: [
    'docker.info',
    'docker.networks',
    'docker.containers',
    'swarm.services',
    'swarm.tasks',
    'netns',
    'ns.links',
    'ns.fdb',
    'ns.neigh',
    'ns.iptables',
    'ns.ipvs',
  ],
  evaluate({port, node}, facts) {
    const route = routeOf(facts, publishedAs(facts, port), ingressNetwork(facts), port);
    const entries = selectNodes(facts, node);
    const {backends} = route.balance;
    const tasks = backends.length === 1 ? 'its task' : `all ${backends.length} tasks`;
    return judgeEach(entries, `port ${port} comes to ${tasks} from ${entries.join(', ')}`, entry =>
      walkFrom(facts, entry, route),
    );
  },
});
