import type {FactKind} from '../core/facts.ts';

/** What the engine is asked for to learn which objects there are, by the fact made of them. */
const LISTS = {
  'docker.info': 'info',
  'docker.networks': 'networks',
  'docker.containers': 'containers/json',
  'swarm.nodes': 'nodes',
  'swarm.services': 'services',
  'swarm.tasks': 'tasks',
} as const satisfies {readonly [Kind in FactKind]?: string};

type ListedKind = keyof typeof LISTS;

/** The shell variable with a kind's ids, each behind a blank; empty when they are not known. */
export function listed(kind: ListedKind): string {
  return `l_${LISTS[kind].replace('/json', '')}`;
}

/**
 * Keeps of each answer only the ids, and of the engine's own a few plain words: all else, which may hold environments
 * and tokens, ends here on the node. An answer that is not understood gives nothing, and the docker CLI is asked.
 */
export const LISTING_AWK = String.raw`
function value(key,   text) {
  if (!match(body, "\"" key "\":(\"[A-Za-z0-9.:+~_-]*\"|true|false|[0-9]+)")) return "\"\""
  text = substr(body, RSTART, RLENGTH)
  return substr(text, length(key) + 4)
}
function own(key) { return "\"" key "\":" value(key) }
function info(   all, rest) {
  all = body
  if (!match(body, /"Swarm":[{]/)) return
  rest = substr(body, RSTART)
  printf "l_info=\047{%s,%s,%s,\"Swarm\":{", own("ServerVersion"), own("KernelVersion"), "\"Name\":\"" host "\""
  body = rest
  if (match(body, /"RemoteManagers":/)) body = substr(body, 1, RSTART)
  printf "%s,%s,%s,%s,\"Cluster\":", own("NodeID"), own("NodeAddr"), own("LocalNodeState"), own("ControlAvailable")
  body = rest
  if (!match(body, /"Cluster":[{]/)) { print "null}}\047"; return }
  body = substr(body, RSTART)
  printf "{%s,%s}}}\047\n", own("ID"), match(body, /"DataPathPort":[0-9]/) ? own("DataPathPort") : "\"DataPathPort\":0"
}
function list(kind,   pattern, ids, id, whole) {
  pattern = kind == "networks" || kind == "containers" ? "\"Id\":\"[0-9a-z]+\"" : "[[,][{]\"ID\":\"[0-9a-z]+\""
  whole = body
  while (match(body, pattern)) {
    id = substr(body, RSTART, RLENGTH - 1)
    body = substr(body, RSTART + RLENGTH)
    sub(/.*"/, "", id)
    ids = ids " " id
  }
  if (ids != "" || whole ~ /^\[\]/) print "l_" kind "=\047" (ids == "" ? " " : ids) "\047"
}
BEGIN { split(kinds, kind, " ") }
/^[0-9][0-9][0-9]$/ {
  n++
  if ($0 == "200") { if (kind[n] == "info") info(); else list(kind[n]) }
  body = ""
  next
}
{ body = body $0 }`;

const SOCKET = '/var/run/docker.sock';

/**
 * Lists with one process what the docker CLI would need one each for: its start alone costs a small machine more than
 * all else that a snapshot asks. Only where the CLI would talk to that very socket.
 */
export function listing(kinds: ReadonlySet<FactKind>): string[] {
  const asked = (Object.keys(LISTS) as ListedKind[]).filter(kind => kinds.has(kind));
  if (asked.length < 2) return asked.map(kind => `${listed(kind)}=`);
  const names = asked.map(kind => LISTS[kind].replace('/json', '')).join(' ');
  const urls = asked.map(kind => `http://docker/${LISTS[kind]}`).join(' ');
  return [
    ...asked.map(kind => `${listed(kind)}=`),
    `if [ -z "$DOCKER_HOST$DOCKER_CONTEXT" ] && [ ! -e "\${HOME:-/root}/.docker/contexts" ] && [ -S ${SOCKET} ] &&`,
    '  command -v curl >/dev/null && command -v awk >/dev/null; then',
    '  read -r x </proc/sys/kernel/hostname',
    `  eval "$(t curl -s --unix-socket ${SOCKET} -w '\\n%{http_code}\\n' ${urls} 2>/dev/null |`,
    `    awk -v host="$x" -v kinds='${names}' '${LISTING_AWK.trim()}' 2>/dev/null)"`,
    'fi',
  ];
}
