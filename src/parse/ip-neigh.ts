import type {Parsed} from '../core/parsed.ts';
import type {Neigh, NeighTable} from '../core/rows/neigh.ts';
import {isIp, isMac} from './scan/addresses.ts';
import {type JsonObject, present, text, texts} from './scan/json-text.ts';
import {isWhole, keywords, readKeywords, splitWords, wordOf} from './scan/keywords.ts';
import {parseRows} from './scan/rows.ts';

const STATES = new Set('PERMANENT NOARP REACHABLE STALE DELAY PROBE FAILED INCOMPLETE NONE'.split(' '));
const FLAGS = ['router', 'proxy', 'offload', 'extern_learn', 'extern_valid', 'managed'];
const ARITIES = keywords({
  flag: `${FLAGS.join(' ')} ${[...STATES].join(' ')}`,
  word: 'dev lladdr used proto',
  number: 'ref probes',
});
/** `-s` prints `used 36/12/36probes 1`; busybox and other versions put a blank before `probes`. */
const GLUED_PROBES = /^(\d+\/\d+\/\d+)probes$/;

/** Parses `ip neigh`, with any of `-s -j`. */
export function parseIpNeigh(output: string): Parsed<NeighTable> {
  return parseRows(output, {command: 'ip.neigh', fromLine, fromJson});
}

/** `-br` prints address, device and MAC in columns, the second from here. */
const BRIEF_WIDTH = 40;

function fromLine(line: string): Neigh | undefined {
  return fromSentence(line) ?? fromBrief(line);
}

function fromBrief(line: string): Neigh | undefined {
  const [dst, dev, mac, ...more] = splitWords(line);
  if (!isIp(dst) || dev === undefined || more.length > 0 || line.lastIndexOf(` ${dev}`) + 1 !== BRIEF_WIDTH)
    return undefined;
  if (mac !== undefined && !isMac(mac)) return undefined;
  return present<Neigh>({dst, dev, lladdr: mac?.toLowerCase(), state: [], flags: []});
}

function fromSentence(line: string): Neigh | undefined {
  const words = splitWords(line).flatMap(word => {
    const glued = GLUED_PROBES.exec(word);
    return glued === null ? [word] : [glued[1]!, 'probes'];
  });
  const [dst] = words;
  const read = readKeywords(words, ARITIES, 1);
  if (!isIp(dst) || read === undefined || read.unknown.length > 0) return undefined;
  const used = wordOf(read, 'used');
  if (used !== undefined && !used.split('/').every(isWhole)) return undefined;
  return present<Neigh>({
    dst,
    dev: wordOf(read, 'dev'),
    lladdr: wordOf(read, 'lladdr')?.toLowerCase(),
    state: read.flags.filter(flag => STATES.has(flag)),
    flags: read.flags.filter(flag => !STATES.has(flag)),
  });
}

function fromJson(item: JsonObject): Neigh | undefined {
  const dst = text(item, 'dst');
  // Routes and rows of `bridge -j fdb` have a `dst` too.
  if (!isIp(dst) || !(Array.isArray(item.state) || 'proxy' in item)) return undefined;
  return present<Neigh>({
    dst,
    dev: text(item, 'dev'),
    lladdr: text(item, 'lladdr')?.toLowerCase(),
    state: texts(item, 'state'),
    // A flag is printed as `"router": null`.
    flags: FLAGS.filter(flag => item[flag] === null || item[flag] === true),
  });
}
