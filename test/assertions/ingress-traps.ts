import type {Snapshot} from '../../src/core/facts.ts';
import type {Rule} from '../../src/core/rows/iptables.ts';
import type {VirtualService} from '../../src/core/rows/ipvs.ts';
import {edited} from './edit.ts';
import {BALANCER, inFront, PLAIN, published, rules, type Trap, trap} from './trap.ts';

const SANDBOX = 'swarm-01/ingress_sbox';
const PORT = {port: 30000};
const isMark = (rule: Rule, chain: string) => rule.target === 'MARK' && chain === 'PREROUTING';
const MARK = {mark: '0x102', node: 'swarm-01'};

export const MARK_TRAPS: readonly Trap[] = [
  trap(
    'ingress.mark',
    PORT,
    'the rule is gone, that for the virtual address is left',
    rules((rule, chain) => (isMark(rule, chain) ? undefined : rule), SANDBOX),
    'no_rule',
    'swarm-01: no rule of mangle PREROUTING in ingress_sbox marks port 30000',
  ),
  trap(
    'mark.to-fwm',
    PORT,
    'the rule is gone, that for the virtual address is left',
    rules((rule, chain) => (isMark(rule, chain) ? undefined : rule), SANDBOX),
    'no_mark',
    'swarm-01',
  ),
  trap(
    'ingress.mark',
    PORT,
    'the rule is for the target port',
    rules((rule, chain) => (isMark(rule, chain) ? {...rule, dport: 80} : rule), SANDBOX),
    'no_rule',
    '30000',
  ),
  trap(
    'ingress.mark',
    PORT,
    'the rule is for another protocol',
    rules((rule, chain) => (isMark(rule, chain) ? {...rule, protocol: {not: false, value: 'udp'}} : rule), SANDBOX),
    'unreachable_rule',
    '30000',
  ),
  trap(
    'ingress.mark',
    PORT,
    'the mark is another',
    rules((rule, chain) => (isMark(rule, chain) ? {...rule, mark: 259} : rule), SANDBOX),
    'other_mark',
    '0x103',
  ),
  trap(
    'ingress.mark',
    PORT,
    'packets return before the rule',
    inFront(SANDBOX, 'mangle', 'PREROUTING', {target: 'RETURN'}),
    'unreachable_rule',
    'do not come to',
  ),
  trap(
    'ingress.mark',
    PORT,
    'packets are dropped before the rule',
    inFront(SANDBOX, 'mangle', 'PREROUTING', {target: 'DROP', dport: 30000}),
    'unreachable_rule',
    'do not come to',
  ),
  trap('ingress.mark', {port: 80}, 'the port is the target port', published, 'not_published', '80'),
  trap(
    'ingress.mark',
    PORT,
    'the sandbox is gone',
    edited(published, 'netns', 'swarm-02', rows => rows.filter(row => row.name !== 'ingress_sbox')),
    'no_namespace',
    'ingress_sbox',
  ),
  trap(
    'mark.to-fwm',
    PORT,
    'the mark is another',
    rules((rule, chain) => (isMark(rule, chain) ? {...rule, mark: 511} : rule), SANDBOX),
    'no_fwm',
    'FWM 511',
  ),
  trap('mark.to-fwm', {...MARK, mark: '0x103'}, 'the number is another', published, 'no_mark', '0x103'),
  trap(
    'mark.to-fwm',
    {...MARK, mark: '0x100'},
    'the mark is set, but in another namespace',
    published,
    'no_mark',
    'ingress_sbox',
  ),
  trap(
    'mark.to-fwm',
    {...MARK, mark: 102},
    'the digits of a hexadecimal mark are not its value',
    published,
    'no_mark',
    '0x66',
  ),
  trap(
    'mark.to-fwm',
    MARK,
    'only some bits are set',
    rules(rule => (rule.target === 'MARK' ? {...rule, markMask: 0xff} : rule), SANDBOX),
    'masked',
    '0xff',
  ),
  trap(
    'mark.to-fwm',
    MARK,
    'later rules set another',
    edited(published, 'ns.iptables', SANDBOX, rows =>
      rows.map(row =>
        row.table === 'mangle' ? {...row, rules: [...row.rules, {...PLAIN, target: 'MARK', mark: 7}]} : row,
      ),
    ),
    'other_mark',
    'into 0x7',
  ),
  trap(
    'mark.to-fwm',
    MARK,
    'IPVS has no such service',
    edited(published, 'ns.ipvs', SANDBOX, () => []),
    'no_fwm',
    'FWM 258',
  ),
  trap(
    'mark.to-fwm',
    MARK,
    'IPVS has it in another namespace only',
    edited(
      published,
      'ns.ipvs',
      SANDBOX,
      () => published.facts.get(`ns.ipvs@swarm-01/${BALANCER}`)!.rows as readonly VirtualService[],
    ),
    'no_fwm',
    'FWM 258',
  ),
  trap(
    'mark.to-fwm',
    {mark: 256, namespace: 'lb', network: 'ingres', node: 'swarm-01'},
    'a part of a name is no name',
    published,
    'missing',
    'ingres',
  ),
];

function dnat(change: (rule: Rule) => Rule | undefined): Snapshot {
  return rules(
    (rule, chain) => (chain === 'DOCKER-INGRESS' && rule.target === 'DNAT' ? change(rule) : rule),
    'swarm-02/host',
  );
}

export const INGRESS_TRAPS: readonly Trap[] = [
  trap(
    'ingress.dnat',
    PORT,
    'the rule is gone',
    dnat(() => undefined),
    'no_rule',
    'swarm-02: the nat table has no DNAT rule for port 30000',
  ),
  trap(
    'ingress.dnat',
    PORT,
    'it stands behind RETURN',
    edited(published, 'ns.iptables', 'swarm-02/host', rows =>
      rows.map(row =>
        row.table === 'nat' && row.name === 'DOCKER-INGRESS' ? {...row, rules: [...row.rules].reverse()} : row,
      ),
    ),
    'unreachable_rule',
    'do not come',
  ),
  trap(
    'ingress.dnat',
    PORT,
    'nothing jumps to its chain',
    rules(rule => (rule.target === 'DOCKER-INGRESS' ? undefined : rule), 'swarm-02/host'),
    'unreachable_rule',
    'PREROUTING',
  ),
  trap(
    'ingress.dnat',
    PORT,
    'the node itself does not come to it',
    rules(
      (rule, chain) => (chain === 'OUTPUT' && rule.target === 'DOCKER-INGRESS' ? undefined : rule),
      'swarm-02/host',
    ),
    'unreachable_rule',
    'OUTPUT',
  ),
  trap(
    'ingress.dnat',
    PORT,
    'another rule takes the port first',
    inFront('swarm-02/host', 'nat', 'PREROUTING', {
      target: 'DNAT',
      protocol: {not: false, value: 'tcp'},
      dport: 30000,
      toDestination: '10.9.9.9:80',
    }),
    'shadowed',
    '10.9.9.9:80',
  ),
  trap(
    'ingress.dnat',
    PORT,
    'it sends to a stale address',
    dnat(rule => ({...rule, toDestination: '172.18.0.9:30000'})),
    'other_target',
    '172.18.0.9:30000',
  ),
  trap(
    'ingress.dnat',
    PORT,
    'it sends to another port',
    dnat(rule => ({...rule, toDestination: '172.18.0.2:80'})),
    'other_target',
    '172.18.0.2:80',
  ),
  trap(
    'ingress.dnat',
    PORT,
    'the sandbox has moved to another address',
    edited(published, 'ns.links', 'swarm-02/ingress_sbox', rows =>
      rows.map(row => ({
        ...row,
        addrInfo: row.addrInfo.map(one => ({...one, local: one.local.replace('172.18.0.2', '172.18.0.3')})),
      })),
    ),
    'no_address',
    'ingress_sbox',
  ),
  trap('ingress.dnat', {port: 30001}, 'the port is not published', published, 'not_published', '30001'),
  trap(
    'ingress.dnat',
    PORT,
    'the port is published on the hosts only',
    edited(published, 'swarm.services', 'swarm-01', rows =>
      rows.map(row => ({...row, endpointPorts: row.endpointPorts.map(one => ({...one, publishMode: 'host'}))})),
    ),
    'not_published',
    'ingress mode',
  ),
];
