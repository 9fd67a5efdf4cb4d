import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {settingName} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Looked, together} from './looked.ts';
import {chooseRoute} from './routing.ts';
import {isNot, settingOf, untoldSetting} from './settings.ts';

/** What comes in by an interface of a node itself. */
interface Coming {
  readonly node: string;
  readonly link: Link;
  readonly source: string;
  /** The own address that it is for. */
  readonly destination: string;
  readonly what: string;
}

/**
 * Of `rp_filter`: only by the interface that the route back leaves by; what is higher asks for any route. Of the two that
 * are set, the higher one counts.
 */
const STRICT = 1;

/**
 * That a node takes what comes from an address by an interface: it may be told to take nothing that its own route would not
 * go back by. What decides that is told only where the route back leaves by another interface.
 */
export function takenFrom(facts: Facts, {node, link, source, destination, what}: Coming): Looked {
  // As if the node itself sent an answer (`fib_validate_source` of the kernel's net/ipv4/fib_frontend.c).
  const answer = {destination: source, source: destination, inInterface: 'lo'};
  const {route, witnesses, untold} = chooseRoute(facts, node, 'host', answer);
  if (route?.dev === link.ifname || route?.nexthops !== undefined) return {witnesses: [], untold: []};
  const filter = sourceFilter(facts, node, link.ifname);
  const isMinded = route?.dev === undefined ? filter.value !== 0 : filter.value === STRICT;
  if (filter.value === undefined || !isMinded) return together(filter, {witnesses: [], untold});
  const {row} = filter.witnesses[0]!;
  throw new Failed({
    code: 'filtered',
    reason: `${node}: ${what} comes in by ${link.ifname}, and ${row} lets in only what its route back, by ${route?.dev ?? 'none'}, leaves by`,
    expected: link.ifname,
    actual: route?.dev ?? null,
    near: [...filter.witnesses, ...witnesses],
    words: {seen: route?.dev ?? ''},
  });
}

/** Throws where clients may be filtered out, as those that are not beside the node are answered by another interface. */
export function clientsTaken(facts: Facts, node: string, outside: string, back: string | undefined): Looked {
  if (back === outside) return {witnesses: [], untold: []};
  const filter = sourceFilter(facts, node, outside);
  if (filter.value !== STRICT) return filter;
  const what = `clients are answered by ${back ?? 'no interface'}, and ${filter.witnesses[0]!.row} lets in only who is answered by ${outside}`;
  throw new Unknown('ambiguous', `${node}: ${what}`);
}

function sourceFilter(facts: Facts, node: string, ifname: string): Looked & {readonly value: number | undefined} {
  const paths = ['all', ifname].map(name => `net/ipv4/conf/${name}/rp_filter`);
  const set = paths.flatMap(path => {
    const setting = settingOf(facts, node, 'host', path);
    return setting.kind === 'set' ? [setting] : [];
  });
  const [counts] = [...set].sort((a, b) => b.value - a.value);
  if (counts === undefined || set.length < paths.length)
    return {value: undefined, witnesses: [], untold: [untoldSetting(node, 'host', paths[1]!)]};
  return {value: counts.value, witnesses: [counts.witness], untold: []};
}

/** That policies of IPsec are heeded by what leaves by an interface. */
export function heedsPolicies(facts: Facts, node: string, ifname: string): Looked {
  const path = (name: string) => `net/ipv4/conf/${name}/disable_xfrm`;
  const so = `what leaves by ${ifname} is not encrypted, whatever its policy`;
  const own = isNot(facts, node, 'host', path(ifname), 1, {code: 'no_xfrm', so});
  const all = settingOf(facts, node, 'host', path('all'));
  // Kernels differ in whether that counts for an interface that has its own.
  if (all.kind === 'set' && all.value === 1)
    throw new Unknown('ambiguous', `${node}: ${settingName(path('all'))} is 1, which some kernels heed`);
  return own;
}
