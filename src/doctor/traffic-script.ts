import {FRAMES} from '../snapshot/frames-script.ts';
import type {Sending} from './traffic-plan.ts';

const SYSTEM = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const PATH = `LC_ALL=C PATH=$PATH:${SYSTEM}; export LC_ALL PATH`;

/** The first word of what is sent: no engine takes it for gossip, and no kernel for VXLAN. */
export const GREETING = 'deepdive';
/** Seconds that a connection may take to come about. */
const SECONDS = 5;
/** A port of this machine itself where nobody listens: what is sent there tells whether connections are tracked. */
export const CONTROL_PORT = 9;

/** Listens for all that is sent in this round, until it is interrupted. */
export function captureLine(ports: readonly {readonly protocol: string; readonly port: number}[]): string {
  const only = (protocol: string, end = '') =>
    [...new Set(ports.filter(one => one.protocol === protocol).map(({port}) => `${end}port ${port}`))].join(' or ');
  // Of UDP only what begins with the greeting: an overlay may be busy.
  const udp = `udp[8:4] = 0x${Buffer.from(GREETING.slice(0, 4)).toString('hex')} and (${only('udp', 'dst ')})`;
  // What opens a connection, and what answers that.
  const tcp = `tcp[tcpflags] & (tcp-syn|tcp-rst) != 0 and (${only('tcp')})`;
  return `${PATH}; exec tcpdump -l -nn -A -p -s 160 -c 4000 -i any '(${udp}) or (${tcp})'`;
}

/**
 * Connects and sends, all at once, by whatever tool there is; each tells how it went, in a line of the frame `sent`. A bash
 * that is called over ssh would read the start-up file of the user first, which may take longer than a connection.
 */
export function sendScript(sendings: readonly Sending[], mark: string, nonce: string): string {
  const one = ({protocol, port, from, to}: Sending) =>
    `${protocol} ${to.address} ${port} '${GREETING} ${mark} ${from.id} ${to.id} ${port}' ${to.id} &`;
  return [
    `n=${nonce}`,
    PATH,
    FRAMES.trimEnd(),
    'c=',
    'for x in bash python3 nc curl; do if command -v $x >/dev/null; then c=$x; break; fi; done',
    'u=$c; [ "$u" != curl ] || u=',
    'tell() { printf "%s %s %s %s %s\\n" "$1" "$2" "$3" "$4" "$(printf %s "$5" | tr "\\n" " " | tail -c 200)"; }',
    'tcp() { case $c in',
    `bash) r=$(timeout ${SECONDS} bash --norc -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>&1);;`,
    `python3) r=$(timeout ${SECONDS + 1} python3 -c 'import socket,sys; socket.create_connection((sys.argv[1],int(sys.argv[2])),${SECONDS})' "$1" "$2" 2>&1);;`,
    `nc) r=$(timeout ${SECONDS} nc -v -z -w ${SECONDS} "$1" "$2" 2>&1 </dev/null);;`,
    `curl) r=$(curl -sS -m ${SECONDS} "telnet://$1:$2" 2>&1 </dev/null);;`,
    `*) r='none of bash, python3, nc and curl is here'; false;; esac; s=$?`,
    '[ -n "$c" ] || s=95; tell tcp "$4" "$2" "$s" "$r"; }',
    'udp() { i=0; while [ $i -lt 3 ]; do i=$((i+1)); case $u in',
    `bash) r=$(bash --norc -c 'printf %s "$2" >"/dev/udp/$0/$1"' "$1" "$2" "$3" 2>&1);;`,
    `python3) r=$(python3 -c 'import socket,sys; socket.socket(socket.AF_INET,socket.SOCK_DGRAM).sendto(sys.argv[3].encode(),(sys.argv[1],int(sys.argv[2])))' "$1" "$2" "$3" 2>&1);;`,
    `nc) r=$(printf %s "$3" | timeout 2 nc -u -w 1 "$1" "$2" 2>&1);;`,
    `*) r='none of bash, python3 and nc is here'; false;; esac; s=$?; done`,
    '[ -n "$u" ] || s=95; tell udp "$4" "$2" "$s" "$r"; }',
    `all() { ${sendings.map(one).join('\n')}`,
    'wait; }',
    'run sent all',
  ].join('\n');
}

/**
 * What of it the node's own firewall has let in: a connection is kept only once the first packet has passed it. What the
 * node sends to itself tells whether connections are tracked there at all.
 */
export function trackedScript(ports: readonly {readonly port: number}[], nonce: string): string {
  const shown = [...new Set([...ports.map(({port}) => port), CONTROL_PORT])].join('|');
  return [
    `n=${nonce}`,
    PATH,
    FRAMES.trimEnd(),
    `if command -v bash >/dev/null; then bash --norc -c 'echo >/dev/udp/127.0.0.1/${CONTROL_PORT}'`,
    `elif command -v python3 >/dev/null; then python3 -c 'import socket; socket.socket(socket.AF_INET,socket.SOCK_DGRAM).sendto(b"x",("127.0.0.1",${CONTROL_PORT}))'`,
    `else echo | timeout 2 nc -u -w 1 127.0.0.1 ${CONTROL_PORT}; fi 2>/dev/null`,
    'list() { if command -v conntrack >/dev/null; then conntrack -L -p udp 2>/dev/null; else cat /proc/net/nf_conntrack; fi; }',
    `tracked() { r=$(list) || return; printf '%s\\n' "$r" | grep -E ' dport=(${shown}) ' | head -n 4000; return 0; }`,
    'run tracked tracked',
  ].join('\n');
}
