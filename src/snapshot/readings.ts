import type {EngineInfo, FactKind, FactRows, Netns} from '../core/facts.ts';
import type {Sysctl} from '../core/rows/sysctl.ts';

/** What a reader makes of a sub-command's standard output. */
export type Reading<Kind extends FactKind> = {readonly rows: readonly FactRows[Kind][]} | {readonly problem: string};

type Fields = Readonly<Record<string, unknown>>;

export function readEngineInfo(text: string): Reading<'docker.info'> {
  const info = readJson(text);
  const swarm = fields(info?.Swarm);
  const version = word(info?.ServerVersion);
  if (info === undefined || swarm === undefined) return {problem: 'docker info printed no JSON'};
  if (version === undefined) return {problem: 'the engine does not answer'};
  const cluster = fields(swarm.Cluster);
  const nodeId = word(swarm.NodeID);
  const nodeAddr = word(swarm.NodeAddr);
  const clusterId = word(cluster?.ID);
  const row: EngineInfo = {
    version,
    kernel: word(info.KernelVersion) ?? '',
    hostname: word(info.Name) ?? '',
    swarm: swarmState(swarm.LocalNodeState),
    ...(nodeId !== undefined && {nodeId}),
    ...(nodeAddr !== undefined && {nodeAddr}),
    isManager: swarm.ControlAvailable === true,
    ...(clusterId !== undefined && {clusterId}),
    dataPathPort: typeof cluster?.DataPathPort === 'number' && cluster.DataPathPort > 0 ? cluster.DataPathPort : 0,
  };
  return {rows: [row]};
}

const STATES = ['active', 'inactive', 'pending', 'locked', 'error'] as const;

function swarmState(value: unknown): EngineInfo['swarm'] {
  return STATES.find(state => state === value) ?? 'unknown';
}

/** Lines of `NAME net:[INODE]`; the first is the host's. */
export function readNetns(text: string): Reading<'netns'> {
  const rows: Netns[] = [];
  for (const line of text.split('\n').filter(one => one !== '')) {
    const [, name, inode] = /^([\w.-]{1,64}) net:\[(\d{1,15})\]$/.exec(line) ?? [];
    if (name === undefined) return {problem: `not a network namespace: ${JSON.stringify(line.slice(0, 80))}`};
    if (!rows.some(row => row.name === name)) rows.push({name, kind: netnsKind(name), inode: Number(inode)});
  }
  return rows[0]?.name === 'host' ? {rows} : {problem: "the host's own network namespace is not listed"};
}

/** Lines of `/proc/sys/PATH:VALUE`; a value is a number. */
export function readSysctls(text: string): Reading<'ns.sysctls'> {
  const rows: Sysctl[] = [];
  for (const line of text.split('\n').filter(one => one !== '')) {
    const [, path, value] = /^\/proc\/sys\/(net(?:\/[^\s/:]+)+):(-?\d{1,10})$/.exec(line) ?? [];
    if (path === undefined || value === undefined)
      return {problem: `not a setting of the kernel: ${JSON.stringify(line.slice(0, 80))}`};
    rows.push({path, value});
  }
  return {rows};
}

/** The kinds by Docker's names; an overlay's prefix is the daemon's epoch and may be any number. */
function netnsKind(name: string): Netns['kind'] {
  if (name === 'host') return 'host';
  if (name === 'ingress_sbox') return 'ingress-sandbox';
  if (/^lb_[a-z0-9]{9}$/.test(name)) return 'load-balancer';
  if (/^\d{1,4}-[a-z0-9]{10}$/.test(name)) return 'overlay';
  return /^[0-9a-f]{12}$/.test(name) ? 'container' : 'other';
}

function readJson(text: string): Fields | undefined {
  try {
    return fields(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
