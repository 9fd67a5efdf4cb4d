import type {TRAFFIC_FACTS} from '../core/facts.ts';
import type {DnsAnswer, MeshReply} from '../core/rows/probe.ts';
import {FRAMES} from './frames-script.ts';
import {MARK} from './mark.ts';

type ProbeKind = (typeof TRAFFIC_FACTS)[number];

/** Bounds of what one node asks, so that a probe of a large cluster stays a probe. */
const CONTAINERS = 6;
const NAMES = 12;
const PORTS = 4;
const PEERS = 8;
const REQUESTS = 6;
const BODY = 200;

/** One container of each service, and every name that the node's overlays know. */
const DNS = `if command -v busybox >/dev/null; then q='busybox nslookup -type=a'; elif command -v nslookup >/dev/null
then q='nslookup -type=a'; else echo 'no nslookup' >&2; return 95; fi
o=$(docker network ls -q --filter driver=overlay) && c=$(docker ps -q) || return
[ -n "$o" ] && [ -n "$c" ] || return 0
o=$(docker network inspect -v --format '{{range $k, $v := .Services}}{{println $k}}{{end}}' $o) || return
o=$(printf '%s\\n' "$o" | sort -u | grep -E '^[A-Za-z0-9][A-Za-z0-9_.-]*$' | head -n ${NAMES})
c=$(docker inspect --type container --format '{{index .Config.Labels "com.docker.swarm.service.name"}} {{.Id}} {{.NetworkSettings.SandboxKey}}' $c) || return
printf '%s\\n' "$c" | grep -v '^ ' | sort -u -k1,1 | head -n ${CONTAINERS} | while read -r x i k; do
for x in $o; do for y in "$x" "tasks.$x"; do
printf '%s name %s %s\\n' "$n" "$i" "$y"
t nsenter --net="$k" $q "$y." 127.0.0.11 </dev/null 2>&1
done; done; done
return 0`;

/** Every other node of ingress, at each published port, several times: from outside of the node that is asked. */
const MESH = `command -v curl >/dev/null || { echo 'no curl' >&2; return 95; }
a=$(docker info --format '{{.Swarm.NodeAddr}}') || return
p=$(docker network inspect --format '{{range .Peers}}{{println .IP}}{{end}}' ingress) || return
d=$(iptables -t nat -S DOCKER-INGRESS 2>/dev/null | sed -n 's/.*-p tcp .*--dport \\([0-9][0-9]*\\) .*DNAT.*/\\1/p' | head -n ${PORTS})
for x in $(printf '%s\\n' "$p" | grep -vxF "$a" | head -n ${PEERS}); do for y in $d; do
printf '%s to %s %s\\n' "$n" "$x" "$y"
u="http://$x:$y/?probe=\${n#????????}"
t curl -s -m 2 -H 'Connection: close' -w "\\n$n reply %{http_code}\\n" ${'"$u" '.repeat(REQUESTS)}2>/dev/null | head -c 8000
done; done
return 0`;

/** The shell line of one probe: it sends traffic, so it runs only when it is asked for, and after all else. */
export function probeScript(kind: ProbeKind, nonce: string): string {
  return [
    `n=${nonce}`,
    'LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'export LC_ALL PATH',
    FRAMES.trimEnd(),
    'if command -v timeout >/dev/null; then t() { timeout 10 "$@"; }; else t() { "$@"; }; fi',
    `look() { ${kind === 'probe.dns' ? DNS : MESH}`,
    '}',
    `run ${kind} look`,
  ].join('\n');
}

export function readDnsAnswers(text: string): {readonly rows: readonly DnsAnswer[]} | {readonly problem: string} {
  const rows: DnsAnswer[] = [];
  for (const part of text.split(`${MARK}name `).slice(1)) {
    const [head = '', ...lines] = part.split('\n');
    const [, container, name] = /^([0-9a-f]{12})[0-9a-f]* (\S+)$/.exec(head) ?? [];
    if (container === undefined || name === undefined) return {problem: `not an answer: ${head.slice(0, 80)}`};
    // What stands before the first name is the address of the resolver itself.
    const answers = lines.slice(
      Math.max(
        0,
        lines.findIndex(line => line.startsWith('Name:')),
      ),
    );
    const isKnown = answers[0]?.startsWith('Name:') === true;
    const addresses = answers.flatMap(line => /^Address(?: \d+)?:\s*(\d+(?:\.\d+){3})\b/.exec(line)?.[1] ?? []);
    if (!isKnown && lines.some(line => /timed out|no servers could be reached/.test(line)))
      return {problem: `the resolver did not answer for ${name}`};
    rows.push({container, name, addresses: isKnown ? [...new Set(addresses)] : []});
  }
  return {rows};
}

export function readMeshReplies(text: string): {readonly rows: readonly MeshReply[]} | {readonly problem: string} {
  const rows: MeshReply[] = [];
  for (const part of text.split(`${MARK}to `).slice(1)) {
    const [, to, port] = /^(\S+) (\d{1,5})\n/.exec(part) ?? [];
    if (to === undefined || port === undefined) return {problem: `not a request: ${part.slice(0, 80)}`};
    let rest = part.slice(part.indexOf('\n') + 1);
    for (;;) {
      const end = rest.indexOf(`${MARK}reply `);
      const [whole, code] = end < 0 ? [] : (/^.reply (\d{3})\n?/s.exec(rest.slice(end)) ?? []);
      if (whole === undefined || code === undefined) break;
      rows.push({to, port: Number(port), code: Number(code), body: rest.slice(0, Math.min(end, BODY)).trim()});
      rest = rest.slice(end + whole.length);
    }
    // Cut by its time: what is missing is requests that nothing answered.
    const seen = rows.filter(row => row.to === to && row.port === Number(port)).length;
    for (let i = seen; i < REQUESTS; i++) rows.push({to, port: Number(port), code: 0, body: ''});
  }
  return {rows};
}
