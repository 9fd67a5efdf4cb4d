import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {NetworkInspect} from '../src/core/rows/inspect.ts';
import type {Witness} from '../src/core/verdict.ts';
import {Failed} from '../src/topology/failed.ts';
import {overlayNetns, vxlanDevices} from '../src/topology/join/namespaces.ts';
import {membersOf, networkOn, swarmNetwork} from '../src/topology/join/networks.ts';
import {managerOf, selectNodes} from '../src/topology/join/nodes.ts';
import {linkText, networkText} from '../src/topology/row-text.ts';
import {flag, name, nodes, vni} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach, pass} from './each.ts';

export const netExists = defineAssertion({
  kind: 'snapshot',
  id: 'net.exists',
  version: 1,
  title: 'a network of this name exists',
  args: z.strictObject({network: name, driver: name.optional(), scope: name.optional(), node: nodes.optional()}),
  argsHelp: {
    network: 'name of the network, whole',
    'driver?': 'overlay, bridge, …',
    'scope?': 'swarm or local',
    'node?': 'where to look; manager unless said',
  },
  example: {network: 'vote', driver: 'overlay', scope: 'swarm'},
  codes: {
    missing: 'no network has that name',
    several: 'more than one network has that name',
    unallocated: 'the network was created but never got its addresses: subnet or VNI clash with another',
    other_driver: 'its driver is another ({seen})',
    other_scope: 'its scope is another ({seen})',
  },
  mutants: ({driver, scope}) => [
    'row-gone',
    'duplicate',
    ...(driver ? (['other-driver'] as const) : []),
    ...(scope ? (['other-scope'] as const) : []),
  ],
  needs: ['docker.info', 'docker.networks'],
  evaluate({network: name, driver, scope, node}, facts) {
    return judgeEach(selectNodes(facts, node ?? 'manager'), `${name} exists`, id => {
      const network = networkOn(facts, id, name);
      const fact = factKey('docker.networks', id);
      const witness = {fact, row: networkText(network)};
      const unlike = (code: string, what: string, expected: string, actual: string) => {
        const reason = `${id}: the ${what} of ${name} is ${actual}, not ${expected}`;
        return new Failed({code, reason, expected, actual, near: [witness], words: {seen: actual}});
      };
      if (isUnallocated(network)) {
        const reason = `${id}: ${name} has an id but no driver, addresses or VNI: its subnet or VNI is taken by another network`;
        throw new Failed({code: 'unallocated', reason, expected: 'a driver', actual: network.driver, near: [witness]});
      }
      if (driver !== undefined && network.driver !== driver)
        throw unlike('other_driver', 'driver', driver, network.driver);
      if (scope !== undefined && network.scope !== scope) throw unlike('other_scope', 'scope', scope, network.scope);
      return [witness];
    });
  },
});

export const netEncrypted = defineAssertion({
  kind: 'snapshot',
  id: 'net.encrypted',
  version: 1,
  title: 'an overlay is made with encryption',
  args: z.strictObject({network: name, encrypted: flag.optional()}),
  argsHelp: {network: 'name of the overlay', 'encrypted?': 'true unless said'},
  example: {network: 'vote'},
  codes: {
    missing: 'no network has that name',
    not_encrypted: 'the overlay has no option `encrypted`',
    encrypted: 'the overlay is encrypted, and should not be',
  },
  mutants: ({encrypted = true}) => [
    'row-gone',
    'duplicate',
    'other-driver',
    encrypted ? 'not-encrypted' : 'made-encrypted',
  ],
  needs: ['docker.info', 'docker.networks'],
  evaluate({network: name, encrypted = true}, facts) {
    const network = swarmNetwork(facts, name);
    const witness = {fact: factKey('docker.networks', managerOf(facts)), row: networkText(network)};
    if (network.driver === 'overlay' && network.encrypted === encrypted) {
      return pass([witness], `${name} is ${encrypted ? '' : 'not '}encrypted`);
    }
    const what = network.driver === 'overlay' ? 'an overlay' : `a network of driver ${network.driver}`;
    throw new Failed({
      code: encrypted ? 'not_encrypted' : 'encrypted',
      reason: `${name} is ${what} ${network.encrypted ? 'with' : 'without'} the option encrypted`,
      expected: encrypted,
      actual: network.encrypted,
      near: [witness],
    });
  },
});

export const netVni = defineAssertion({
  kind: 'snapshot',
  id: 'net.vni',
  version: 1,
  title: 'the VNI the swarm gave a network is the one its vxlan devices use',
  args: z.strictObject({network: name, vni: vni.optional()}),
  argsHelp: {network: 'name of the overlay', 'vni?': 'the VNI it should have'},
  example: {network: 'vote', vni: 4097},
  codes: {
    missing: 'no network has that name',
    no_vni: 'the swarm gave the network no VNI',
    other_vni: 'the VNI is another ({seen})',
    shared: 'another overlay has the same VNI',
    no_member: 'no node runs a task on the network, so no vxlan device exists yet',
    no_namespace: 'a node has endpoints on the network but no namespace for it',
    no_device: "the network's namespace holds no vxlan device",
  },
  mutants: ['row-gone', 'other-vni', 'duplicate'],
  needs: ['docker.info', 'docker.networks', 'swarm.tasks', 'netns', 'ns.links'],
  evaluate({network: name, vni: wanted}, facts) {
    const network = swarmNetwork(facts, name);
    const manager = managerOf(facts);
    const fact = factKey('docker.networks', manager);
    const witness = {fact, row: networkText(network)};
    const [vni] = network.vxlanidList;
    if (vni === undefined) {
      const reason = `the swarm gave the network ${name} no VNI`;
      throw new Failed({code: 'no_vni', reason, expected: wanted ?? 'a VNI', actual: null, near: [witness]});
    }
    if (wanted !== undefined && wanted !== vni)
      throw otherVni(`the swarm gave the network ${name}`, wanted, vni, [witness]);
    const twin = facts
      .rows('docker.networks', manager)
      .find(row => row.id !== network.id && row.vxlanidList.includes(vni));
    if (twin !== undefined) {
      const near = [witness, {fact, row: networkText(twin)}];
      throw new Failed({
        code: 'shared',
        reason: `${name} and ${twin.name} both have the VNI ${vni}`,
        expected: 1,
        actual: 2,
        near,
      });
    }
    const members = membersOf(facts, selectNodes(facts, 'all'), network);
    return judgeEach(members, `${name} is VNI ${vni} on ${members.length} nodes`, node => {
      const place = factKey('ns.links', node, overlayNetns(facts, node, network));
      const devices = vxlanDevices(facts, node, network).map(link => ({link, row: {fact: place, row: linkText(link)}}));
      const device = devices.find(({link}) => link.infoData?.id === vni);
      if (device !== undefined) return [witness, device.row];
      const seen = Number(devices[0]?.link.infoData?.id);
      throw otherVni(
        `${node}: the vxlan device of ${name} has`,
        vni,
        seen,
        devices.map(({row}) => row),
      );
    });
  },
});

/** `docker network create` gives an id even when the swarm then cannot allocate the network. */
function isUnallocated(network: NetworkInspect): boolean {
  return network.driver === '' || (network.driver === 'overlay' && network.vxlanidList.length === 0);
}

function otherVni(who: string, expected: number, actual: number, near: readonly Witness[]): Failed {
  const reason = `${who} the VNI ${actual}, not ${expected}`;
  return new Failed({code: 'other_vni', reason, expected, actual, near, words: {seen: String(actual)}});
}
