import {espLengths} from '../core/esp-length.ts';
import {FRAMES} from './frames-script.ts';
import type {WirePlan} from './wire-plan.ts';

/** Packets that one capture counts at most. */
export const MOST_PACKETS = 600;
/** A capture of the wire is ended when all nodes have asked; by itself only after so many seconds. */
const LONGEST_SECONDS = 25;
/** Enough for the headers, outer and inner, and the first 32 bytes of the data, also behind a VLAN tag. */
const SNAP_LENGTH = 128;
/** From the UDP header: VXLAN's own, and Ethernet, IP and ICMP inside; then the time that ping puts before its pattern. */
const MARK_OFFSET = 8 + 8 + 14 + 20 + 8 + 16;

/**
 * The shell line that listens on the node's own interface, that by which its peers are reached, until it is interrupted.
 * Of each packet only what tcpdump says is kept, of the data nothing but whether the mark is in it: a dump that has it is
 * one of our own pings.
 */
export function wireCaptureScript(plan: WirePlan, nonce: string): string {
  return scriptOf('probe.wire', nonce, [
    ...neededTools('tcpdump', 'awk'),
    ...underlay(plan.peers),
    // Both the shell and the reader must outlive the interrupt that ends tcpdump, to tell what it saw.
    `{ o=; trap 'o=told' INT`,
    `$t ${LONGEST_SECONDS} ${tcpdump(SNAP_LENGTH)} -x ${plan.port === 4789 ? '' : '-T vxlan '}-i "$i" '${filterOf(plan, nonce)}' 2>&4`,
    `printf '%s exit %s %s\\n' "$n" "$?" "$o"`,
    `} | (trap '' INT; exec awk -v m="$n" '${KEEP_MARKED}')`,
  ]);
}

/** The shell line that asks: all at once, each with two pings that carry the nonce as their pattern. */
export function wireAskScript({asks, port}: WirePlan, nonce: string): string {
  return scriptOf('probe.wire', nonce, [
    ...neededTools('nsenter', 'ping'),
    `ping -V 2>&1 | grep -qE 'iputils|inetutils' || { echo 'no ping that sends a pattern (iputils)' >&2; return 95; }`,
    'ask() {',
    'r=$($t 10 nsenter --net="/var/run/docker/netns/$2" ping -q -n -c 2 -i 0.3 -W 1 -I "$6" -s "$8" -p "$n" "$7" 2>&1); s=$?',
    `if [ "$s" -ge 2 ]; then r=$(printf '%s\\n' "$r" | grep -v PATTERN | head -n 1 | cut -c 1-120); else r=; fi`,
    `printf '%s asked %s %s ${port} %s %s %s %s %s %s %s\\n' "$n" "$1" "$3" "$4" "$5" "$6" "$7" "$8" "$s" "$r"`,
    '}',
    ...asks.map(
      ({network, netns, vni, src, dst, inner, size}) =>
        `ask ${network} ${netns} ${vni} ${src} ${dst} ${inner.src} ${inner.dst} ${size} &`,
    ),
    'wait',
  ]);
}

/** The shell line that listens to gossip for so long; of TCP only to the packets that open a connection. */
export function gossipScript(peers: readonly string[], seconds: number, nonce: string): string {
  return scriptOf('probe.gossip', nonce, [
    ...neededTools('tcpdump'),
    ...underlay(peers),
    `printf '%s for %s\\n' "$n" ${seconds}`,
    `$t ${seconds} ${tcpdump(64)} -i "$i" 'port 7946 and (udp or tcp[13] & 2 != 0)' 2>&1`,
    `printf '%s exit %s told\\n' "$n" "$?"`,
  ]);
}

/** A script of one frame. Its body may return early with a status; `$t` is timeout, and 4 the standard error of the script. */
export function scriptOf(kind: string, nonce: string, body: readonly string[]): string {
  return [
    `n=${nonce}`,
    'LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'export LC_ALL PATH',
    FRAMES.trimEnd(),
    // In a group of its own, as GNU's timeout puts its command by default, tcpdump would not hear of the interrupt.
    "if timeout --foreground 1 true 2>/dev/null; then t='timeout --foreground'; else t=timeout; fi",
    'trap : INT',
    'exec 4>&2',
    'look() {',
    ...body,
    'return 0',
    '}',
    `run ${kind} look`,
  ].join('\n');
}

export function neededTools(...tools: readonly string[]): readonly string[] {
  return [`for x in timeout ${tools.join(' ')}; do command -v $x >/dev/null || { echo "no $x" >&2; return 95; }; done`];
}

/** `$i` becomes the interface by which the first of the peers is reached; each of them that is reached by it is told. */
function underlay(peers: readonly string[]): readonly string[] {
  return [
    'i=',
    `for p in ${peers.join(' ')}; do`,
    `d=$(ip -o route get "$p" | sed -n '1s/.* dev \\([^ ]*\\).*/\\1/p')`,
    '[ -n "$i" ] || i=$d',
    `[ -z "$d" ] || [ "$d" != "$i" ] || printf '%s by %s %s\\n' "$n" "$d" "$p"`,
    'done',
    `[ -n "$i" ] || { echo 'no route to another node' >&2; return 1; }`,
  ];
}

function tcpdump(snapLength: number): string {
  return `tcpdump -l -nn -tt -p --immediate-mode -s ${snapLength} -c ${MOST_PACKETS}`;
}

/** ESP of the sizes that are sent; in clear what is marked, and whatever has the number of an encrypted overlay. */
function filterOf({port, sizes, encrypted}: WirePlan, nonce: string): string {
  const esp = sizes.map(size => {
    const {from, to} = espLengths(size);
    return `(ip[2:2] >= ${20 + from} and ip[2:2] <= ${20 + to})`;
  });
  const clear = [`udp[${MARK_OFFSET}:4] = 0x${nonce.slice(0, 8)}`, ...encrypted.map(vni => `udp[12:4] >> 8 = ${vni}`)];
  return `(ip proto 50 and (${esp.join(' or ')})) or (udp dst port ${port} and (${clear.join(' or ')}))`;
}

/** Hexadecimal dumps are taken out, but for those with the mark; behind each mark a blank is put. */
const KEEP_MARKED = String.raw`
function told() {
  if (index(h, m)) { gsub(m, m " ", h); printf "\t0x0000:  %s\n", h }
  h = ""
}
/^\t0x[0-9a-f]+:/ { sub(/^[^:]*:/, ""); gsub(/ /, ""); h = h $0; next }
{ told(); print }
END { told() }`.trim();
