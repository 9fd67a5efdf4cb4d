import type {Chain, Rule} from '../../core/rows/iptables.ts';
import {ruleText, serviceText} from '../row-text.ts';
import type {Balancing, Mark} from '../topology.ts';
import type {Read} from './read.ts';
import {RowWitness} from './row-witness.ts';

/** The rules of a namespace that set a firewall mark. */
export function readMarks({fact, rows}: Read<'ns.iptables'>): readonly Mark[] {
  const marks: Mark[] = [];
  // Of a large cluster there are many thousands of rules, nearly all of which set none.
  for (const chain of rows) {
    const {rules} = chain;
    for (let at = 0; at < rules.length; at++) {
      const rule = rules[at]!;
      const {target, mark} = rule;
      if (target !== 'MARK' || mark === undefined) continue;
      marks.push({mark, what: markedWhat(chain, rule), evidence: new RowWitness(fact, {chain, rule}, hitText)});
    }
  }
  return marks;
}

function hitText({chain, rule}: {readonly chain: Chain; readonly rule: Rule}): string {
  return ruleText(chain, rule);
}

/** `10.0.1.2`, `tcp port 30000`; a rule that asks for neither is told whole. */
function markedWhat(chain: Chain, rule: Rule): string {
  const {destination, protocol, dport} = rule;
  const isAnywhere = destination.value === '0.0.0.0/0' || destination.not;
  const address = isAnywhere ? '' : destination.value.replace(/\/32$/, '');
  const port = dport === undefined ? '' : `${protocol.value} port ${dport}`;
  if (address === '' && port === '') return ruleText(chain, rule);
  return address !== '' && port !== '' ? `${address}, ${port}` : address + port;
}

export function readBalances({fact, rows}: Read<'ns.ipvs'>): readonly Balancing[] {
  return rows.map(virtual => ({virtual, evidence: new RowWitness(fact, virtual, serviceText)}));
}
