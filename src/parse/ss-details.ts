import type {Socket, SocketProcess} from '../core/rows/socket.ts';
import {splitWords} from './scan/keywords.ts';

/** A socket while its row is read. */
export type SocketDraft = {-readonly [Key in keyof Socket]: Socket[Key]};

const PROCESS = /\("([^"]*(?:"(?!,pid=)[^"]*)*)",pid=(\d{1,10})(?:,fd=(\d{1,10}))?(,[^()]*)?\)/y;
const TIMER = /^timer:\(([^(),]*),([^(),]*),(\d+)\)$/;
const PAIR = /^(ino|uid|sk|fwmark|cgroup|v6only|dev|peers|class_id|bpf_sk_storage):(\S+)$/;
/** Sockets of netlink have these for `ino` and `sk`. */
const NETLINK_PAIR = /^(sk|cb|groups)=(\S+)$/;
/** How the socket may be used, `<->`; it has no key. */
export const DIRECTION = /^(?:<->|-->|<--|---)$/;
/** The first word of what `-i` and `-m` print. */
const INFO = /^(?:[a-z][\w-]*(?:[:.(].*)?|ts|sack|ecn)$/;

/** Reads `users:(("dockerd",pid=762,fd=33)) timer:(keepalive,8sec,0) ino:633 sk:17 cgroup:/ <->`; false for other words. */
export function readDetails(text: string, socket: SocketDraft): boolean {
  if (text === '') return true;
  const behind = readUsers(text, socket);
  if (behind === undefined || behind === '') return behind === '';
  const words = splitWords(behind);
  const details: Record<string, string> = {};
  let known = 0;
  for (; known < words.length; known++) {
    const word = words[known]!;
    const timer = TIMER.exec(word);
    const pair = timer ? null : (PAIR.exec(word) ?? NETLINK_PAIR.exec(word));
    if (timer) socket.timer = {name: timer[1]!, expires: timer[2]!, retransmits: Number(timer[3])};
    else if (pair) details[pair[1]!] = pair[2]!;
    else if (!DIRECTION.test(word)) break;
  }
  const info = words.slice(known);
  if (info.length > 0 && !INFO.test(info[0]!)) return false;
  const {ino, uid, ...others} = details;
  if (ino !== undefined) socket.inode = Number(ino);
  if (uid !== undefined) socket.user = uid;
  if (Object.keys(others).length > 0) socket.details = others;
  if (info.length > 0) socket.info = info.join(' ');
  return true;
}

/** Names may hold blanks, quotes and brackets, so they are read up to `",pid=`. */
function readUsers(text: string, socket: SocketDraft): string | undefined {
  const start = 'users:(';
  if (!text.startsWith(start)) return text.includes(start) ? undefined : text;
  let processes: SocketProcess[] | undefined;
  let at = start.length;
  for (;;) {
    PROCESS.lastIndex = at;
    const match = PROCESS.exec(text);
    if (!match) return undefined;
    const pid = Number(match[2]);
    const program = match[1]!;
    // With `-Z` a context stands in front of the descriptor.
    const fd = match[3] ?? (match[4] === undefined ? undefined : /,fd=(\d{1,10})/.exec(match[4])?.[1]);
    const process = fd === undefined ? {pid, program} : {pid, program, fd: Number(fd)};
    // One is the rule, and a list that grows takes room for many.
    if (processes === undefined) processes = [process];
    else processes.push(process);
    at = PROCESS.lastIndex;
    if (text[at] === ')') break;
    if (text[at] !== ',') return undefined;
    at++;
  }
  socket.processes = processes;
  return text.slice(at + 1);
}
