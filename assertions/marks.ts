import * as z from 'zod';
import {type FactKey, type FactKind, factKey} from '../src/core/facts.ts';
import type {Rule} from '../src/core/rows/iptables.ts';
import type {Facts} from '../src/topology/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {fwmService, UNBALANCED} from '../src/topology/join/marks.ts';
import {balancerNetns, netnsNamed, sandboxNetns} from '../src/topology/join/namespaces.ts';
import {swarmNetwork} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {type Hit, markAfter, type Packet, rulesMet} from '../src/topology/join/packet.ts';
import {containerOf, placesOf, serviceOf} from '../src/topology/join/tasks.ts';
import {hex, ruleText} from '../src/topology/row-text.ts';
import {argument, mark, name, nodes, port} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

const NEEDS: readonly FactKind[] = [
  'docker.info',
  'docker.networks',
  'docker.containers',
  'swarm.services',
  'swarm.tasks',
  'netns',
  'ns.iptables',
  'ns.ipvs',
];

const namespace = argument(
  'ingress_sbox, lb (with network), container (with service) or the name of a namespace',
  value =>
    typeof value === 'string' && /^(?:ingress_sbox|lb|container|lb_[a-z0-9]{9}|[0-9a-f]{12})$/.test(value)
      ? value
      : undefined,
);

const markArgs = z
  .strictObject({
    mark: mark.optional(),
    port: port.optional(),
    namespace: namespace.optional(),
    network: name.optional(),
    service: name.optional(),
    node: nodes.optional(),
  })
  .check(context => {
    const {mark, port, namespace, network, service, node} = context.value;
    const wrong = (path: string, message: string) =>
      context.issues.push({code: 'custom', input: context.value, path: [path], message});
    if ((mark === undefined) === (port === undefined)) wrong('mark', 'expected either mark or port');
    if (mark !== undefined && (node === undefined || node === 'all')) {
      wrong('node', 'expected one node, since each node counts its own marks');
    }
    if (port !== undefined && namespace !== undefined && namespace !== 'ingress_sbox') {
      wrong('namespace', 'expected ingress_sbox, where published ports are marked');
    }
    if (namespace === 'lb' && network === undefined) wrong('network', 'missing; namespace lb is that of a network');
    if (namespace === 'container' && service === undefined) {
      wrong('service', 'missing; namespace container is that of a task of a service');
    }
  });

export const markToFwm = defineAssertion({
  kind: 'snapshot',
  id: 'mark.to-fwm',
  version: 1,
  title: 'a mark that iptables sets has its IPVS service in the same namespace',
  args: markArgs,
  argsHelp: {
    'mark?': 'the mark, 0x103 or 259; either this or port',
    'port?': 'a published port: its mark is read on each node',
    'namespace?': 'ingress_sbox (unless said), lb (of network), container (of service), or a name',
    'network?': 'whose load balancer, with namespace lb',
    'service?': 'whose tasks, with namespace container',
    'node?': 'a node; needed with mark, all unless said with port',
  },
  example: {mark: '0x103', namespace: 'ingress_sbox', node: 'manager'},
  codes: {
    no_mark: 'no rule of the mangle table in that namespace sets the mark',
    other_mark: 'a later rule sets another mark ({seen})',
    masked: 'the rule sets only some bits of the mark',
    no_fwm: 'IPVS in that namespace has no service for the mark',
    no_namespace: 'the namespace is not there',
    missing: 'no network has that name',
    no_service: 'no service has that name',
    no_task: 'no task of the service runs there',
    no_container: 'a task is said to run, but its node has no running container for it',
    several: 'more than one network has that name',
  },
  mutants: ['row-gone', 'other-mark', 'masked'],
  needs: NEEDS,
  evaluate({mark, port, namespace = 'ingress_sbox', network, service, node}, facts) {
    const what = mark === undefined ? `the mark of port ${port}` : `mark ${hex(mark)}`;
    return judgeEach(placesAsked(facts, namespace, network, service, node), `${what} has its FWM service`, place => {
      const hit = mark === undefined ? portRule(facts, place, port ?? 0) : markRule(facts, place, mark);
      const {witness} = fwmService(facts, place.node, place.netns, hit.rule.mark ?? 0);
      return [{fact: place.rules, row: ruleText(hit.chain, hit.rule)}, witness];
    });
  },
});

/** A namespace on a node, and where its two facts are filed. */
interface Spot {
  readonly node: string;
  readonly netns: string;
  readonly rules: FactKey;
}

function placesAsked(
  facts: Facts,
  namespace: string,
  network: string | undefined,
  service: string | undefined,
  node: string | undefined,
): readonly Spot[] {
  const nodes = selectNodes(facts, node);
  const spot = (id: string, netns: string): Spot => ({node: id, netns, rules: factKey('ns.iptables', id, netns)});
  if (namespace === 'lb') {
    const known = swarmNetwork(facts, network ?? '');
    return nodes.map(id => spot(id, balancerNetns(facts, id, known)));
  }
  if (namespace !== 'container') return nodes.map(id => spot(id, netnsNamed(facts, id, namespace)));
  const places = placesOf(facts, serviceOf(facts, service ?? '')).filter(place => nodes.includes(place.node));
  if (places.length > 0) {
    return places.map(place => spot(place.node, sandboxNetns(facts, place.node, containerOf(facts, place))));
  }
  const reason = `no task of ${service} runs on ${nodes.join(', ')}`;
  throw new Failed({code: 'no_task', reason, expected: `a task of ${service}`, actual: null});
}

/** The rule by which packets for a published port get their mark. */
function portRule(facts: Facts, {node, netns, rules}: Spot, port: number): Hit {
  const chains = facts.rows('ns.iptables', node, netns);
  for (const protocol of ['tcp', 'udp', 'sctp']) {
    const found = markAfter(rulesMet(chains, 'mangle', 'PREROUTING', {protocol, dport: port}));
    if (found?.hit.rule.dport !== port) continue;
    if (isWhole(found.hit.rule)) return found.hit;
    throw masked({node, netns, rules}, found.hit);
  }
  const reason = `${node}: no rule of mangle PREROUTING in ${netns} marks port ${port}, ${UNBALANCED}`;
  throw new Failed({code: 'no_mark', reason, expected: {dport: port, target: 'MARK'}, actual: null});
}

/** A rule that sets a mark, and whose packets keep it. */
function markRule(facts: Facts, {node, netns, rules}: Spot, mark: number): Hit {
  const chains = facts.rows('ns.iptables', node, netns);
  const all = chains
    .filter(chain => chain.table === 'mangle')
    .flatMap(chain => chain.rules.map((rule): Hit => ({chain, rule})))
    .filter(({rule}) => rule.target === 'MARK' && rule.mark !== undefined);
  const setters = all.filter(({rule}) => rule.mark === mark);
  const whole = setters.filter(({rule}) => isWhole(rule));
  const ends = whole.map(hit => ({
    hit,
    end: markAfter(rulesMet(chains, 'mangle', hit.chain.name, packetOf(hit.rule))),
  }));
  const kept = ends.find(({end}) => end?.mark === mark);
  if (kept !== undefined) return kept.hit;
  const [part] = setters;
  if (part !== undefined && whole.length === 0) throw masked({node, netns, rules}, part);
  const seen = ends[0]?.end?.mark;
  throw new Failed({
    code: seen === undefined ? 'no_mark' : 'other_mark',
    reason:
      seen === undefined
        ? `${node}: no rule of the mangle table in ${netns} sets the mark ${hex(mark)}`
        : `${node}: in ${netns} a later rule turns the mark ${hex(mark)} into ${hex(seen)}`,
    expected: hex(mark),
    actual: all.map(({rule}) => hex(rule.mark ?? 0)),
    near: all.map(({chain, rule}) => ({fact: rules, row: ruleText(chain, rule)})),
    words: {seen: seen === undefined ? '' : hex(seen)},
  });
}

/** A packet that a rule is made for. */
function packetOf({protocol, dport, destination}: Rule): Packet {
  const [address = ''] = destination.value.split('/');
  return {
    protocol: protocol.value === 'all' ? 'tcp' : protocol.value,
    ...(typeof dport === 'number' && {dport}),
    ...(address !== '0.0.0.0' && {destination: address}),
  };
}

function isWhole({markMask = 0xffffffff}: Rule): boolean {
  return markMask === 0xffffffff;
}

function masked({node, netns, rules}: Spot, {chain, rule}: Hit): Failed {
  return new Failed({
    code: 'masked',
    reason: `${node}: the rule in ${netns} sets only the bits ${hex(rule.markMask ?? 0)} of the mark`,
    expected: '0xffffffff',
    actual: hex(rule.markMask ?? 0),
    near: [{fact: rules, row: ruleText(chain, rule)}],
  });
}
