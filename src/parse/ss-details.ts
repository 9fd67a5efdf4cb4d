import type {Socket, SocketProcess} from '../core/rows/socket.ts';

/** What stands behind the addresses. */
export type SsDetails = Pick<Socket, 'processes' | 'timer' | 'inode' | 'user' | 'details' | 'info'>;

const PROCESS = /\("((?:[^"]|"(?!,pid=))*)",pid=(\d{1,10})(?:,[^()]*)?\)/y;
const TIMER = /^timer:\(([^(),]*),([^(),]*),(\d+)\)$/;
const PAIR = /^(ino|uid|sk|fwmark|cgroup|v6only|dev|peers|class_id|bpf_sk_storage):(\S+)$/;
/** How the socket may be used, `<->`; it has no key. */
const DIRECTION = /^(?:<->|-->|<--|---)$/;
/** The first word of what `-i` and `-m` print. */
const INFO = /^(?:[a-z][\w-]*(?:[:.(].*)?|ts|sack|ecn)$/;

/** `users:(("dockerd",pid=762,fd=33)) timer:(keepalive,8sec,0) ino:633 sk:17 cgroup:/ <->`; undefined for other words. */
export function readDetails(text: string): SsDetails | undefined {
  const users = readUsers(text);
  if (!users) return undefined;
  const words = users.rest.split(/\s+/).filter(word => word !== '');
  const details: Record<string, string> = {};
  let timer: Socket['timer'];
  let known = 0;
  for (const word of words) {
    const [, name, expires, retransmits] = TIMER.exec(word) ?? [];
    const [, key, value] = PAIR.exec(word) ?? [];
    if (name !== undefined) timer = {name, expires: expires!, retransmits: Number(retransmits)};
    else if (key !== undefined) details[key] = value!;
    else if (!DIRECTION.test(word)) break;
    known++;
  }
  const info = words.slice(known);
  if (info.length > 0 && !INFO.test(info[0]!)) return undefined;
  const {ino, uid, ...others} = details;
  return {
    ...(users.processes.length > 0 && {processes: users.processes}),
    ...(timer && {timer}),
    ...(ino !== undefined && {inode: Number(ino)}),
    ...(uid !== undefined && {user: uid}),
    ...(Object.keys(others).length > 0 && {details: others}),
    ...(info.length > 0 && {info: info.join(' ')}),
  };
}

/** Names may hold blanks, quotes and brackets, so they are read up to `",pid=`. */
function readUsers(text: string): {processes: readonly SocketProcess[]; rest: string} | undefined {
  const start = 'users:(';
  if (!text.startsWith(start)) return text.includes(start) ? undefined : {processes: [], rest: text};
  const processes: SocketProcess[] = [];
  let at = start.length;
  for (;;) {
    PROCESS.lastIndex = at;
    const match = PROCESS.exec(text);
    if (!match) return undefined;
    const fd = /,fd=(\d{1,10})/.exec(match[0].slice(match[1]!.length))?.[1];
    processes.push({pid: Number(match[2]), program: match[1]!, ...(fd !== undefined && {fd: Number(fd)})});
    at += match[0].length;
    if (text[at] === ')') return {processes, rest: text.slice(at + 1)};
    if (text[at] !== ',') return undefined;
    at++;
  }
}
