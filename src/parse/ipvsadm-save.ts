import type {RealServer, VirtualService} from '../core/rows/ipvs.ts';
import {type IpvsLine, readCount, readEndpoint} from './ipvs-draft.ts';

type Service = Omit<VirtualService, 'servers'>;

const PROTOCOLS: Readonly<Record<string, VirtualService['protocol']>> = {
  '-t': 'TCP',
  '-u': 'UDP',
  '--sctp-service': 'SCTP',
};
const FORWARDS: Readonly<Record<string, RealServer['forward']>> = {'-m': 'Masq', '-g': 'Route', '-i': 'Tunnel'};

/** A line of `ipvsadm -S`: `-A` declares a service, `-a` one of its servers. Undefined when it is not understood. */
export function readSaveLine(words: readonly string[]): IpvsLine | undefined {
  const [command, kind = '', name = '', ...options] = words;
  const service = readService(kind, name);
  if (!service) return undefined;
  const key = `${kind} ${name}`;
  if (command === '-A') {
    const rest = readServiceOptions(options);
    return rest && {kind: 'service', service: {...service, ...rest, servers: []}};
  }
  const server = command === '-a' ? readServer(options) : undefined;
  return server && {kind: 'server', server, key};
}

/** What the lines of a service and of its servers have in common. */
export function saveKey(words: readonly string[]): string {
  return `${words[1]} ${words[2]}`;
}

function readService(kind: string, name: string): Service | undefined {
  if (kind === '-f') {
    const fwmark = readCount(name);
    return fwmark === undefined || fwmark > 0xffffffff ? undefined : {protocol: 'FWM', fwmark};
  }
  const protocol = PROTOCOLS[kind];
  const endpoint = readSaveEndpoint(name);
  return protocol && endpoint && {protocol, address: endpoint.host, ...withoutHost(endpoint)};
}

type Endpoint = NonNullable<ReturnType<typeof readEndpoint>>;

/** The save form cuts nothing, so a name of the cut's length is whole. */
function readSaveEndpoint(text: string): Endpoint | undefined {
  const colon = text.lastIndexOf(':');
  const port = readEndpoint(`x${text.slice(Math.max(0, colon))}`);
  const host = /^(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+))$/.exec(text.slice(0, Math.max(0, colon)));
  return port && host ? {...port, host: host[1] ?? host[2]!} : undefined;
}

function withoutHost({host: _, ...port}: Endpoint): Omit<Endpoint, 'host'> {
  return port;
}

function readServiceOptions(options: readonly string[]): Partial<Service> | undefined {
  let service: Partial<Service> = {};
  for (let i = 0; i < options.length; i++) {
    const option = options[i]!;
    const flag: Partial<Service> | undefined =
      option === '-6' ? {ipv6: true} : option === '-o' ? {ops: true} : undefined;
    const more = flag ?? readServiceValue(option, options[++i] ?? '', service);
    if (!more) return undefined;
    service = {...service, ...more};
  }
  return service.scheduler === undefined ? undefined : service;
}

function readServiceValue(option: string, value: string, {flags = []}: Partial<Service>): Partial<Service> | undefined {
  const seconds = readCount(value);
  if (option === '-s' && /^[a-z]{2,10}$/.test(value)) return {scheduler: value};
  if (option === '-p' && seconds !== undefined) return {persistent: seconds};
  if (option === '-M' && /^[\d.]+$/.test(value)) return {netmask: value};
  if (option === '-b' && flags.length === 0 && /^[\w,-]+$/.test(value)) return {flags: value.split(',')};
  // Printed last, and once.
  if (option !== '--pe' || !/^\w+$/.test(value) || flags.some(flag => flag.startsWith('pe '))) return undefined;
  return {flags: [...flags, `pe ${value}`]};
}

function readServer(options: readonly string[]): RealServer | undefined {
  const endpoint = options[0] === '-r' ? readSaveEndpoint(options[1] ?? '') : undefined;
  if (!endpoint) return undefined;
  let server: RealServer = endpoint;
  for (let i = 2; i < options.length; i++) {
    const option = options[i]!;
    const forward = FORWARDS[option];
    if (forward) {
      server = {...server, forward};
      continue;
    }
    const value = options[++i];
    const count = readCount(value);
    if (option === '-w' && count !== undefined) server = {...server, weight: count};
    else if (option === '-x' && count !== undefined) server = {...server, upperThreshold: count};
    else if (option === '-y' && count !== undefined) server = {...server, lowerThreshold: count};
    else if (!option.startsWith('--tun-') || value === undefined) return undefined;
  }
  return server.forward === undefined ? undefined : server;
}
