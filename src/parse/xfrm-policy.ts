import type {XfrmPolicy, XfrmTemplate} from '../core/rows/xfrm.ts';
import {isIp} from './scan/addresses.ts';
import {present} from './scan/json-text.ts';
import {keywords, numberOf, readKeywords, splitWords, wordOf} from './scan/keywords.ts';
import {readCommon} from './xfrm-common.ts';
import {readDecimal, readHex, readSelector} from './xfrm-words.ts';

type Draft = {-readonly [Key in keyof XfrmPolicy]: XfrmPolicy[Key]} & {readonly tmpl: XfrmTemplate[]};
/** A template while its second line is awaited. */
export interface PolicyPlace {
  readonly policy: Draft;
  open: {readonly src: string; readonly dst: string} | undefined;
}

const DIRECTION = keywords({flag: '', word: 'dir socket action ptype share', number: 'index priority'});
const TEMPLATE = keywords({flag: '', word: 'proto spi reqid mode level share', number: ''});
const MASKS =
  /^(?:level \S+ share \S+ ?|enc-mask [0-9a-f]+ auth-mask [0-9a-f]+ comp-mask [0-9a-f]+|crypto offload parameters: .*)$/;

/** The first line of a policy and the one below it: `dir out action block index 9 priority 1 ptype main`. */
export function startPolicy(head: string, second: string): PolicyPlace | undefined {
  const sel = readSelector(splitWords(head));
  const words = splitWords(second);
  const at = words.indexOf('flag');
  const read = readKeywords(at < 0 ? words : words.slice(0, at), DIRECTION);
  const socket = read && wordOf(read, 'socket');
  const dir = read && (wordOf(read, 'dir') ?? socket);
  const priority = read && numberOf(read, 'priority');
  if (!sel || !read || read.unknown.length > 0 || dir === undefined || priority === undefined) return undefined;
  if (!/^(?:in|out|fwd)$/.test(dir)) return undefined;
  const flags = at < 0 ? [] : words.slice(at + 1).filter(word => !/^\(0x[0-9a-f]+\)$/i.test(word));
  const policy = present<Draft>({
    sel,
    dir,
    socket: socket === undefined ? undefined : true,
    action: wordOf(read, 'action') ?? 'allow',
    index: numberOf(read, 'index'),
    priority,
    flags,
    tmpl: [],
  } as {[Key in keyof Draft]: Draft[Key] | undefined});
  return {policy, open: undefined};
}

/** Puts what a further line says into the policy; false when it is not understood. */
export function continuePolicy(line: string, place: PolicyPlace): boolean {
  const words = splitWords(line);
  const {policy, open} = place;
  if (words[0] === 'tmpl') {
    const [, srcKey, src, dstKey, dst, ...more] = words;
    if (srcKey !== 'src' || dstKey !== 'dst' || !isIp(src) || !isIp(dst) || more.length > 0) return false;
    place.open = {src, dst};
    return true;
  }
  if (open && words[0] === 'proto') {
    const template = readTemplate(words, open);
    if (template) policy.tmpl.push(template);
    place.open = undefined;
    return template !== undefined;
  }
  return readCommon(line, words, policy) || (policy.tmpl.length > 0 && MASKS.test(line));
}

/** `proto esp spi 0x6163edae reqid 13681891 mode transport` below `tmpl`. */
function readTemplate(words: readonly string[], ends: {src: string; dst: string}): XfrmTemplate | undefined {
  const read = readKeywords(words, TEMPLATE);
  const proto = read && wordOf(read, 'proto');
  const mode = read && wordOf(read, 'mode');
  const reqid = readDecimal(read && wordOf(read, 'reqid'));
  const spi = read && wordOf(read, 'spi');
  if (!read || read.unknown.length > 0 || proto === undefined || mode === undefined || reqid === undefined)
    return undefined;
  if (spi !== undefined && readHex(spi) === undefined) return undefined;
  return present<XfrmTemplate>({
    ...ends,
    proto,
    spi: readHex(spi),
    reqid,
    mode,
    level: wordOf(read, 'level'),
  } as {[Key in keyof XfrmTemplate]: XfrmTemplate[Key] | undefined});
}
