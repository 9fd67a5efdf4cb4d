import type {RealServer, ServiceTable, VirtualService} from '../core/rows/ipvs.ts';

/** A service whose servers are still being read. */
export type ServiceDraft = Omit<VirtualService, 'servers'> & {readonly servers: RealServer[]};

/** What a line of ipvsadm or of /proc/net/ip_vs says. */
export type IpvsLine =
  | {readonly kind: 'service'; readonly service: ServiceDraft}
  /** Belongs to the service above, or to the one of `key` in the save form. */
  | {readonly kind: 'server'; readonly server: RealServer; readonly key?: string}
  | {readonly kind: 'heading'}
  | {readonly kind: 'connection'; readonly connection: NonNullable<ServiceTable['connections']>[number]}
  | {readonly kind: 'timeouts'; readonly timeouts: NonNullable<ServiceTable['timeouts']>};

type Endpoint = Pick<RealServer, 'host' | 'port' | 'portName' | 'truncated'>;

/** ipvsadm cuts names with their port to this length. */
const CUT = 28;
const FORWARD: ReadonlySet<string> = new Set(['Masq', 'Route', 'Tunnel', 'Local']);

/** Reads `10.0.0.3:80`, `[2001:db8::1]:443`, `web.vote:http`, or a name that lost its port to the cut. */
export function readEndpoint(text: string): Endpoint | undefined {
  const numeric = /^(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:.]+\]):(\d{1,5})$/.exec(text);
  const cut = text.length >= CUT;
  if (numeric && !(cut && text.length === CUT)) {
    const port = Number(numeric[2]);
    return port <= 65535 ? {host: numeric[1]!.replace(/[[\]]/g, ''), port} : undefined;
  }
  // At the cut's length nobody knows whether the last digit of the port is its last.
  if (cut) return text.length === CUT ? cutEndpoint(text) : undefined;
  const [, host, service] = /^([\w.-]+|\[[0-9a-fA-F:.]+\]):([\w.+*/-]+)$/.exec(text) ?? [];
  if (host === undefined || service === undefined) return undefined;
  const name = host.replace(/[[\]]/g, '');
  if (!/^\d+$/.test(service)) return {host: name, portName: service};
  return Number(service) <= 65535 ? {host: name, port: Number(service)} : undefined;
}

function cutEndpoint(text: string): Endpoint | undefined {
  const host = /^(?:[\w.-]+|\[[0-9a-fA-F:.]+\]?)/.exec(text)?.[0];
  return host === undefined ? undefined : {host: host.replace(/[[\]]/g, ''), truncated: true};
}

export function readForward(text: string): RealServer['forward'] | undefined {
  return FORWARD.has(text) ? (text as RealServer['forward']) : undefined;
}

export function readCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
