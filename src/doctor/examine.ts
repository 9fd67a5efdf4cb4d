import type {Cluster, Node} from '../cluster/cluster.ts';
import {describeEnd, type Output} from '../core/output.ts';
import {firstLine} from '../snapshot/outcome.ts';
import {packedLine} from '../snapshot/script.ts';
import {judgeClock, type Measured, measureSkew} from './clock.ts';
import {examineScript} from './examine-script.ts';
import type {Finding, NodeReport, PairReport} from './finding.ts';
import {judgeEngine, readEngine} from './judge-engine.ts';
import {judgeKernel} from './judge-kernel.ts';
import {judgePrivileges, sudoRefusal} from './judge-privileges.ts';
import {judgeTools, type NeededTool} from './judge-tools.ts';
import {type Look, readLook} from './look.ts';
import {measureTraffic, type TrafficOptions} from './traffic.ts';
import {type Place, planTraffic} from './traffic-plan.ts';

/** What a module asks of a cluster. */
export interface Needs {
  readonly tools: readonly NeededTool[];
  /** Whether the nodes are, or are to be, a swarm: it needs an engine, a kernel and ports. */
  readonly swarm: boolean;
  readonly root: boolean;
}

export interface Examined {
  readonly nodes: readonly NodeReport[];
  readonly pairs: readonly PairReport[];
}

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 4 * 1024 * 1024;
/** The usual UDP port of overlays. */
const DATA_PORT = 4789;

/** Looks at all nodes at once, and then at what passes between them. Never rejects for what a node does or fails to do. */
export async function examine(cluster: Cluster, needs: Needs, options: TrafficOptions): Promise<Examined> {
  const visits = await Promise.all(cluster.nodes.map(node => visit(node, needs, options)));
  const looks = new Map(visits.flatMap(({node, look}) => (look === undefined ? [] : [[node.id, look] as const])));
  const skews = await Promise.all(
    visits.map(({node, look}) => (look === undefined ? undefined : measureSkew(node, options.signal))),
  );
  const nodes = visits.map(({node, look, reach}, index): NodeReport => {
    const {id, role, address} = node;
    const others = skews.filter((one, at): one is Measured => one !== undefined && at !== index);
    const skew = skews[index];
    const clock = skew === undefined ? [] : [judgeClock(id, look, skew, others)];
    const found = look === undefined ? [] : judgeNode(id, look, needs);
    return {id, role, address, findings: [...reach, ...found, ...clock]};
  });
  return {nodes, pairs: needs.swarm ? await pairs(cluster.nodes, looks, options) : []};
}

interface Visit {
  readonly node: Node;
  /** Undefined when nothing was read. */
  readonly look: Look | undefined;
  readonly reach: readonly Finding[];
}

async function visit(node: Node, {tools, swarm}: Needs, {nonce, signal}: TrafficOptions): Promise<Visit> {
  const own = nonce();
  const script = examineScript({tools: tools.map(({tool}) => tool), swarm}, own);
  const limits = {timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, ...(signal && {signal})};
  const output = await node.run({line: packedLine(script), nonce: own}, limits).ended;
  const decoder = new TextDecoder();
  const look = readLook(decoder.decode(output.stdout), decoder.decode(output.stderr), own);
  return {node, look, reach: [reachFinding(node.id, output, look !== undefined)]};
}

function reachFinding(id: string, {end, stderr}: Output, wasRead: boolean): Finding {
  const base = {area: 'reach', code: 'reach'} as const;
  if (wasRead && end.kind === 'exited') return {...base, standing: 'ok', what: 'it answers'};
  const said = firstLine(new TextDecoder().decode(stderr));
  const why = `${describeEnd(end)}${said === '' || 'reason' in end ? '' : `: ${said}`}`;
  if (wasRead) return {...base, standing: 'unknown', what: `the look at it broke off (${why})`};
  const refusal = 'reason' in end ? sudoRefusal(id, end.reason) : undefined;
  return refusal ?? {...base, standing: 'unknown', what: `it could not be looked at: ${why}`};
}

function judgeNode(id: string, look: Look, {tools, swarm, root}: Needs): readonly Finding[] {
  return [
    ...judgePrivileges(id, look, root),
    ...(swarm ? [...judgeEngine(id, look), ...judgeKernel(id, look)] : []),
    ...judgeTools(id, look, tools),
  ];
}

/** What could not be reached is in no pair: why is told of the node. */
function pairs(
  nodes: readonly Node[],
  looks: ReadonlyMap<string, Look>,
  options: TrafficOptions,
): Promise<readonly PairReport[]> {
  const places: Place[] = [];
  const blind: Place[] = [];
  const hasRoles = nodes.some(({role}) => role !== undefined);
  let dataPort = DATA_PORT;
  for (const [index, {id, role}] of nodes.entries()) {
    const look = looks.get(id);
    if (look === undefined) continue;
    const engine = readEngine(look);
    dataPort = engine?.dataPort ?? dataPort;
    const isManager = engine?.swarm === 'active' ? engine.isManager : hasRoles ? role === 'manager' : index === 0;
    const own = (look.frames.get('address')?.stdout ?? '').trim();
    const address = isIpv4(engine?.address) ? engine!.address : own;
    (isIpv4(address) ? places : blind).push({id, address, isManager});
  }
  return measureTraffic(nodes, planTraffic(places, dataPort), looks, options).then(told => [
    ...told,
    ...blind.flatMap(({id}) =>
      places.map(({id: to}) => ({
        from: id,
        to,
        findings: [
          {area: 'traffic', code: 'traffic', standing: 'unknown', what: `${id} did not tell an IPv4 address`} as const,
        ],
      })),
    ),
  ]);
}

function isIpv4(text: string | undefined): text is string {
  return text !== undefined && /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text);
}
