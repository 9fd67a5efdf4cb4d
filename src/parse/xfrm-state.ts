import type {XfrmState} from '../core/rows/xfrm.ts';
import {isIp} from './scan/addresses.ts';
import {isWhole, keywords, readKeywords, splitWords, wordOf} from './scan/keywords.ts';
import {readCommon} from './xfrm-common.ts';
import {readAlgorithm, readDecimal, readHex, readMark, readSelector} from './xfrm-words.ts';

type Draft = {-readonly [Key in keyof XfrmState]: XfrmState[Key]};

const ALGORITHMS: Readonly<Record<string, 'aead' | 'enc' | 'auth' | 'comp'>> = {
  aead: 'aead',
  enc: 'enc',
  auth: 'auth',
  'auth-trunc': 'auth',
  comp: 'comp',
};
const SA = keywords({flag: '', word: 'proto spi reqid mode', number: ''});
const REPLAY = /^anti-replay (?:esn )?context:(.*)$/;
/** Below the context of an extended sequence number: the window, and its bitmap. */
const REPLAY_REST =
  /^(?:anti-replay |seq-hi 0x|replay_window \d+, bitmap-length \d+$|failed \d+$|(?:[0-9a-f]{8} ?)+$|coaddr \S+$|tfcpad \S+|lastused \S|pcpu-num \S|nat_keepalive_interval \d|crypto offload parameters: |dir (?:in|out)$)/;

/** The first line of a state and the one below it: `proto esp spi 0x6163edae reqid 13681891 mode transport`. */
export function startState(head: string, second: string): Draft | undefined {
  const [srcKey, src, dstKey, dst, ...more] = splitWords(head);
  const read = readKeywords(splitWords(second), SA);
  const spi = readHex(read && wordOf(read, 'spi'));
  const reqid = readDecimal(read && wordOf(read, 'reqid'));
  const proto = read && wordOf(read, 'proto');
  const mode = read && wordOf(read, 'mode');
  if (srcKey !== 'src' || dstKey !== 'dst' || !isIp(src) || !isIp(dst) || more.length > 0) return undefined;
  if (proto === undefined || mode === undefined || spi === undefined || reqid === undefined) return undefined;
  return read!.unknown.length > 0 ? undefined : {src, dst, proto, spi, reqid, mode, flags: []};
}

/** Puts what a further line says into the state; false when it is not understood. */
export function continueState(line: string, draft: Draft): boolean {
  const words = splitWords(line);
  const [key, value] = words;
  if (readCommon(line, words, draft)) return true;
  const kind = Object.hasOwn(ALGORITHMS, key ?? '') ? ALGORITHMS[key!] : undefined;
  if (kind) {
    const algorithm = readAlgorithm(words.slice(1));
    if (algorithm) draft[kind] = algorithm;
    return algorithm !== undefined;
  }
  if (key === 'replay-window' && isWhole(value)) return readWindow(words, Number(value), draft);
  if (key === 'output-mark') {
    const mark = readMark(value?.includes('/') ? value : `${value}/0xffffffff`);
    if (mark) draft.outputMark = mark;
    return mark !== undefined;
  }
  if (key === 'encap') return readEncap(words, draft);
  if (key === 'sel') {
    const sel = readSelector(words.slice(1));
    if (sel) draft.sel = sel;
    return sel !== undefined;
  }
  if (key === 'dir' && (value === 'in' || value === 'out')) draft.dir = value;
  return readSequences(line, draft);
}

/** `replay-window 32 seq 0x00000000 flag noecn esn (0x00000000)` */
function readWindow(words: readonly string[], window: number, draft: Draft): boolean {
  const at = words.indexOf('flag');
  const before = words.slice(2, at < 0 ? undefined : at);
  if (before.length > 0 && !(before.length === 2 && before[0] === 'seq' && readHex(before[1]) !== undefined))
    return false;
  const flags = at < 0 ? [] : words.slice(at + 1).filter(word => !/^\(0x[0-9a-f]+\)$/i.test(word));
  if (!flags.every(flag => /^(?:[a-z][\w-]*|[0-9a-f]{1,8})$/.test(flag))) return false;
  draft.replayWindow = window;
  draft.flags = flags;
  return true;
}

/** `encap type espinudp sport 4500 dport 4500 addr 0.0.0.0` */
function readEncap([, ...words]: readonly string[], draft: Draft): boolean {
  const [typeKey, type, sportKey, sport, dportKey, dport, addrKey, addr] = words;
  const isWhole3 = isWhole(sport) && isWhole(dport) && isIp(addr) && type !== undefined && words.length === 8;
  if (!isWhole3 || `${typeKey} ${sportKey} ${dportKey} ${addrKey}` !== 'type sport dport addr') return false;
  draft.encap = {type, sport: Number(sport), dport: Number(dport), addr};
  return true;
}

/** `anti-replay context: seq 0x0, oseq 0x1e, bitmap 0x00000000`; of an esn context the numbers are one line below. */
function readSequences(line: string, draft: Draft): boolean {
  if (!REPLAY.test(line) && !REPLAY_REST.test(line)) return false;
  const inSeq = /(?:^|[ ,])seq 0x([0-9a-f]{1,8})(?:,|$)/.exec(line)?.[1];
  const outSeq = /(?:^|[ ,])oseq 0x([0-9a-f]{1,8})(?:,|$)/.exec(line)?.[1];
  if (inSeq !== undefined) draft.inSeq = Number.parseInt(inSeq, 16);
  if (outSeq !== undefined) draft.outSeq = Number.parseInt(outSeq, 16);
  return true;
}
