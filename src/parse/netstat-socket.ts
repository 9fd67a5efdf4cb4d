import type {Socket} from '../core/rows/socket.ts';
import {TCP_STATE, TIMER} from './net-tools-words.ts';
import {isDigits} from './scan/digits.ts';
import {IPV4_END, readEndpoint} from './scan/endpoint.ts';
import {isIndented} from './scan/normalise.ts';
import {remember} from './scan/remember.ts';

const ROW = /^((?:tcp|udp|udplite|udpl|raw|sctp)6?)\s+(\d{1,15})\s+(\d{1,15})\s+(\S+)\s+(\S+)(?:\s+(\S.*)?)?$/;
/** What every row goes through. */
export const SOCKET_ROW: readonly RegExp[] = [ROW, IPV4_END];
const STATE = /^(\S+)\s*/;
/** Of a process. */
const PID_DIGITS = 10;
const TIMER_END = /^\(([\d.,]+)\/(\d+)(?:\/\d+)?\)$/;
const OWNER = /^(\d{1,15}|[a-z_][\w.+-]*)\s+(\d{1,15})(?:\s+(\S.*))?$/i;
const NEED_STATE = new Set(['tcp', 'sctp']);
/** Without `-W` addresses are cut so that they fit with their port. */
const ENDPOINT_WIDTH = 23;
/** `PID/Program name` is cut to one less than its column. */
const PROGRAM_WIDTH = 19;

const NOBODY: Socket['processes'] = [];

interface Kind {
  readonly protocol: string;
  readonly family: 'inet' | 'inet6';
  readonly needsState: boolean;
}

/** The column Proto. */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>(
  ['tcp', 'udp', 'udplite', 'udpl', 'raw', 'sctp'].flatMap(printed => {
    const protocol = printed === 'udpl' ? 'udplite' : printed;
    const needsState = NEED_STATE.has(protocol);
    return [
      [printed, {protocol, family: 'inet', needsState}],
      [`${printed}6`, {protocol, family: 'inet6', needsState}],
    ] as const;
  }),
);

/** What stands behind the addresses. */
interface Behind {
  state?: string;
  user?: string;
  inode?: number;
  timer?: NonNullable<Socket['timer']>;
  processes?: NonNullable<Socket['processes']>;
  program?: string;
}

type SocketDraft = {-readonly [Key in keyof Socket]: Socket[Key]};
type ReadRow = (line: string, warn: (text: string) => void) => Socket | undefined;

/**
 * Reads the rows of one text, whose addresses and programs come again and again: each is read once.
 * `tcp6  0  0 :::7946  :::*  LISTEN  762/dockerd`, with any of `-p -e -o`, in any language. `warn` is told what may be
 * cut.
 */
export function socketReader(): ReadRow {
  const readEnd = remember(readEndpoint);
  const readBehind = remember(text => toBehind(text, false));
  const readBehindRaw = remember(text => toBehind(text, true));
  return (line, warn) => {
    const row = ROW.exec(line);
    if (!row) return undefined;
    const {protocol, family, needsState} = KINDS.get(row[1]!)!;
    const local = readEnd(row[4]!);
    const peer = readEnd(row[5]!);
    const behind = (protocol === 'raw' ? readBehindRaw : readBehind)(row[6] ?? '');
    if (!local || !peer || !behind) return undefined;
    const {state, program} = behind;
    if (needsState && state === undefined) return undefined;
    const socket: SocketDraft = {protocol, family, recvQ: Number(row[2]), sendQ: Number(row[3]), local, peer};
    // Of sockets without a connection, only that they have one is kept.
    if (state !== undefined && (needsState || state === 'ESTABLISHED')) socket.state = state;
    if (behind.user !== undefined) socket.user = behind.user;
    if (behind.inode !== undefined) socket.inode = behind.inode;
    if (behind.timer) socket.timer = behind.timer;
    if (behind.processes) socket.processes = behind.processes;
    warnOfProgram(program, warn);
    warnOfAddress(row[4]!, warn);
    warnOfAddress(row[5]!, warn);
    return socket;
  };
}

function toBehind(text: string, isRaw: boolean): Behind | undefined {
  const behind: Behind = {};
  let rest = text.trimEnd();
  if (rest.endsWith(')')) rest = takeTimer(rest, behind);
  rest = takeState(rest, isRaw, behind);
  if (rest === '' || takeProgram(rest, behind)) return behind;
  rest = takeOwner(rest, behind);
  return rest === '' || takeProgram(rest, behind) ? behind : undefined;
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
  const slash = text.indexOf('/');
  const pid = text.slice(0, slash);
  const program = text.slice(slash + 1);
  if (slash < 0 || slash > PID_DIGITS || !isDigits(pid) || program === '' || isIndented(program)) return undefined;
  return [{pid: Number(pid), program}];
}

function takeProgram(text: string, behind: Behind): boolean {
  const processes = readProgram(text);
  if (!processes) return false;
  behind.processes = processes;
  behind.program = text;
  return true;
}

/** Takes `keepalive (119.32/0/0)` from the end. */
function takeTimer(text: string, behind: Behind): string {
  const open = text.lastIndexOf('(');
  const numbers = TIMER_END.exec(text.slice(open));
  if (!numbers) return text;
  const before = text.slice(0, open).trimEnd();
  const word = before.slice(before.lastIndexOf(' ') + 1);
  const name = TIMER.get(word) ?? (/^[^\s/\d]+-\d+$/.test(word) ? word : undefined);
  if (name === undefined) return text;
  behind.timer = {name, expires: `${numbers[1]}s`, retransmits: Number(numbers[2])};
  return before.slice(0, before.length - word.length).trimEnd();
}

/** Takes the state from the front; of a raw socket it may be a number. */
function takeState(text: string, isRaw: boolean, behind: Behind): string {
  // Two words in Czech.
  const spelled = text.startsWith('POSLEDNÍ ACK') ? text.replace('POSLEDNÍ ACK', 'LAST_ACK') : text;
  const first = STATE.exec(spelled);
  if (!first) return spelled;
  const state = TCP_STATE.get(first[1]!);
  if (state === undefined && !(isRaw && /^\d{1,2}$/.test(first[1]!))) return spelled;
  if (state !== undefined) behind.state = state;
  return spelled.slice(first[0].length);
}

/** Takes what `-e` prints, the user and the inode. The user may be a name; a program has a slash behind its number. */
function takeOwner(text: string, behind: Behind): string {
  const owner = OWNER.exec(text);
  if (!owner) return text;
  behind.user = owner[1]!;
  behind.inode = Number(owner[2]);
  return owner[3] ?? '';
}
