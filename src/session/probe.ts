import type {Node} from '../cluster/cluster.ts';
import {neutralise} from '../core/neutral.ts';
import {succeeded} from '../core/output.ts';
import {type Hole, holes} from '../core/template.ts';
import {isInRange} from '../core/version-range.ts';
import type {Context} from './context.ts';
import {resolveNode} from './fill.ts';
import type {NodeState} from './state.ts';

const PROBE_TIMEOUT_MS = 20_000;

// One round trip, and one start of the docker CLI. Each line is key=value; a tool that is missing leaves its value empty.
// The engine's own bridges may come before the card: in a container they do. Where its overlays will be is known before
// there is one, from the variable that its daemon was started with (libnetwork, drivers/overlay), which 24 knows no more.
const NODE_PROBE = `PATH=$PATH:/usr/sbin:/sbin
IFS='|' read -r docker swarm addr <<END
$(docker info -f '{{.ServerVersion}}|{{.Swarm.LocalNodeState}}|{{.Swarm.NodeAddr}}' 2>/dev/null)
END
echo "host=$(hostname)"
echo "kernel=$(uname -r)"
echo "docker=$docker"
echo "swarm=$swarm"
[ -n "$addr" ] || addr=$(ip -4 -o addr show scope global 2>/dev/null | grep -vE '^[0-9]+: (docker|br-|veth)' |
  sed -n '1s|.* inet \\([0-9.]*\\)/.*|\\1|p')
[ -n "$addr" ] || addr=$(hostname -I 2>/dev/null | cut -d' ' -f1)
echo "addr=$addr"
overlay=netns
set -- /sys/class/net/vx-*
if [ -e "$1" ]; then overlay=host; fi
case $docker in [0-9].*|1[0-9].*|2[0-3].*)
  for comm in /proc/[0-9]*/comm; do
    { read -r name <"$comm"; } 2>/dev/null && [ "$name" = dockerd ] &&
      grep -qs '_OVERLAY_HOST_MODE=.' "\${comm%comm}environ" && overlay=host
  done ;;
esac
echo "overlay=$overlay"
no=false
command -v modprobe >/dev/null || no=
if [ -e /proc/net/ip_vs ] || modprobe -n ip_vs 2>/dev/null; then echo ipvs=true; else echo ipvs=$no; fi
if grep -qs 'rfc4106(gcm(aes))' /proc/crypto || modprobe -n esp4 2>/dev/null; then echo esp=true; else echo esp=$no; fi`;

const KNOWN = new Set(['host', 'kernel', 'docker', 'swarm', 'addr', 'overlay', 'ipvs', 'esp']);
const PLAIN = /^[\w.:+~-]{1,128}$/;

/** Asks one node for the facts that `@when` and the built-in values need. */
export async function probeNode(node: Node, known: NodeState): Promise<NodeState> {
  const output = await node.run({line: NODE_PROBE, key: 'probe'}, {timeoutMs: PROBE_TIMEOUT_MS, maxBytes: 16_384})
    .ended;
  if (!succeeded(output)) {
    const {end} = output;
    const problem = 'reason' in end ? end.reason : end.kind;
    return {...known, reached: end.kind === 'exited' ? 'yes' : 'no', problem};
  }
  const {problem: _, ...rest} = known;
  const probed = readPairs(output.stdout);
  return {...rest, reached: 'yes', probed: {...probed, ...balancer(probed.docker)}};
}

/**
 * Where the engine puts marks and IPVS for the virtual IPs: until 18.06 in every container, since 18.09 in one sandbox
 * for each network (moby 92335eaef1). No command tells, so it goes by the version; of an unknown one nothing is said.
 */
function balancer(docker: string | undefined): Readonly<Record<string, string>> {
  if (docker === undefined) return {};
  return {lb: isInRange(docker, '<18.09') ? 'container' : 'sandbox'};
}

/** `key=value` lines. Values end up in shell lines, so only plain words are taken. */
function readPairs(stdout: Uint8Array): Record<string, string> {
  const pairs = neutralise(new TextDecoder().decode(stdout))
    .split('\n')
    .map(line => line.split('=', 2) as [string, string?]);
  return Object.fromEntries(pairs.filter(([key, value]) => KNOWN.has(key) && value !== undefined && PLAIN.test(value)));
}

/** Network names as docker allows them. */
const NETWORK = /^[A-Za-z0-9][\w.-]{0,63}$/;

/**
 * Finds the namespaces of the overlays that a text mentions, on the nodes where it does. They are read at the time of
 * use: a namespace comes and goes with the tasks.
 */
export async function probeOverlays(
  context: Context,
  lesson: string,
  texts: readonly string[],
  nodes: readonly string[],
): Promise<void> {
  const wanted = new Map<string, {network: string; node: string}>();
  for (const hole of texts.flatMap(text => holes(text))) {
    const network = overlayOf(hole);
    if (network === undefined) continue;
    for (const node of hole.node === undefined ? nodes : [resolveNode(hole.node, context.scope(lesson))]) {
      if (node !== undefined) wanted.set(`${network}@${node}`, {network, node});
    }
  }
  await Promise.all([...wanted.values()].map(({network, node}) => probeOverlay(context, network, node)));
}

function overlayOf(hole: Hole): string | undefined {
  const match = /^overlay\.(.+)\.(?:netns|lb|id)$/.exec(hole.name);
  return match !== null && NETWORK.test(match[1]!) ? match[1] : undefined;
}

async function probeOverlay(context: Context, network: string, nodeId: string): Promise<void> {
  const node = context.cluster.nodes.find(one => one.id === nodeId);
  if (node === undefined) return;
  const line = `docker network inspect -f '{{.Id}}' ${network} && ls /var/run/docker/netns`;
  const output = await node.run({line, key: `overlay ${network}`}, {timeoutMs: PROBE_TIMEOUT_MS, maxBytes: 65_536})
    .ended;
  const [id, ...files] = new TextDecoder().decode(output.stdout).split('\n');
  const name = `overlay.${network}`;
  for (const part of ['netns', 'lb', 'id']) context.overlays.delete(`${name}.${part}@${nodeId}`);
  if (id === undefined || !/^[a-z0-9]{25}$/.test(id)) return;
  // The number before the dash is an epoch of the daemon; ten characters of the id follow, nine for a load balancer.
  const netns = files.find(file => file.endsWith(`-${id.slice(0, 10)}`) && /^\d+-/.test(file));
  const lb = files.find(file => file === `lb_${id.slice(0, 9)}`);
  context.overlays.set(`${name}.id@${nodeId}`, id);
  if (netns !== undefined) context.overlays.set(`${name}.netns@${nodeId}`, netns);
  if (lb !== undefined) context.overlays.set(`${name}.lb@${nodeId}`, lb);
}
