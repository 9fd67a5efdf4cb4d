import type {Snapshot} from '../../src/core/facts.ts';
import type {XfrmPolicy} from '../../src/core/rows/xfrm.ts';
import {fixture} from '../snapshot/fixture.ts';
import {edited} from './edit.ts';
import {inFront, PLAIN, rules, type Trap, trap} from './trap.ts';

const wired = fixture('wired');
const VOTE = {network: 'vote'};
const UDP = {not: false, value: 'udp'};

/** The policy of swarm-01 for what it sends to swarm-02. */
function policy(change: Partial<XfrmPolicy>): Snapshot {
  return edited(wired, 'node.xfrm', 'swarm-01', rows =>
    rows.map(row => (row.kind === 'policy' && row.sel.dst === '10.77.0.12/32' ? {...row, ...change} : row)),
  );
}

function template(change: object): Snapshot {
  const [row] = wired.facts
    .get('node.xfrm@swarm-01')!
    .rows.filter(one => 'tmpl' in one && one.sel.dst === '10.77.0.12/32') as readonly XfrmPolicy[];
  return policy({tmpl: [{...row!.tmpl[0]!, ...change}]});
}

/** swarm-02 without the one association of three by which it reads what swarm-01 sends. */
const unreadable = edited(wired, 'node.xfrm', 'swarm-02', rows => {
  const sent = wired.facts.get('node.xfrm@swarm-01')!.rows as readonly {src?: string; dst?: string; spi?: number}[];
  const used = sent.find(({src, dst}) => src === '10.77.0.11' && dst === '10.77.0.12')?.spi;
  return rows.filter(row => !(row.kind === 'state' && row.src === '10.77.0.11' && row.spi === used));
});

export const ENCRYPTION_TRAPS: readonly Trap[] = [
  trap('xfrm.pairs', {network: 'ingress'}, 'ingress is not encrypted', wired, 'not_encrypted', 'ingress'),
  trap(
    'xfrm.pairs',
    VOTE,
    'associations go one way only',
    edited(wired, 'node.xfrm', 'swarm-01', rows =>
      rows.filter(row => !(row.kind === 'state' && row.src === '10.77.0.12')),
    ),
    'no_association',
    'swarm-01: there is no security association from 10.77.0.12 to 10.77.0.11',
  ),
  trap(
    'xfrm.pairs',
    VOTE,
    'of three associations the one that the peer uses is gone',
    unreadable,
    'no_association',
    'swarm-02: there is no security association from 10.77.0.11 to 10.77.0.12',
  ),
  trap(
    'xfrm.pairs',
    {...VOTE, node: 'swarm-01'},
    'another node cannot read what the one asked for sends',
    unreadable,
    'no_association',
    'that swarm-01 uses',
  ),
  trap('xfrm.pairs', VOTE, 'the policy asks for nothing', policy({tmpl: []}), 'no_template', 'asks for nothing'),
  trap('xfrm.pairs', VOTE, 'the policy blocks', policy({action: 'block'}), 'no_template', 'block'),
  trap('xfrm.pairs', VOTE, 'the policy asks for AH only', template({proto: 'ah'}), 'no_template', 'asks for ah'),
  trap(
    'xfrm.pairs',
    VOTE,
    'the policy leads to another node',
    template({dst: '10.77.0.13'}),
    'other_peer',
    '10.77.0.11 -> 10.77.0.13',
  ),
  trap('xfrm.pairs', VOTE, 'the policy names no association', template({spi: 77}), 'no_association', '0x4d'),
  trap(
    'xfrm.pairs',
    VOTE,
    'what comes in clear is let in',
    rules((rule, chain) => (chain === 'INPUT' && rule.target === 'DROP' ? undefined : rule), 'swarm-03/host', wired),
    'no_drop_rule',
    '4097',
  ),
  trap(
    'xfrm.pairs',
    VOTE,
    'what comes in clear is let in before it is dropped',
    inFront('swarm-03/host', 'filter', 'INPUT', {target: 'ACCEPT', protocol: UDP, dport: 4789}, wired),
    'passed_by',
    '-t filter -A INPUT -p udp --dport 4789 -j ACCEPT takes it before',
  ),
  trap(
    'xfrm.pairs',
    VOTE,
    'what leaves is let out before it is marked',
    inFront('swarm-03/host', 'mangle', 'OUTPUT', {target: 'ACCEPT', protocol: UDP, dport: 4789}, wired),
    'passed_by',
    'swarm-03: no rule of mangle OUTPUT marks what leaves for VNI 4097',
  ),
  trap(
    'xfrm.pairs',
    VOTE,
    'what is marked gets another mark after',
    edited(wired, 'ns.iptables', 'swarm-03/host', rows =>
      rows.map(row =>
        row.table === 'mangle' && row.name === 'OUTPUT'
          ? {...row, rules: [...row.rules, {...PLAIN, target: 'MARK', mark: 7}]}
          : row,
      ),
    ),
    'other_mark',
    '0x7',
  ),
  trap(
    'xfrm.pairs',
    VOTE,
    'the rules are for another encrypted network',
    rules(rule => ({...rule, extra: rule.extra.map(word => word.replace(' 4097,', ' 4099,'))}), 'swarm-03/host', wired),
    'no_drop_rule',
    'swarm-03: no rule of filter INPUT drops what comes in clear for VNI 4097',
  ),
  trap(
    'xfrm.pairs',
    VOTE,
    'the firewall knows no ESP',
    inFront('swarm-03/host', 'filter', 'INPUT', {target: 'REJECT', protocol: {not: true, value: 'udp'}}, wired),
    'dropped',
    'swarm-03: what swarm-01 sends encrypted to swarm-03',
  ),
];

const DATA_PATH = {protocol: UDP, dport: 4789};
const from = (value: string) => ({not: false, value});

export const PORT_TRAPS: readonly Trap[] = [
  trap(
    'ports.control',
    {},
    'the firewall drops the data path',
    inFront('swarm-02/host', 'filter', 'INPUT', {...DATA_PATH, target: 'DROP'}, wired),
    'dropped',
    'swarm-02: what swarm-01 sends to 4789/udp of swarm-02 is dropped by -t filter -A INPUT',
  ),
  trap(
    'ports.control',
    {},
    'the firewall drops the data path of one peer, early',
    inFront('swarm-02/host', 'raw', 'PREROUTING', {...DATA_PATH, target: 'DROP', source: from('10.77.0.13/32')}, raw()),
    'dropped',
    'what swarm-03 sends',
  ),
  trap(
    'ports.control',
    {},
    'the firewall drops what goes to one peer',
    inFront('swarm-02/host', 'filter', 'OUTPUT', {target: 'DROP', destination: from('10.77.0.13/32')}, wired),
    'dropped',
    'swarm-02: what swarm-02 sends to 7946/tcp of swarm-03',
  ),
  trap(
    'ports.control',
    {},
    'the firewall drops some of the gossip',
    inFront(
      'swarm-03/host',
      'filter',
      'INPUT',
      {target: 'DROP', protocol: UDP, dport: '7000:8000', extra: ['-m statistic --mode random --probability 0.5']},
      wired,
    ),
    'dropped',
    '7946/udp',
  ),
  trap(
    'ports.control',
    {},
    'the firewall lets in what it knows, and that is not the swarm',
    policyDrop({target: 'ACCEPT', protocol: {not: false, value: 'tcp'}, dport: 22}),
    'dropped',
    '-t filter -P INPUT DROP',
  ),
  trap(
    'ports.control',
    {},
    'whether the firewall lets the swarm in cannot be told',
    policyDrop({target: 'ACCEPT', extra: ['-m set --match-set friends src']}),
    null,
    'cannot be told',
  ),
];

/** The policy of the firewall of swarm-02 drops, after one rule. */
export function policyDrop(rule: object): Snapshot {
  return edited(wired, 'ns.iptables', 'swarm-02/host', rows =>
    rows.map(row =>
      row.table === 'filter' && row.name === 'INPUT'
        ? {...row, policy: 'DROP', rules: [...row.rules, {...PLAIN, ...rule}]}
        : row,
    ),
  );
}

function raw(): Snapshot {
  return edited(wired, 'ns.iptables', 'swarm-02/host', rows => [
    ...rows,
    {table: 'raw', name: 'PREROUTING', policy: 'ACCEPT', rules: []},
  ]);
}
