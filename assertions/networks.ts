import * as z from 'zod';
import {flag, name, nodes, vni} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {Unknown} from './unknown.ts';

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
  needs: ['docker.info', 'docker.networks'],
  evaluate() {
    throw new Unknown('unsupported', 'net.exists is not here yet');
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
  needs: ['docker.info', 'docker.networks'],
  evaluate() {
    throw new Unknown('unsupported', 'net.encrypted is not here yet');
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
  needs: ['docker.info', 'docker.networks', 'swarm.tasks', 'netns', 'ns.links'],
  evaluate() {
    throw new Unknown('unsupported', 'net.vni is not here yet');
  },
});
