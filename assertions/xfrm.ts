import * as z from 'zod';
import {factKey, type XfrmRow} from '../src/core/facts.ts';
import type {Rule} from '../src/core/rows/iptables.ts';
import type {Witness} from '../src/core/verdict.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import type {Facts} from './facts.ts';
import {Failed} from './failed.ts';
import {vtepOf} from './join/endpoints.ts';
import {membersOf, swarmNetwork} from './join/networks.ts';
import {dataPathPort, selectNodes} from './join/nodes.ts';
import {hex, ruleText, xfrmText} from './row-text.ts';

/** The mark by which moby leads packets of encrypted overlays to their policies (overlay/encryption.go). */
const ENCRYPTED = 0xd0c4e3;

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
    no_association: 'a security association of a pair is not there',
    no_policy: 'no policy encrypts what goes to a node',
    other_mark: 'the policy or the rule is for another mark ({seen})',
    no_mark_rule: 'no rule marks what leaves for the VNI of the network',
    no_drop_rule: 'no rule drops what comes in clear for the VNI of the network',
  },
  mutants: ['row-gone', 'other-mark', 'other-peer-address', 'other-port'],
  needs: ['docker.info', 'docker.networks', 'swarm.tasks', 'node.xfrm', 'ns.iptables'],
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
    const pairs = asked.flatMap(here => members.filter(there => there !== here).map(there => ({here, there})));
    if (pairs.length === 0) {
      const reason = `only ${members.join()} has the network ${networkName}, so there is no one to share keys with`;
      throw new Failed({code: 'no_peer', reason, expected: 'at least 2 nodes', actual: members.length});
    }
    return judgeEach(pairs, `${networkName} is encrypted between ${members.join(', ')}`, ({here, there}) => [
      ...associations(facts, here, vtepOf(facts, here, network), vtepOf(facts, there, network), port),
      ...clearIsStopped(facts, here, vni, port),
    ]);
  },
});

/** One association each way, and the policy that leads packets to the one out. */
function associations(facts: Facts, node: string, own: string, peer: string, port: number): readonly Witness[] {
  const fact = factKey('node.xfrm', node);
  const rows = facts.rows('node.xfrm', node);
  const witness = (row: XfrmRow): Witness => ({fact, row: xfrmText(row)});
  const fail = (code: string, what: string, near: readonly XfrmRow[], seen = '') =>
    new Failed({
      code,
      reason: `${node}: ${what}`,
      expected: {own, peer},
      actual: near.map(xfrmText),
      near: near.map(witness),
      words: {seen},
    });
  const states = rows.flatMap(row => (row.kind === 'state' && row.proto === 'esp' ? [row] : []));
  const policies = rows.flatMap(row =>
    row.kind === 'policy' &&
    row.dir === 'out' &&
    row.sel.src === `${own}/32` &&
    row.sel.dst === `${peer}/32` &&
    row.sel.proto === 'udp' &&
    row.sel.dport === port
      ? [row]
      : [],
  );
  const [policy] = policies;
  const due = `udp ${port} from ${own} to ${peer}`;
  if (policy === undefined) throw fail('no_policy', `no policy encrypts ${due}`, []);
  const right = policies.find(({mark}) => mark?.value === ENCRYPTED);
  if (right === undefined) {
    const seen = policy.mark === undefined ? 'none' : hex(policy.mark.value);
    throw fail('other_mark', `the policy for ${due} is for the mark ${seen}, not ${hex(ENCRYPTED)}`, policies, seen);
  }
  const spi = right.tmpl[0]?.spi;
  const out = states.find(one => one.src === own && one.dst === peer && (spi === undefined || one.spi === spi));
  if (out === undefined)
    throw fail('no_association', `there is no security association from ${own} to ${peer} as the policy wants it`, [
      right,
    ]);
  // Three keys are alive, of which the peer sends with one: all of them are for what comes in.
  const incoming = states.filter(one => one.src === peer && one.dst === own);
  if (incoming.length === 0)
    throw fail('no_association', `there is no security association from ${peer} to ${own}`, [right, out]);
  const texts = incoming.map(row => xfrmText(row)).join('; ');
  return [witness(right), witness(out), {fact, row: texts}];
}

/** What leaves for the VNI is marked, and what comes for it in clear is dropped. */
function clearIsStopped(facts: Facts, node: string, vni: number, port: number): readonly Witness[] {
  const fact = factKey('ns.iptables', node, 'host');
  const chains = facts.rows('ns.iptables', node, 'host');
  const ofVni = (table: string, name: string, target: string) =>
    chains
      .filter(chain => chain.table === table && chain.name === name)
      .flatMap(chain => chain.rules.map(rule => ({chain, rule})))
      .filter(({rule}) => rule.target === target && rule.dport === port && matchesVni(rule, vni));
  const fail = (code: string, what: string, seen = '') =>
    new Failed({code, reason: `${node}: ${what}`, expected: vni, actual: seen, words: {seen}});
  const [mark] = ofVni('mangle', 'OUTPUT', 'MARK');
  const [drop] = ofVni('filter', 'INPUT', 'DROP').filter(({rule}) => rule.extra.some(word => /--pol none/.test(word)));
  if (mark === undefined) throw fail('no_mark_rule', `no rule of mangle OUTPUT marks what leaves for VNI ${vni}`);
  if (mark.rule.mark !== ENCRYPTED) {
    const seen = hex(mark.rule.mark ?? 0);
    throw fail('other_mark', `what leaves for VNI ${vni} gets the mark ${seen}, not ${hex(ENCRYPTED)}`, seen);
  }
  if (drop === undefined)
    throw fail('no_drop_rule', `no rule of filter INPUT drops what comes in clear for VNI ${vni}`);
  return [mark, drop].map(({chain, rule}) => ({fact, row: ruleText(chain, rule)}));
}

/** The VNI is compared inside a program of xt_bpf (`21 1 0 4097`: equal, else), before it, shifted, by xt_u32. */
function matchesVni({extra}: Rule, vni: number): boolean {
  const text = extra.join(' ');
  const program = /--bytecode "([^"]*)"/.exec(text)?.[1];
  if (program !== undefined) {
    return program
      .split(',')
      .some(instruction => /^21 /.test(instruction) && Number(instruction.split(' ')[3]) === vni);
  }
  const values = /--u32 "([^"]*)"/.exec(text)?.[1]?.split('=').slice(1) ?? [];
  return values.some(value => Number(value) === vni * 256);
}
