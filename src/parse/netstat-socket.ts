import type {Socket} from '../core/rows/socket.ts';
import {TCP_STATE, TIMER} from './net-tools-words.ts';
import {readEndpoint} from './scan/endpoint.ts';

const ROW = /^(tcp|udp|udplite|udpl|raw|sctp)(6?)\s+(\d{1,15})\s+(\d{1,15})\s+(\S+)\s+(\S+)(?:\s+(\S.*)?)?$/;
const PROGRAM = /^\d{1,10}\/\S.*$/;
const TIMER_END = /^\(([\d.,]+)\/(\d+)(?:\/\d+)?\)$/;
const OWNER = /^(\d{1,15}|[a-z_][\w.+-]*)\s+(\d{1,15})(?:\s+(\S.*))?$/i;
const NEED_STATE = new Set(['tcp', 'sctp']);
/** Without `-W` addresses are cut so that they fit with their port. */
const ENDPOINT_WIDTH = 23;
/** `PID/Program name` is cut to one less than its column. */
const PROGRAM_WIDTH = 19;

const NOBODY: Socket['processes'] = [];

type SocketDraft = {-readonly [Key in keyof Socket]: Socket[Key]};

/**
 * `tcp6  0  0 :::7946  :::*  LISTEN  762/dockerd`, with any of `-p -e -o`, in any language. `warn` is told what may be
 * cut.
 */
export function readSocketRow(line: string, warn: (text: string) => void): Socket | undefined {
  const row = ROW.exec(line);
  const local = readEndpoint(row?.[5]);
  const peer = readEndpoint(row?.[6]);
  if (!row || !local || !peer) return undefined;
  const socket: SocketDraft = {
    protocol: row[1] === 'udpl' ? 'udplite' : row[1]!,
    family: row[2] === '6' ? 'inet6' : 'inet',
    recvQ: Number(row[3]),
    sendQ: Number(row[4]),
    local,
    peer,
  };
  const behind = (row[7] ?? '').trimEnd();
  const program = readOwner(readState(behind.endsWith(')') ? readTimer(behind, socket) : behind, socket), socket);
  if (socket.state === undefined && NEED_STATE.has(socket.protocol!)) return undefined;
  if (program !== '') {
    const processes = readProgram(program);
    if (!processes) return undefined;
    socket.processes = processes;
    warnOfProgram(program, warn);
  }
  warnOfAddress(row[5]!, warn);
  warnOfAddress(row[6]!, warn);
  return socket;
}

function warnOfAddress(printed: string, warn: (text: string) => void): void {
  if (printed.length === ENDPOINT_WIDTH && !/^[\d.]+:/.test(printed)) warn(`${printed} may be cut; ask with -W`);
}

export function warnOfProgram(program: string | undefined, warn: (text: string) => void): void {
  if (program?.length === PROGRAM_WIDTH) warn(`${program} may be cut`);
}

/** `-` is no process, `762/dockerd` one; undefined for anything else. */
export function readProgram(text: string): Socket['processes'] {
  if (text === '-') return NOBODY;
  if (!PROGRAM.test(text)) return undefined;
  const slash = text.indexOf('/');
  return [{pid: Number(text.slice(0, slash)), program: text.slice(slash + 1)}];
}

/** Takes `keepalive (119.32/0/0)` from the end. */
function readTimer(text: string, socket: SocketDraft): string {
  const open = text.lastIndexOf('(');
  const numbers = TIMER_END.exec(text.slice(open));
  if (!numbers) return text;
  const before = text.slice(0, open).trimEnd();
  const word = before.slice(before.lastIndexOf(' ') + 1);
  const name = TIMER.get(word) ?? (/^[^\s/\d]+-\d+$/.test(word) ? word : undefined);
  if (name === undefined) return text;
  socket.timer = {name, expires: `${numbers[1]}s`, retransmits: Number(numbers[2])};
  return before.slice(0, before.length - word.length).trimEnd();
}

/** Takes the state from the front. Of sockets without a connection, only that they have one is kept. */
function readState(text: string, socket: SocketDraft): string {
  if (text === '') return text;
  // Two words in Czech.
  const behind = text.startsWith('POSLEDNÍ ACK') ? text.replace('POSLEDNÍ ACK', 'LAST_ACK') : text;
  const blank = behind.search(/\s/);
  const first = blank < 0 ? behind : behind.slice(0, blank);
  const state = TCP_STATE.get(first);
  if (state === undefined && !(socket.protocol === 'raw' && /^\d{1,2}$/.test(first))) return behind;
  if (state !== undefined && (NEED_STATE.has(socket.protocol!) || state === 'ESTABLISHED')) socket.state = state;
  return behind.slice(first.length).trimStart();
}

/** Takes what `-e` prints, the user and the inode. The user may be a name; a program has a slash behind its number. */
function readOwner(text: string, socket: SocketDraft): string {
  const owner = OWNER.exec(text);
  if (!owner) return text;
  socket.user = owner[1]!;
  socket.inode = Number(owner[2]);
  return owner[3] ?? '';
}
