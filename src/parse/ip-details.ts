import type {Link} from '../core/rows/link.ts';
import {addExtra, type Edit} from './ip-draft.ts';
import {LINK_DETAILS} from './ip-link-line.ts';
import {compile} from './scan/compile.ts';
import {isDigits} from './scan/digits.ts';
import {isWhole, keywords, readKeywords} from './scan/keywords.ts';

type Data = NonNullable<Link['infoData']>;
interface Details {
  readonly data: Data;
  readonly unknown: readonly string[];
}

const KINDS = new Set(
  (
    'bareudp batadv bond bridge can dsa dummy erspan geneve gre gretap gtp hsr ifb ip6erspan ip6gre ip6gretap ip6tnl ' +
    'ipip ipoib ipvlan ipvtap macsec macvlan macvtap netdevsim netkit nlmon rmnet sit team tun vcan veth vlan vrf vti ' +
    'vti6 vxcan vxlan wireguard wwan xfrm bridge_slave bond_slave vrf_slave team_slave hsr_slave'
  ).split(' '),
);

const VXLAN = keywords({
  flag:
    'proxy rsc l2miss l3miss external gbp gpe vnifilter learning nolearning udpcsum noudpcsum udp6zerocsumtx ' +
    'noudp6zerocsumtx udp6zerocsumrx noudp6zerocsumrx remcsumtx remcsumrx localbypass nolocalbypass',
  word: 'group remote local dev tos ttl df flowlabel ageing reserved_bits',
  number: 'id dstport maxaddr',
});
/** Words of the text and their keys in `ip -j -d`. */
const KEYS: ReadonlyMap<string, string> = new Map([
  ['dev', 'link'],
  ['dstport', 'port'],
  ['maxaddr', 'limit'],
  ['flowlabel', 'label'],
  ['udpcsum', 'udp_csum'],
  ['udp6zerocsumtx', 'udp_zero_csum6_tx'],
  ['udp6zerocsumrx', 'udp_zero_csum6_rx'],
  ['remcsumtx', 'remcsum_tx'],
  ['remcsumrx', 'remcsum_rx'],
  ['designated_root', 'root_id'],
  ['designated_bridge', 'bridge_id'],
  ['group_address', 'group_addr'],
  ['port_id', 'id'],
  ['port_no', 'no'],
]);
const SLAVE = '_slave';
const PAIR_KINDS = new Set('bridge bridge_slave vlan macvlan macvtap ipvlan tun vrf vrf_slave'.split(' '));
const PAIR_WORDS = new Set(
  'on off disabled listening learning forwarding blocking bridge private vepa passthru source l2 l3 l3s tun tap'.split(
    ' ',
  ),
);
const DECIMAL = /^\d{1,15}\.\d{1,6}$/;
const PAIR_VALUE =
  /^(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?|802\.1[a-zA-Z]+|[0-9a-fA-F]{4}\.[0-9a-fA-F:]+|(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2})$/;
const KEY = /^[a-z]\w*$/;
const PAIR: readonly RegExp[] = [KEY, PAIR_VALUE];
const ADDRESS_KEYS = new Set(['group', 'remote', 'local']);
/** JSON has these as text although they look like numbers. */
const TEXT_KEYS = new Set(['group_fwd_mask']);

export function isKind(word: string | undefined): boolean {
  return word !== undefined && KINDS.has(word);
}

/** `vxlan id 4098 srcport 0 0 dstport 4789 proxy … numtxqueues 1 …` */
export function readDetails(words: readonly string[]): Edit | undefined {
  const kind = words[0]!;
  const common = words.findIndex((word, i) => i > 0 && LINK_DETAILS.has(word));
  const own = words.slice(1, common < 0 ? undefined : common);
  const rest = common < 0 ? undefined : readKeywords(words, LINK_DETAILS, common);
  const details =
    kind === 'vxlan' ? readVxlan(own) : PAIR_KINDS.has(kind) ? readPairs(own, kind) : {data: {}, unknown: own};
  if (!details || (common >= 0 && !rest)) return undefined;
  const {data, unknown} = details;
  return link => {
    const isSlave = kind.endsWith(SLAVE);
    if (isSlave) link.slaveKind = kind.slice(0, -SLAVE.length);
    else link.infoKind = kind;
    if (Object.keys(data).length > 0) link[isSlave ? 'slaveData' : 'infoData'] = data;
    addExtra(link, [...unknown, ...(rest?.unknown ?? [])]);
  };
}

function readVxlan(words: readonly string[]): Details | undefined {
  const at = words.indexOf('srcport');
  const [low, high] = at < 0 ? [] : words.slice(at + 1, at + 3);
  if (at >= 0 && !(isWhole(low) && isWhole(high))) return undefined;
  const read = readKeywords(
    // Ubuntu's iproute2 prints `fan-map` for every vxlan.
    words.filter((word, i) => word !== 'fan-map' && (at < 0 || i < at || i > at + 2)),
    VXLAN,
  );
  if (!read) return undefined;
  const data: Record<string, string | number | boolean> = {};
  for (let i = 0; i < read.pairs.length; i += 2) {
    const key = read.pairs[i]!;
    const value = read.pairs[i + 1]!;
    const isAddress6 = ADDRESS_KEYS.has(key) && value.includes(':');
    data[isAddress6 ? `${key}6` : (KEYS.get(key) ?? key)] = value === 'auto' ? 0 : scalar(value);
  }
  for (const flag of read.flags) {
    const word = flag.startsWith('no') ? flag.slice(2) : flag;
    data[KEYS.get(word) ?? word] = word === flag;
  }
  if (at >= 0) data.port_range = `${low}-${high}`;
  return {data, unknown: read.unknown};
}

/** Kinds that print `key value` only; a pair whose value is of another sort is kept as unknown words. */
function readPairs(words: readonly string[], kind: string): Details {
  compile(PAIR);
  const data: Record<string, string | number | boolean> = {};
  const unknown: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const key = words[i]!;
    const value = words[i + 1];
    if (key.startsWith('<') && key.endsWith('>')) data.flags = key.slice(1, -1);
    else if (value !== undefined && KEY.test(key) && isPairValue(value)) {
      data[pairKey(key, kind)] = TEXT_KEYS.has(key) ? value : scalar(value);
      i++;
    } else unknown.push(key);
  }
  return {data, unknown};
}

function isPairValue(value: string): boolean {
  return PAIR_WORDS.has(value) || isDigits(value) || PAIR_VALUE.test(value);
}

function pairKey(key: string, kind: string): string {
  if (kind === 'bridge_slave' && key === 'mcast_router') return 'multicast_router';
  const short = key.startsWith('mcast_') ? shorten(shorten(key, '_count', '_cnt'), '_interval', '_intvl') : key;
  return KEYS.get(short) ?? short;
}

function shorten(key: string, end: string, short: string): string {
  return key.endsWith(end) ? `${key.slice(0, -end.length)}${short}` : key;
}

function scalar(value: string): string | number | boolean {
  if (value === 'on' || value === 'off') return value === 'on';
  const isNumber = value.includes('.') ? DECIMAL.test(value) : isWhole(value);
  return isNumber ? Number(value) : value;
}
