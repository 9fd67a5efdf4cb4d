import {factKey} from '../../core/facts.ts';
import type {Chain} from '../../core/rows/iptables.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {hex, ruleText} from '../row-text.ts';
import {ENCRYPTED, type TunnelEnd} from './associations.ts';
import {type Hit, markAfter, rulesMet} from './packet.ts';

/** The VNI of an encrypted overlay, and the UDP port of the data path. */
export interface Tunnel {
  readonly vni: number;
  readonly port: number;
}

/** The rule that marks what leaves for the VNI, so that its policy takes it; no other may let it by or mark it again. */
export function markedForPolicy(facts: Facts, from: TunnelEnd, to: TunnelEnd, {vni, port}: Tunnel): Witness {
  const {node} = from;
  const chains = facts.rows('ns.iptables', node, 'host');
  const packet = {protocol: 'udp', dport: port, source: from.address, destination: to.address, toLocal: false};
  const met = rulesMet(metByVni(chains, vni), 'mangle', 'OUTPUT', packet);
  const marked = markAfter(met);
  if (marked === undefined) {
    const code = asked(chains, 'mangle', 'OUTPUT', 'MARK', vni) ? 'passed_by' : 'no_mark_rule';
    throw failed(code, node, `no rule of mangle OUTPUT marks what leaves for VNI ${vni}`, vni, met.at(-1));
  }
  if (marked.mark !== ENCRYPTED) {
    const what = `what leaves for VNI ${vni} gets the mark ${hex(marked.mark)}, not ${hex(ENCRYPTED)}`;
    throw failed('other_mark', node, what, vni, marked.hit, hex(marked.mark));
  }
  return {fact: factKey('ns.iptables', node, 'host'), row: text(marked.hit)};
}

/** The rule that drops what comes for the VNI in clear; no other may accept it before. */
export function clearIsDropped(facts: Facts, from: TunnelEnd, to: TunnelEnd, {vni, port}: Tunnel): Witness {
  const {node} = to;
  const chains = facts.rows('ns.iptables', node, 'host');
  const packet = {protocol: 'udp', dport: port, source: from.address, destination: to.address, toLocal: true};
  const last = rulesMet(metByVni(chains, vni), 'filter', 'INPUT', packet).at(-1);
  if (last?.rule.target === 'DROP') return {fact: factKey('ns.iptables', node, 'host'), row: text(last)};
  const code = asked(chains, 'filter', 'INPUT', 'DROP', vni) ? 'passed_by' : 'no_drop_rule';
  throw failed(code, node, `no rule of filter INPUT drops what comes in clear for VNI ${vni}`, vni, last);
}

/** The rules as a clear packet of a VNI meets them: what asks for that VNI, or for no IPsec, is so. */
function metByVni(chains: readonly Chain[], vni: number): readonly Chain[] {
  const isSo = (word: string) => /--pol none\b/.test(word) || asksFor(word, vni);
  return chains.map(chain => ({
    ...chain,
    rules: chain.rules.map(rule => ({...rule, extra: rule.extra.filter(word => !isSo(word))})),
  }));
}

function asked(chains: readonly Chain[], table: string, name: string, target: string, vni: number): boolean {
  return chains
    .filter(chain => chain.table === table && chain.name === name)
    .some(({rules}) => rules.some(rule => rule.target === target && rule.extra.some(word => asksFor(word, vni))));
}

/** The VNI is compared inside a program of xt_bpf (`21 1 0 4097`: equal, else), before it, shifted, by xt_u32. */
function asksFor(word: string, vni: number): boolean {
  const program = /--bytecode "([^"]*)"/.exec(word)?.[1];
  if (program !== undefined) {
    return program
      .split(',')
      .some(instruction => /^21 /.test(instruction) && Number(instruction.split(' ')[3]) === vni);
  }
  const values = /--u32 "([^"]*)"/.exec(word)?.[1]?.split('=').slice(1) ?? [];
  return values.some(value => Number(value) === vni * 256);
}

function text({chain, rule}: Hit): string {
  return ruleText(chain, rule);
}

function failed(code: string, node: string, what: string, vni: number, met: Hit | undefined, mark?: string): Failed {
  const by = code === 'passed_by' && met !== undefined ? `; ${text(met)} takes it before` : '';
  const near = met === undefined ? [] : [{fact: factKey('ns.iptables', node, 'host'), row: text(met)}];
  const seen = mark ?? (met === undefined ? '' : text(met));
  return new Failed({code, reason: `${node}: ${what}${by}`, expected: vni, actual: seen, near, words: {seen}});
}
