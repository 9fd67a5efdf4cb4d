import type {Socket} from '../core/rows/socket.ts';
import {TCP_STATE, TIMER} from './net-tools-words.ts';
import {readEndpoint} from './scan/endpoint.ts';
import {present} from './scan/json-text.ts';
import {isWhole} from './scan/keywords.ts';

const ROW = /^(tcp|udp|udplite|udpl|raw|sctp)(6?)\s+(\d{1,15})\s+(\d{1,15})\s+(\S+)\s+(\S+)(?:\s+(\S.*))?$/;
const TIMER_END = /^\(([\d.,]+)\/(\d+)(?:\/\d+)?\)$/;
/** Without `-W` addresses are cut so that they fit with their port. */
const ENDPOINT_WIDTH = 23;
/** `PID/Program name` is cut to one less than its column. */
const PROGRAM_WIDTH = 19;

export interface SocketRow {
  readonly socket: Socket;
  readonly cut: readonly string[];
}

/** What stands behind the addresses, eaten from both ends. */
interface Tail {
  readonly state?: string | undefined;
  readonly user?: string | undefined;
  readonly inode?: number | undefined;
  readonly timer?: Socket['timer'];
  readonly program?: string | undefined;
}

/** `tcp6  0  0 :::7946  :::*  LISTEN  762/dockerd`, with any of `-p -e -o`, in any language. */
export function readSocketRow(line: string): SocketRow | undefined {
  const [, name, six, recvQ, sendQ, printedLocal = '', printedPeer = '', behind = ''] = ROW.exec(line.trimEnd()) ?? [];
  if (name === undefined) return undefined;
  const local = readEndpoint(printedLocal);
  const peer = readEndpoint(printedPeer);
  const tail = readTail(behind.trim(), name);
  const processes = tail && readProgram(tail.program);
  if (!local || !peer || !tail || processes === undefined) return undefined;
  const socket = present<Socket>({
    protocol: name === 'udpl' ? 'udplite' : name,
    family: six === '6' ? 'inet6' : 'inet',
    state: tail.state,
    recvQ: Number(recvQ),
    sendQ: Number(sendQ),
    local,
    peer,
    inode: tail.inode,
    user: tail.user,
    processes: tail.program === undefined ? undefined : processes,
    timer: tail.timer,
  } as {[Key in keyof Socket]: Socket[Key] | undefined});
  return {socket, cut: cutsOf([printedLocal, printedPeer], tail.program)};
}

/** `-` is no process, `762/dockerd` one; undefined for anything else. */
export function readProgram(text: string | undefined): Socket['processes'] {
  if (text === undefined || text === '-') return [];
  const [, pid, program] = /^(\d{1,10})\/(\S.*)$/.exec(text) ?? [];
  return pid === undefined ? undefined : [{pid: Number(pid), program: program!}];
}

export function cutsOf(endpoints: readonly string[], program: string | undefined): readonly string[] {
  const addresses = endpoints.filter(printed => printed.length === ENDPOINT_WIDTH && !/^[\d.]+:/.test(printed));
  return [
    ...addresses.map(printed => `${printed} may be cut; ask with -W`),
    ...(program?.length === PROGRAM_WIDTH ? [`${program} may be cut`] : []),
  ];
}

function readTail(text: string, protocol: string): Tail | undefined {
  // Two words in Czech.
  const {timer, rest: before} = takeTimer(text.replace(/^POSLEDNÍ ACK/, 'LAST_ACK'));
  const words = before.split(/\s+/);
  const first = words[0] ?? '';
  const named = TCP_STATE.get(first);
  const isState = named !== undefined || (protocol === 'raw' && /^\d{1,2}$/.test(first));
  const rest = (isState ? before.slice(first.length) : before).trim();
  const needsState = protocol === 'tcp' || protocol === 'sctp';
  if (needsState && named === undefined) return undefined;
  const state = protocol === 'tcp' || named === 'ESTABLISHED' || protocol === 'sctp' ? named : undefined;
  const owner = /^([^\s/]+)\s+(\d{1,15})(?:\s+(\S.*))?$/.exec(rest);
  // `-e`: the user may be a name; its number is not a program's, which has a slash.
  const hasOwner = owner !== null && owner[1] !== '-' && (isWhole(owner[1]) || /^[a-z_][\w.+-]*$/i.test(owner[1]!));
  const program = hasOwner ? owner[3] : rest === '' ? undefined : rest;
  return {state, timer, program, ...(hasOwner && {user: owner[1], inode: Number(owner[2])})};
}

/** `keepalive (119.32/0/0)` at the end. */
function takeTimer(text: string): {timer: Socket['timer']; rest: string} {
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1;
  const numbers = open < 0 ? null : TIMER_END.exec(text.slice(open));
  if (!numbers) return {timer: undefined, rest: text};
  const before = text.slice(0, open).trimEnd();
  const word = before.slice(before.lastIndexOf(' ') + 1);
  const name = TIMER.get(word) ?? (/^[^\s/\d]+-\d+$/.test(word) ? word : undefined);
  if (name === undefined) return {timer: undefined, rest: text};
  const timer = {name, expires: `${numbers[1]}s`, retransmits: Number(numbers[2])};
  return {timer, rest: before.slice(0, before.length - word.length).trimEnd()};
}
