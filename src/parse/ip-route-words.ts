import type {Route} from '../core/rows/route.ts';
import {isWhole, keywords} from './scan/keywords.ts';

/** In the order of their numbers, which `-N` prints. */
export const ROUTE_TYPES =
  'unspec unicast local broadcast anycast multicast blackhole unreachable prohibit throw nat xresolve'.split(' ');
/** /etc/iproute2/rt_protos and rt_scopes, for `-N`. */
export const PROTOCOLS: Readonly<Record<string, string>> = {
  1: 'redirect',
  2: 'kernel',
  3: 'boot',
  4: 'static',
  9: 'ra',
  16: 'dhcp',
};
export const SCOPES: Readonly<Record<string, string>> = {
  0: 'global',
  200: 'site',
  253: 'link',
  254: 'host',
  255: 'nowhere',
};
const ROUTE_FLAGS =
  'onlink linkdown dead pervasive unresolved offload offload_failed trap rt_offload rt_trap rt_notify notify';
const METRICS =
  'mtu window rtt rttvar ssthresh cwnd advmss reordering hoplimit initcwnd features initrwnd quickack congctl ' +
  'rto_min fastopen_no_cookie';
export const METRIC_NAMES: ReadonlySet<string> = new Set(METRICS.split(' '));
export const ROUTE_WORDS = keywords({
  flag: ROUTE_FLAGS,
  word: `via dev proto scope src table pref from tos dsfield mark iif oif expires error realm realms age users ${METRICS}`,
  number: 'metric weight nhid uid',
});

/** `5ms` is 5, as `ip -j route` has it. */
export function readMetric(value: string): number | string {
  const number = value.endsWith('ms') ? value.slice(0, -'ms'.length) : value;
  return isWhole(number) ? Number(number) : value;
}

const TUNNELS = new Set(['ip', 'ip6']);
/** Their words are no pairs: `encap mpls 100/200`, `encap seg6 mode encap segs 1 [ 2001:db8::1 ]`. */
const OTHER_ENCAPS = new Set('mpls bpf seg6 seg6local rpl ioam6 xfrm ila'.split(' '));

type Encap = NonNullable<Route['encap']>;

/** `ip id 42 src 0.0.0.0 dst 10.1.1.9 ttl 0 tos 0` behind `encap`; undefined when a word is missing. */
export function readEncap([type = '', ...words]: readonly string[]): Encap | undefined {
  if (OTHER_ENCAPS.has(type)) return {type, words: words.join(' ')};
  if (!TUNNELS.has(type) || words.length % 2 !== 0) return undefined;
  const pairs: Record<string, number | string> = {type};
  for (let i = 0; i < words.length; i += 2) {
    const value = words[i + 1]!;
    if (!/^[a-z_]+$/.test(words[i]!) || !/^[\da-f]/.test(value)) return undefined;
    pairs[words[i]!] = readMetric(value);
  }
  return pairs;
}
