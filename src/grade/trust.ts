import {type FactKey, PROBE_FACTS} from '../core/facts.ts';
import type {Trust} from '../core/result.ts';

/**
 * How far evidence can be trusted: who is root on a node can make it say anything. Traffic that arrived is seen from
 * outside; what several nodes tell alike would have to be forged on all of them.
 */
export function trustOf(evidence: readonly FactKey[]): Trust {
  if (evidence.some(key => PROBE_FACTS.some(kind => key.startsWith(`${kind}@`)))) return 'observed';
  const nodes = new Set(evidence.map(nodeOf));
  return nodes.size > 1 ? 'corroborated' : 'claim';
}

/** Of `ns.fdb@swarm-01/1-abcdef` the node. */
function nodeOf(key: FactKey): string {
  return key.slice(key.indexOf('@') + 1).split('/', 1)[0]!;
}
