import {readFrames} from '../snapshot/frames.ts';
import {outcome} from '../snapshot/outcome.ts';
import {CONTROL_PORT, GREETING} from './traffic-script.ts';

/** How one attempt went, as the sender tells it. */
export interface Sent {
  readonly status: number;
  readonly said: string;
}

/** What a node's cards have seen of this round, coming and going. */
export interface Seen {
  /** `from to port` → the sources of what was sent so: `address port`. */
  readonly udp: ReadonlyMap<string, readonly string[]>;
  /** `source target port` of packets that open a connection. */
  readonly tcp: ReadonlySet<string>;
  /** The same of packets that answer them: what the one who asked has been told, whether or not it noticed in time. */
  readonly answers: ReadonlyMap<string, 'accepted' | 'refused'>;
}

/** What a node's firewall has let in: `source source-port target-port`. */
export type Tracked = ReadonlySet<string> | {readonly why: string};

export function sentKey(protocol: string, to: string, port: number): string {
  return `${protocol} ${to} ${port}`;
}

/** By `sentKey`. */
export function readSent(stdout: string, stderr: string, nonce: string): ReadonlyMap<string, Sent> {
  const frame = readFrames(stdout, stderr, nonce).find(({label}) => label === 'sent');
  const lines = (frame?.stdout ?? '').split('\n').flatMap(line => {
    const [, protocol, to, port, status, said = ''] = /^(tcp|udp) (\S+) (\d+) (\d+) ?(.*)$/.exec(line) ?? [];
    if (protocol === undefined || to === undefined) return [];
    return [[sentKey(protocol, to, Number(port)), {status: Number(status), said: said.trim()}] as const];
  });
  return new Map(lines);
}

const PACKET = /^\d\d:\d\d:\d\d\.\d+ .*?\bIP (\d+(?:\.\d+){3})\.(\d+) > (\d+(?:\.\d+){3})\.(\d+):/;

/** What tcpdump has printed; `mark` tells our packets of this round from all others. */
export function readCapture(text: string, mark: string): Seen {
  const udp = new Map<string, string[]>();
  const tcp = new Set<string>();
  const answers = new Map<string, 'accepted' | 'refused'>();
  const ours = new RegExp(`${GREETING} ${mark} ([\\w.-]+) ([\\w.-]+) (\\d{1,5})`);
  let source = '';
  for (const line of text.split('\n')) {
    const [, from, sourcePort, to, port] = PACKET.exec(line) ?? [];
    if (from !== undefined) {
      source = `${from} ${sourcePort}`;
      const [, flags = ''] = /: Flags \[([A-Z.]+)\]/.exec(line) ?? [];
      if (flags === 'S') tcp.add(`${from} ${to} ${port}`);
      if (flags === 'S.') answers.set(`${to} ${from} ${sourcePort}`, 'accepted');
      if (flags.startsWith('R')) answers.set(`${to} ${from} ${sourcePort}`, 'refused');
    }
    const [, sender, target, wanted] = ours.exec(line) ?? [];
    if (sender === undefined) continue;
    const key = `${sender} ${target} ${wanted}`;
    udp.set(key, [...(udp.get(key) ?? []), source]);
  }
  return {udp, tcp, answers};
}

export function readTracked(stdout: string, stderr: string, nonce: string): Tracked {
  const frame = readFrames(stdout, stderr, nonce).find(({label}) => label === 'tracked');
  const problem = frame === undefined ? {detail: 'nothing was read'} : outcome(frame);
  if (frame === undefined || problem !== null) return {why: `tracked connections cannot be listed: ${problem?.detail}`};
  const entries = new Set<string>();
  let isTracking = false;
  for (const line of frame.stdout.split('\n')) {
    // The first of two directions is that of the packet that began it.
    const [, source, sourcePort, port] = / src=(\S+) dst=\S+ sport=(\d+) dport=(\d+) /.exec(line) ?? [];
    if (source === undefined) continue;
    entries.add(`${source} ${sourcePort} ${port}`);
    if (Number(port) === CONTROL_PORT && line.includes(' dst=127.0.0.1 ')) isTracking = true;
  }
  return isTracking ? entries : {why: 'connections are not tracked there'};
}
