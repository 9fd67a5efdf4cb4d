import type {XfrmLifetime, XfrmMark} from '../core/rows/xfrm.ts';
import {readHex, readMark} from './xfrm-words.ts';

/** What states and policies both say, while their lines are read. */
export interface XfrmDraft {
  mark?: XfrmMark;
  ifId?: number;
  lifetime?: XfrmLifetime;
}

const CONFIG =
  /^(?:lifetime config:|lifetime current:|stats:|limit: soft \S+, hard \S+|expire (?:add|use): soft \d+\(sec\), hard \d+\(sec\)|add \S.* use \S.*|replay-window \d+ replay \d+ failed \d+|security context \S.*)$/;
const CURRENT = /^(\d{1,20})\(bytes\), (\d{1,20})\(packets\)$/;

/** Lines of `-s`, marks and interface ids; false for any other line. */
export function readCommon(line: string, words: readonly string[], draft: XfrmDraft): boolean {
  const current = CURRENT.exec(line);
  if (current) draft.lifetime = {bytes: Number(current[1]), packets: Number(current[2])};
  if (current || CONFIG.test(line)) return true;
  const [key, value, ...more] = words;
  if (key === 'if_id' && more.length === 0) {
    const id = readHex(value);
    if (id !== undefined) draft.ifId = id;
    return id !== undefined;
  }
  if (key !== 'mark' || more.length > 0) return false;
  const mark = readMark(value);
  if (mark) draft.mark = mark;
  return mark !== undefined;
}
