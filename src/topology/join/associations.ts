import {type FactKey, factKey, type XfrmRow} from '../../core/facts.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {hex, xfrmText} from '../row-text.ts';
import type {Hold} from './remote.ts';

/** The mark by which moby leads packets of encrypted overlays to their policies (overlay/encryption.go). */
export const ENCRYPTED = 0xd0c4e3;

/** A node, and the address of its tunnel end. */
export interface TunnelEnd {
  readonly node: string;
  readonly address: string;
}

type Policy = Extract<XfrmRow, {readonly kind: 'policy'}>;

/**
 * What encrypts data-path packets from one node to another: the policy they fall under there, the association it names,
 * and the same association at the other end, without which they cannot be read. That the policy also names the two ends
 * matters for good only: in transport mode the kernel finds the association by the packet's own addresses
 * (xfrm_tmpl_resolve_one of net/xfrm/xfrm_policy.c).
 */
export function encryptedBetween(
  facts: Facts,
  from: TunnelEnd,
  to: TunnelEnd,
  port: number,
  hold: Hold,
): readonly Witness[] {
  const policy = policyTo(facts, from, to, port, hold);
  const {spi, reqid} = policy.tmpl[0] ?? {};
  return [
    {fact: factKey('node.xfrm', from.node), row: xfrmText(policy)},
    ...[from, to].map(({node}) => {
      const fact = factKey('node.xfrm', node);
      const states = facts.rows('node.xfrm', node).flatMap(row => (row.kind === 'state' ? [row] : []));
      const between = states.filter(({src, dst}) => src === from.address && dst === to.address);
      const state = between.find(row => row.proto === 'esp' && row.mode === 'transport' && row.spi === spi);
      if (state === undefined) {
        const which = `from ${from.address} to ${to.address} with the SPI ${hex(spi ?? 0)} that ${from.node} uses`;
        throw failed('no_association', node, `there is no security association ${which}`, between, fact);
      }
      // Who sends looks for the number that its policy asks for (xfrm_state_find of net/xfrm/xfrm_state.c).
      if (node === from.node && state.reqid !== reqid) {
        const what = `the association of the SPI ${hex(state.spi)} has the reqid ${state.reqid}, its policy asks for ${reqid}`;
        throw failed('no_association', node, what, [state], fact);
      }
      return {fact, row: xfrmText(state)};
    }),
  ];
}

function policyTo(facts: Facts, from: TunnelEnd, to: TunnelEnd, port: number, hold: Hold): Policy {
  const {node} = from;
  const fact = factKey('node.xfrm', node);
  const due = `udp ${port} from ${from.address} to ${to.address}`;
  const policies = facts.rows('node.xfrm', node).flatMap(row => (isFor(row, from, to, port) ? [row] : []));
  const [first] = policies;
  if (first === undefined) throw failed('no_policy', node, `no policy encrypts ${due}`, [], fact);
  const policy = policies.find(({mark}) => mark?.value === ENCRYPTED);
  if (policy === undefined) {
    const seen = first.mark === undefined ? 'none' : hex(first.mark.value);
    const what = `the policy for ${due} is for the mark ${seen}, not ${hex(ENCRYPTED)}`;
    throw failed('other_mark', node, what, policies, fact, seen);
  }
  const [template] = policy.tmpl;
  if (policy.action !== 'allow' || template?.proto !== 'esp' || template.mode !== 'transport') {
    const seen = policy.action === 'allow' ? (template?.proto ?? 'nothing') : policy.action;
    throw failed('no_template', node, `the policy for ${due} asks for ${seen}, not for ESP`, [policy], fact, seen);
  }
  if (hold === 'for-good' && (template.src !== from.address || template.dst !== to.address)) {
    const seen = `${template.src} -> ${template.dst}`;
    throw failed('other_peer', node, `the policy for ${due} leads into ${seen}`, [policy], fact, seen);
  }
  return policy;
}

function isFor(row: XfrmRow, from: TunnelEnd, to: TunnelEnd, port: number): row is Policy {
  if (row.kind !== 'policy' || row.dir !== 'out') return false;
  const {src, dst, proto, dport} = row.sel;
  return src === `${from.address}/32` && dst === `${to.address}/32` && proto === 'udp' && dport === port;
}

function failed(code: string, node: string, what: string, near: readonly XfrmRow[], fact: FactKey, seen = ''): Failed {
  return new Failed({
    code,
    reason: `${node}: ${what}`,
    expected: 'esp',
    actual: near.map(xfrmText),
    near: near.map(row => ({fact, row: xfrmText(row)})),
    words: {seen},
  });
}
