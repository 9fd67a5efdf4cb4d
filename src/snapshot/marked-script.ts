import type {MarkedPlan, MarkedRequest} from '../core/marked.ts';
import {neededTools, scriptOf} from './wire-script.ts';

/** Packets that one namespace shows at most, in all and for each request: one that is lost is sent again. */
const FEWEST_PACKETS = 1_000;
const PACKETS_EACH = 60;
/** Requests that are under way at a time. */
const AT_ONCE = 16;
/** A watch is ended when all is sent; by itself only after so many seconds, and as many more as requests may take. */
const LONGEST_SECONDS = 22;
/** Enough for the headers of TCP inside VXLAN, with all options, behind a cooked header. */
const SNAP_LENGTH = 192;
/** Seconds for a connection, in which a lost first packet is sent once more, and with the answer; one that says nothing has none. */
const CONNECT_SECONDS = 2;
const ALL_SECONDS = {http: 3, connect: 2} as const;

/** Names that an engine gives to namespaces: these words come from nodes, and go into shell lines. */
const NETNS = /^(?:host|ingress_sbox|lb_[a-z0-9]{9}|\d{1,6}-[a-z0-9]{10}|[0-9a-f]{12})$/;
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const BALANCER = /^(?:ingress_sbox|lb_)/;

export function isNetnsName(name: string): boolean {
  return NETNS.test(name);
}

/** The first and the last mark of those that are sent. */
interface MarkRange {
  readonly first: number;
  readonly last: number;
}

export function mostPackets(requests: number): number {
  return Math.max(FEWEST_PACKETS, PACKETS_EACH * requests);
}

/** How long a watch may last, with all that is sent meanwhile. */
export function longestSeconds(requests: number): number {
  return LONGEST_SECONDS + Math.ceil(requests / AT_ONCE) * ALL_SECONDS.http;
}

function marksOf(requests: readonly MarkedRequest[]): MarkRange {
  const marks = requests.map(({mark}) => mark);
  return {first: Math.min(...marks), last: Math.max(...marks)};
}

/**
 * The shell line that watches these namespaces of a node until it is interrupted: each line of tcpdump comes behind the
 * name of its namespace. Then it tells which real servers IPVS has chosen.
 */
export function watchScript(
  namespaces: readonly string[],
  {requests, dataPort}: Pick<MarkedPlan, 'requests' | 'dataPort'>,
  nonce: string,
): string {
  const marks = marksOf(requests);
  const [inside, host] = [filterInside(marks), filterOnHost(marks, checkedPort(dataPort))];
  const known = namespaces.map(checkedNetns);
  const dump = `tcpdump -l -nn -tt -S -p --immediate-mode -s ${SNAP_LENGTH} -c ${mostPackets(requests.length)}${dataPort === 4789 ? '' : ' -T vxlan'}`;
  return scriptOf('walk', nonce, [
    ...neededTools('tcpdump', 'awk', 'nsenter'),
    "o= ; trap 'o=told' INT",
    'enter() { if [ "$w" = host ]; then "$@"; else nsenter --net="/var/run/docker/netns/$w" "$@"; fi; }',
    'watch() {',
    'w=$1',
    // nsenter in place of a function: timeout runs programs only.
    'in= ; [ "$w" = host ] || in="nsenter --net=/var/run/docker/netns/$w"',
    `{ $t ${longestSeconds(requests.length)} $in ${dump} -i any "$2" 2>&1; echo "exit $?"; } | while IFS= read -r x; do`,
    `case $x in *'listening on '*) printf '%s settled %s\\n' "$n" "$w" >&4;; esac`,
    `printf '%s at %s %s\\n' "$n" "$w" "$x"`,
    'done',
    // Who could not listen, or does no more, is not waited for.
    `printf '%s settled %s\\n' "$n" "$w" >&4`,
    '}',
    ...known.map(netns => `watch ${netns} '${netns === 'host' ? host : inside}' &`),
    // The interrupt ends the first; by the second all that was seen is told.
    'wait; wait',
    `[ -z "$o" ] || printf '%s told\\n' "$n"`,
    `for w in ${known.filter(netns => BALANCER.test(netns)).join(' ')}; do`,
    `enter cat /proc/net/ip_vs_conn 2>/dev/null | awk -v p="$n server $w" '${chosenBy(marks)}'`,
    'done',
  ]);
}

/** The shell line that sends all requests from a namespace, some at a time, each from its mark as the source port. */
export function sendScript({sender, speaks, requests}: MarkedPlan, nonce: string): string {
  const netns = checkedNetns(sender.netns);
  const enter = netns === 'host' ? '' : `nsenter --net=/var/run/docker/netns/${netns} `;
  const curl = `curl -q -s -o /dev/null --noproxy '*' --connect-timeout ${CONNECT_SECONDS} -m ${ALL_SECONDS[speaks]}`;
  const url = speaks === 'http' ? 'http://$2:$3/?probe=$1' : 'telnet://$2:$3';
  return scriptOf('walk', nonce, [
    ...neededTools('curl', 'nsenter'),
    'send() {',
    `$t 10 ${enter}${curl} --local-port "$4" "${url}" </dev/null; printf '%s sent %s %s\\n' "$n" "$4" "$?"`,
    '}',
    'many() {',
    'k=$1',
    `while [ "$k" -gt 0 ]; do`,
    // Not the whole nonce, which is what marks the lines of this script.
    `send ${nonce.slice(0, 8)} "$2" "$3" "$m" &`,
    'k=$((k-1)) m=$((m+1)) c=$((c+1))',
    `[ $((c % ${AT_ONCE})) != 0 ] || wait`,
    'done',
    '}',
    'c=0',
    ...alike(requests).map(
      ({mark, address, port, count}) =>
        `m=${checkedPort(mark)}; many ${count} ${checkedAddress(address)} ${checkedPort(port)}`,
    ),
    'wait',
  ]);
}

/** Requests to one address, whose marks follow one another, as one. */
function alike(requests: readonly MarkedRequest[]): readonly (MarkedRequest & {readonly count: number})[] {
  const found: (MarkedRequest & {count: number})[] = [];
  for (const request of requests) {
    const last = found.at(-1);
    const {mark, address, port} = request;
    const goesOn =
      last !== undefined && last.address === address && last.port === port && last.mark + last.count === mark;
    if (goesOn) last.count += 1;
    else found.push({...request, count: 1});
  }
  return found;
}

/** SYN and RST: each way of a connection begins with one, and they are enough to know it. */
function filterInside({first, last}: MarkRange): string {
  return `tcp[13] & 6 != 0 and tcp portrange ${first}-${last}`;
}

/** Also inside VXLAN: from the UDP header 8 bytes, its own 8, Ethernet 14, then IP without options and TCP. */
function filterOnHost(marks: MarkRange, dataPort: number): string {
  const isMark = (at: number) => `(udp[${at}:2] >= ${marks.first} and udp[${at}:2] <= ${marks.last})`;
  const inside = `udp[30] = 0x45 and udp[39] = 6 and udp[63] & 6 != 0 and (${isMark(50)} or ${isMark(52)})`;
  return `(${filterInside(marks)}) or (udp dst port ${dataPort} and ${inside})`;
}

/** Ports and addresses are hexadecimal there, and 4E20 is a number to awk unless it is made a word. */
function chosenBy({first, last}: MarkRange): string {
  const word = (port: number) => `"${port.toString(16).toUpperCase().padStart(4, '0')}"`;
  return `$1 == "TCP" && ($3 "") >= ${word(first)} && ($3 "") <= ${word(last)} {print p, $3, $6}`;
}

function checkedNetns(name: string): string {
  if (!isNetnsName(name)) throw new Error(`not the name of a namespace: ${name}`);
  return name;
}

function checkedAddress(address: string): string {
  if (!IPV4.test(address)) throw new Error(`not an address: ${address}`);
  return address;
}

function checkedPort(port: number): number {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`not a port: ${port}`);
  return port;
}
