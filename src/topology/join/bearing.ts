import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';

/** The interface of a node itself that has an address. */
export function linkBearing(facts: Facts, node: string, address: string | undefined): Link | undefined {
  return facts.rows('ns.links', node, 'host').find(({addrInfo}) => addrInfo.some(({local}) => local === address));
}
