import type {Finding, Mend} from './finding.ts';
import {asRoot, complaint, type Look} from './look.ts';
import {installCommand} from './packages.ts';

/** What the engine of a node said. */
export interface Engine {
  readonly version: string;
  readonly address: string;
  /** `inactive`, `pending`, `active`, `error`, `locked`. */
  readonly swarm: string;
  readonly isManager: boolean;
  /** The UDP port of overlays. */
  readonly dataPort: number | undefined;
}

/** Of what is printed, all may be missing. */
interface Said {
  readonly ServerVersion?: unknown;
  readonly Swarm?: {
    readonly NodeAddr?: unknown;
    readonly LocalNodeState?: unknown;
    readonly ControlAvailable?: unknown;
    readonly Cluster?: {readonly DataPathPort?: unknown} | null;
  };
}

export function readEngine({frames}: Look): Engine | undefined {
  const frame = frames.get('engine');
  if (frame?.exit !== 0) return undefined;
  try {
    const {ServerVersion, Swarm} = JSON.parse(frame.stdout) as Said;
    if (typeof ServerVersion !== 'string' || ServerVersion === '') return undefined;
    const port = Number(Swarm?.Cluster?.DataPathPort ?? 0);
    return {
      version: ServerVersion,
      address: String(Swarm?.NodeAddr ?? ''),
      swarm: String(Swarm?.LocalNodeState ?? 'inactive'),
      isManager: Swarm?.ControlAvailable === true,
      dataPort: port > 0 && port < 65_536 ? port : undefined,
    };
  } catch {
    return undefined;
  }
}

export function judgeEngine(node: string, look: Look): readonly Finding[] {
  const frame = look.frames.get('engine');
  const engine = readEngine(look);
  const base = {area: 'engine', code: 'engine'} as const;
  const mend = (command: string): Mend => ({on: node, command: asRoot(command, look)});
  if (engine === undefined) {
    const why = complaint(frame);
    if (frame?.exit === 127) {
      const command = installCommand('docker', look.family);
      const what = 'there is no docker command';
      return [{...base, code: 'engine.missing', standing: 'gap', what, ...(command && {mend: mend(command)})}];
    }
    if (/permission denied/i.test(why)) {
      const user = look.user?.name ?? 'the user';
      const what = `${user} may not speak with the engine: ${why}`;
      return [{...base, code: 'engine.denied', standing: 'gap', what, mend: mend(`usermod -aG docker ${user}`)}];
    }
    if (/cannot connect|is the docker daemon running|connection refused|no such file/i.test(why)) {
      const command = look.family === 'apk' ? 'rc-service docker start' : 'systemctl enable --now docker';
      const what = `the engine does not answer: ${why}`;
      return [{...base, code: 'engine.down', standing: 'gap', what, mend: mend(command)}];
    }
    return [{...base, standing: 'unknown', what: `what engine there is was not told: ${why}`}];
  }
  const role = engine.isManager ? ', a manager' : ', a worker';
  const swarm = engine.swarm === 'active' ? `in a swarm${role}` : `in no swarm (${engine.swarm})`;
  const told: Finding = {...base, standing: 'ok', what: `Docker ${engine.version} answers, ${swarm}`};
  if (engine.swarm === 'locked') {
    const what = 'its swarm is locked, and waits for the key';
    return [told, {...base, code: 'engine.locked', standing: 'gap', what, mend: mend('docker swarm unlock')}];
  }
  return [told];
}
