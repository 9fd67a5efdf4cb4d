import type {Parsed} from '../core/parsed.ts';
import type {LinkTable} from '../core/rows/link.ts';
import {parseInterfaces} from './ip-interfaces.ts';

/** Parses `ip addr` of iproute2 and busybox, with any of `-4 -6 -d -o -br -s -c -j`. */
export function parseIpAddr(output: string): Parsed<LinkTable> {
  return parseInterfaces(output, 'ip.addr');
}
