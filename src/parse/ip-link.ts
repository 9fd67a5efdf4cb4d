import type {Parsed} from '../core/parsed.ts';
import type {LinkTable} from '../core/rows/link.ts';
import {parseInterfaces} from './ip-interfaces.ts';

/** Parses `ip link` of iproute2 and busybox, with any of `-d -o -br -s -c -j`. */
export function parseIpLink(output: string): Parsed<LinkTable> {
  return parseInterfaces(output, 'ip.link');
}
