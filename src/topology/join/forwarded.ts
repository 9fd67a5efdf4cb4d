import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';
import type {Packet} from './packet.ts';
import {mustBeTracked} from './tracked.ts';
import {mustPass} from './undropped.ts';

/** The namespace of a load balancer, which answers come into by one of its interfaces, and leave by the same or another. */
interface Balancer {
  readonly netns: string;
  readonly inside: Link;
  readonly outside: Link;
}

/**
 * Throws when the namespace of a load balancer drops answers, which are for its own address at first; then IPVS and nat
 * give them back the addresses that the client knows, and they are forwarded to it. `client` is its address, where known.
 */
export function forwarded(
  facts: Facts,
  node: string,
  {netns, inside, outside}: Balancer,
  answer: Packet,
  what: string,
  client?: string,
): void {
  const {destination: _, ...rest} = answer;
  const comes = {...answer, ctstate: 'ESTABLISHED', inInterface: inside.ifname};
  const said = `${what} are dropped in ${netns}`;
  mustPass(facts, node, netns, ['before'], {...comes, toLocal: true}, said);
  mustBeTracked(facts, node, netns, 'PREROUTING', {...comes, toLocal: true}, what, 'they are not given to the client');
  const goes = {...rest, ctstate: 'ESTABLISHED', inInterface: inside.ifname, outInterface: outside.ifname};
  const packet = {...goes, toLocal: false, ...(client !== undefined && {destination: client})};
  mustPass(facts, node, netns, ['across'], packet, said);
}
