import type {NETNS_FACTS} from '../core/facts.ts';
import {batchLines, isBatched} from './batch.ts';
import {FRAMES} from './frames-script.ts';

type Kind = (typeof NETNS_FACTS)[number];

/** The rules that every namespace begins with, as iproute2 prints them in JSON, with details or without. */
const FIRST_RULES = [{}, {protocol: 'kernel'}].map(details => {
  const rule = (priority: number, table: string) => JSON.stringify({priority, src: 'all', table, ...details});
  return `*'[${[rule(0, 'local'), rule(32_766, 'main'), rule(32_767, 'default')].join()}]'`;
});

/** The routes of all tables, where others than the main one may be in use. `$r` ends in the rules, where they are known. */
const ALL_TABLES = `case $r in ${FIRST_RULES.join('|')}) ;; *)
run "ns.routes $w" ip -4 -j route show table all || run "ns.routes $w" ip -4 route show table all;; esac`;

/** What decides of a packet besides tables: what is forwarded, tracked, encrypted, and taken as coming the right way. */
const SETTINGS = [
  'ipv4/ip_forward',
  'ipv4/conf/*/forwarding',
  'ipv4/conf/*/rp_filter',
  'ipv4/conf/*/disable_xfrm',
  'ipv4/vs/conntrack',
  'bridge/bridge-nf-call-iptables',
].map(path => `/proc/sys/net/${path}`);

/** Whether a list of IPVS has its headings and nothing behind; one that begins in another way is not known to be empty. */
export const NO_SERVICE = `none() { read -r x && read -r x && read -r x || return
case $x in '-> RemoteAddress:Port Forward '*) ! read -r x && [ -z "$x" ];; *) return 1;; esac; }`;

/** In the namespace named `$w`. */
const LOOKS: Readonly<Record<Kind, string>> = {
  'ns.links': 'run "ns.links $w" ip -j -d addr show || run "ns.links $w" ip -d addr show',
  'ns.fdb': 'run "ns.fdb $w" bridge -j fdb show || run "ns.fdb $w" bridge fdb show',
  'ns.neigh': 'run "ns.neigh $w" ip -j neigh show || run "ns.neigh $w" ip neigh show',
  'ns.routes': 'run "ns.routes $w" ip -j route show || run "ns.routes $w" ip route show',
  'ns.rules': 'run "ns.rules $w" ip -j rule show || run "ns.rules $w" ip rule show',
  // A setting that is not there, as its module is not, is left out. A shell reads a byte at a time, and these files have
  // no second one for it.
  'ns.sysctls': `set --
for f in ${SETTINGS.join(' ')}; do [ ! -r "$f" ] || set -- "$@" "$f"; done
run "ns.sysctls $w" grep -H . /dev/null "$@"`,
  // Both back ends, since both may hold rules; the legacy saver only where legacy tables are in use or that is not known.
  'ns.iptables': `legacy() { [ -r /proc/net/ip_tables_names ] && ! read -r x </proc/net/ip_tables_names || iptables-legacy-save -c; }
k=
if command -v iptables-nft-save >/dev/null; then k=1; run "ns.iptables $w nft" iptables-nft-save -c; fi
if command -v iptables-legacy-save >/dev/null; then k=1; run "ns.iptables $w legacy" legacy; fi
[ -n "$k" ] || run "ns.iptables $w default" iptables-save -c`,
  // Most namespaces have no virtual service: behind its three headings the kernel's own list has nothing then.
  'ns.ipvs': `${NO_SERVICE}
if [ ! -e /proc/net/ip_vs ]; then b "ns.ipvs $w"; echo 'the kernel has no ip_vs' >&2; e 95
elif none </proc/net/ip_vs; then b "ns.ipvs $w"; e 0
else run "ns.ipvs $w" ipvsadm -Sn || run "ns.ipvs $w" cat /proc/net/ip_vs; fi`,
};

/** The shell lines that look at facts of these kinds in the namespace that they are run in, and whose name is given them. */
export function lookScript(kinds: readonly Kind[]): string {
  const batch = kinds.filter(isBatched);
  const looks = (some: readonly Kind[]) => some.map(kind => LOOKS[kind]);
  return [
    FRAMES.trimEnd(),
    'w=$1 r=',
    ...(batch.length > 1 ? batchLines(batch, looks(batch)) : looks(batch)),
    ...(kinds.includes('ns.rules') ? [ALL_TABLES] : []),
    ...looks(kinds.filter(kind => !isBatched(kind))),
  ].join('\n');
}
