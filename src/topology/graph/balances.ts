import {factKey, type Snapshot} from '../../core/facts.ts';
import type {Chain, Rule} from '../../core/rows/iptables.ts';
import {ruleText, serviceText} from '../row-text.ts';
import type {Balancing, Mark} from '../topology.ts';
import {rowsOf} from './read.ts';

/** The rules of a namespace that set a firewall mark. */
export function readMarks(snapshot: Snapshot, node: string, netns: string): readonly Mark[] {
  const fact = factKey('ns.iptables', node, netns);
  const marks: Mark[] = [];
  // Of a large cluster there are many thousands of rules, nearly all of which set none.
  for (const chain of rowsOf(snapshot, 'ns.iptables', node, netns)) {
    for (const rule of chain.rules) {
      const {target, mark} = rule;
      if (target !== 'MARK' || mark === undefined) continue;
      marks.push({mark, what: markedWhat(chain, rule), evidence: {fact, row: ruleText(chain, rule)}});
    }
  }
  return marks;
}

/** `10.0.1.2`, `tcp port 30000`; a rule that asks for neither is told whole. */
function markedWhat(chain: Chain, rule: Rule): string {
  const {destination, protocol, dport} = rule;
  const words = [
    destination.value === '0.0.0.0/0' || destination.not ? '' : destination.value.replace(/\/32$/, ''),
    dport === undefined ? '' : `${protocol.value} port ${dport}`,
  ].filter(word => word !== '');
  return words.length === 0 ? ruleText(chain, rule) : words.join(', ');
}

export function readBalances(snapshot: Snapshot, node: string, netns: string): readonly Balancing[] {
  const fact = factKey('ns.ipvs', node, netns);
  return rowsOf(snapshot, 'ns.ipvs', node, netns).map(virtual => ({
    virtual,
    evidence: {fact, row: serviceText(virtual)},
  }));
}
