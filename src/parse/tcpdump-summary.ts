import type {PacketCapture} from '../core/rows/packet.ts';

/** `^C` is what a terminal shows of the key that ended the capture. */
const COUNT = /^(?:\^C)?(\d+) packets? (captured|received by filter|dropped by (?:kernel|interface))$/;
const LISTENING =
  /^(?:tcpdump: )?(?:listening on ([^\s,]+)|reading from file \S+), link-type (\S+)(?: \([^()]*\))?(?:, .*)?$/;
const BANNER =
  /^(?:tcpdump: (?:verbose output suppressed|data link type|dropped privs|Warning: )|Warning: interface names)/;

/** Lines of standard error, which a terminal mixes into the packets. False for any other line. */
export function readSummary(line: string, summary: {-readonly [K in keyof PacketCapture]?: PacketCapture[K]}): boolean {
  const [, digits, what] = COUNT.exec(line) ?? [];
  if (digits !== undefined) {
    if (what === 'captured') summary.captured = Number(digits);
    else if (what === 'received by filter') summary.received = Number(digits);
    else if (what === 'dropped by kernel') summary.dropped = Number(digits);
    return true;
  }
  const [, ifname, linkType] = LISTENING.exec(line) ?? [];
  if (linkType === undefined) return BANNER.test(line);
  if (ifname !== undefined) summary.ifname = ifname;
  summary.linkType = linkType;
  return true;
}
