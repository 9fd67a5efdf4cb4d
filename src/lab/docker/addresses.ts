import {networkInterfaces} from 'node:os';
import type {Engine} from '../../cluster/engine.ts';

/** `10.77.0.0/24`, and its 255 neighbours for labs beside a first one. */
export function subnet(index: number): string {
  return `10.77.${index}.0/24`;
}

/** Address number `host` of the subnet. */
export function addressIn(index: number, host: number): string {
  return `10.77.${index}.${host}`;
}

/** The subnets that neither the engine's networks nor this machine's use, best first. */
export async function freeSubnets(engine: Engine): Promise<readonly number[]> {
  const networks = await engine.listNetworks();
  const taken = [
    ...networks.flatMap(({IPAM}) => (IPAM?.Config ?? []).flatMap(({Subnet}) => Subnet ?? [])),
    ...Object.values(networkInterfaces()).flatMap(all => (all ?? []).flatMap(({cidr}) => cidr ?? [])),
  ];
  return Array.from({length: 256}, (_, index) => index).filter(
    index => !taken.some(each => overlap(each, subnet(index))),
  );
}

/** Whether two IPv4 subnets share an address; anything else overlaps nothing. */
export function overlap(a: string, b: string): boolean {
  const [one, other] = [range(a), range(b)];
  return one !== undefined && other !== undefined && one.first <= other.last && other.first <= one.last;
}

function range(cidr: string): {readonly first: number; readonly last: number} | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
  const size = 2 ** (32 - bits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - (address % size);
  return {first, last: first + size - 1};
}
