import * as z from 'zod';
import {Failed} from '../src/topology/failed.ts';
import {encryptedBetween, type TunnelEnd} from '../src/topology/join/associations.ts';
import {clearIsDropped, markedForPolicy} from '../src/topology/join/clear-text.ts';
import {vtepOf} from '../src/topology/join/endpoints.ts';
import {membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {dataPathPort, selectNodes} from '../src/topology/join/nodes.ts';
import {droppedBetween} from '../src/topology/join/passage.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

export const xfrmPairs = defineAssertion({
  kind: 'snapshot',
  id: 'xfrm.pairs',
  version: 1,
  title:
    'each two nodes of an encrypted overlay share what IPsec needs, both ways, and let nothing of it pass in clear',
  args: z.strictObject({network: name, node: nodes.optional()}),
  argsHelp: {network: 'name of the encrypted overlay', 'node?': 'a node; all that have the network unless said'},
  example: {network: 'vote', node: 'all'},
  codes: {
    missing: 'no network has that name',
    several: 'more than one network has that name',
    no_member: 'no node, or not the one asked for, runs a task on the network',
    not_encrypted: 'the network is not encrypted',
    no_vni: 'the swarm gave the network no VNI',
    no_peer: 'only one node has the network',
    no_association: 'a security association that a node sends with is not there, on it or on its peer',
    no_policy: 'no policy encrypts what goes to a node',
    no_template: 'the policy asks for something else than ESP ({seen})',
    other_peer: 'the policy leads to another node ({seen})',
    other_mark: 'the policy or the rule is for another mark ({seen})',
    no_mark_rule: 'no rule marks what leaves for the VNI of the network',
    no_drop_rule: 'no rule drops what comes in clear for the VNI of the network',
    passed_by: 'the rule is there, but another one takes the packets before ({seen})',
    dropped: 'the firewall of a node drops what is encrypted ({seen})',
  },
  mutants: ['row-gone', 'other-mark', 'other-peer-address', 'other-port'],
  needs: ['docker.info', 'docker.networks', 'swarm.tasks', 'node.xfrm', 'ns.links', 'ns.iptables'],
  evaluate({network: networkName, node}, facts) {
    const network = swarmNetwork(facts, networkName);
    const port = dataPathPort(facts);
    if (!network.encrypted) {
      const reason = `${networkName} has no option encrypted, so nothing of it is encrypted`;
      throw new Failed({code: 'not_encrypted', reason, expected: true, actual: false});
    }
    const [vni] = network.vxlanidList;
    if (vni === undefined) {
      const reason = `the swarm gave the network ${networkName} no VNI`;
      throw new Failed({code: 'no_vni', reason, expected: 'a VNI', actual: null});
    }
    const members = membersOf(facts, selectNodes(facts, 'all'), network);
    const asked = membersOf(facts, selectNodes(facts, node), network);
    // Each way of a pair by itself: what is sent by one has to be read by the other.
    const ways = members.flatMap(here =>
      members
        .filter(there => there !== here && [here, there].some(id => asked.includes(id)))
        .map(there => [here, there]),
    );
    if (ways.length === 0) {
      const reason = `only ${members.join()} has the network ${networkName}, so there is no one to share keys with`;
      throw new Failed({code: 'no_peer', reason, expected: 'at least 2 nodes', actual: members.length});
    }
    return judgeEach(ways, `${networkName} is encrypted between ${members.join(', ')}`, ([here = '', there = '']) => {
      const [from, to] = [here, there].map((node): TunnelEnd => ({node, address: vtepOf(facts, node, network)}));
      if (from === undefined || to === undefined) throw new Error('a way has two ends');
      for (const at of [here, there]) {
        const drop = droppedBetween(facts, {at, from, to, protocol: 'esp'});
        if (drop === undefined) continue;
        throw new Failed({
          code: 'dropped',
          reason: `${at}: what ${here} sends encrypted to ${there} is dropped by ${drop.row}`,
          expected: null,
          actual: drop.row,
          near: [drop],
          words: {seen: drop.row},
        });
      }
      return [
        ...encryptedBetween(facts, from, to, port, 'for-good'),
        markedForPolicy(facts, from, to, {vni, port}),
        clearIsDropped(facts, from, to, {vni, port}),
      ];
    });
  },
});
