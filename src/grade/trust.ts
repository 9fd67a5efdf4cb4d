import type {Assertion} from '../../assertions/assertion.ts';
import type {FactKey} from '../core/facts.ts';
import type {Trust} from '../core/result.ts';

interface Origin {
  readonly assertion: Assertion | undefined;
  /** A snapshot that somebody made and handed in: one file, and all of it its author's word. */
  readonly isHandedIn: boolean;
}

/**
 * How far evidence can be trusted: who is root on a node can make it say anything, probes included, which the nodes
 * themselves send; so nothing is seen from outside yet. What several nodes tell would have to be forged on each of them.
 */
export function trustOf(evidence: readonly FactKey[], {isHandedIn}: Origin): Trust {
  if (isHandedIn) return 'claim';
  const nodes = new Set(evidence.map(nodeOf));
  return nodes.size > 1 ? 'corroborated' : 'claim';
}

/** Of `ns.fdb@swarm-01/1-abcdef` the node. */
function nodeOf(key: FactKey): string {
  return key.slice(key.indexOf('@') + 1).split('/', 1)[0]!;
}
