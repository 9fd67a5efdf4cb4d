import type {Note, Parsed} from '../core/parsed.ts';
import type {Neigh, NeighTable} from '../core/rows/neigh.ts';
import {isIp, isMac} from './scan/addresses.ts';
import {envelope} from './scan/envelope.ts';
import {splitWords} from './scan/keywords.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';

/**
 * `at` and `on` in all languages of net-tools; the flags are words of English in all. Czech and Estonian leave no blank
 * behind `<incomplete>`.
 */
const SENTENCE =
  /^\s*\S+\s+\((\S+)\)\s+(?:at|na|auf|aadressil|em)\s+([^\s<]+|<[^\s<>]+>)(?:\s+\[([^\]\s]+)\])?((?:\s+(?:PERM|PUP|PUB|TRAIL|COM|netmask\s+\S+))*)(?:\s+|(?<=>))(?:on|na|auf|pordil|liides|em)\s+(\S+)\s*$/;
const INCOMPLETE = /^[(<][^\s<>()]+[)>]$/;
const HEADER =
  /^(?:Address\s+HWtype\s|Adresa\s+HWtyp|Aadress\s+HWtüüp|Adresse\s+TypeMap|アドレス\s+HW|Endereço\s+TipoHW)/;
const SUMMARY = /^\S[^:]*: \d+\s+\S[^:]*: \d+\s+\S[^:]*: \d+$/;
const NO_ENTRY = /^\S+ \(\S+\) -- \S/;
/** `arp` cuts names here; addresses fit. */
const NAME_WIDTH = 23;

interface Row {
  readonly neigh: Neigh;
  readonly isCut: boolean;
}

/**
 * Parses `arp -a`, `arp -n` and busybox's `arp`. Of the state only `PERMANENT` is printed; a row without a MAC address
 * is one that arp calls incomplete, which may be INCOMPLETE or FAILED.
 */
export function parseArp(output: string): Parsed<NeighTable> {
  const input = normalise(output);
  const rows: Neigh[] = [];
  const unparsed: Line[] = [];
  const notes: Note[] = [];
  for (const line of rowsOf(input)) {
    const row = fromSentence(line.text) ?? fromColumns(line.text);
    if (row) {
      rows.push(row.neigh);
      if (row.isCut) notes.push({kind: 'truncated', line: line.number, text: 'the name is cut; ask with -n'});
    } else if (NO_ENTRY.test(line.text))
      notes.push({kind: 'warning', line: line.number, text: 'there is no such entry'});
    else if (!HEADER.test(line.text) && !SUMMARY.test(line.text)) unparsed.push(line);
  }
  return envelope(input, {command: 'arp', variant: 'text', data: {rows}, unparsed, notes});
}

/** `? (10.0.0.7) at 02:42:0a:00:00:07 [ether] PERM on eth0` */
function fromSentence(line: string): Row | undefined {
  const [, dst, hardware = '', type, flags = '', dev = ''] = SENTENCE.exec(line) ?? [];
  if (!isIp(dst) || isMac(hardware) !== (type !== undefined)) return undefined;
  const isProxy = flags.includes('PU');
  if (type === undefined && !INCOMPLETE.test(hardware) && !(hardware === '*' && isProxy)) return undefined;
  return {neigh: toNeigh(dst, dev, hardware, flags.includes('PERM'), isProxy), isCut: false};
}

/** `10.79.0.1   ether   36:84:b7:7b:de:65   C   eth0`; a row without a MAC address has no type, and may have no flags. */
function fromColumns(line: string): Row | undefined {
  const words = splitWords(line);
  const [dst, ...rest] = words;
  const dev = rest.pop();
  if (dst === undefined || dev === undefined || /^\s/.test(line)) return undefined;
  if (rest.length === 1 && INCOMPLETE.test(rest[0]!)) return named(dst, toNeigh(dst, dev, rest[0]!, false, false));
  const [type, hardware, flags, mask, ...more] = rest;
  if (type === undefined || hardware === undefined || flags === undefined || more.length > 0) return undefined;
  if (!/^C?M?P?!?T?$/.test(flags) || (mask !== undefined && mask !== '*' && !isIp(mask))) return undefined;
  const isShaped = isMac(hardware)
    ? /^[a-z][\w-]*$/.test(type)
    : type === '*' && INCOMPLETE.test(hardware) && flags.includes('P');
  return isShaped ? named(dst, toNeigh(dst, dev, hardware, flags.includes('M'), flags.includes('P'))) : undefined;
}

function named(dst: string, neigh: Neigh): Row | undefined {
  const isCut = dst.length === NAME_WIDTH;
  if (isIp(dst)) return {neigh, isCut: false};
  return /^[a-z_][\w.-]*$/i.test(dst) ? {neigh, isCut} : undefined;
}

/** A published row is what `ip neigh` calls a proxy. */
function toNeigh(dst: string, dev: string, hardware: string, isPermanent: boolean, isProxy: boolean): Neigh {
  const state = isPermanent && !isProxy ? ['PERMANENT'] : [];
  const flags = isProxy ? ['proxy'] : [];
  return isMac(hardware) ? {dst, dev, lladdr: hardware.toLowerCase(), state, flags} : {dst, dev, state, flags};
}
