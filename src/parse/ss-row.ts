import type {Endpoint} from '../core/rows/socket.ts';
import {readEndpoint} from './scan/endpoint.ts';
import {isWhole} from './scan/keywords.ts';
import {readDetails, type SocketDraft} from './ss-details.ts';
import {NET_IDS, type NetId, SS_STATES} from './ss-words.ts';

/** What begins like an address with a name, but stands behind the addresses. */
const DETAIL = /^(?:users:\(|timer:\(|(?:ino|uid|sk|fwmark|cgroup|v6only|peers|dev|class_id):|<->|-->|<--|skmem:)/;

/**
 * Netid, State, Recv-Q, Send-Q. When `ss` 4.15 writes to no terminal, the longest word of a column touches the next one:
 * `u_strESTAB`, `FIN-WAIT-20`.
 */
const HEAD = String.raw`^\s*(?:([a-z?][a-z\d_?]*)(?:\s+|(?=[A-Z])))?(?:([A-Z][A-Z-]*(?:(?<=-)[12])?)\s*)?(\d{1,15})\s+(\d{1,15})\s+`;
/** Behind them two addresses and what follows. */
const ROW = new RegExp(String.raw`${HEAD}(\S+)(?:\s+(\S+)(?:\s+(\S.*))?)?`);
/** Behind them two paths, which may hold blanks. */
const PATHS = new RegExp(String.raw`${HEAD}(\S.*)`);
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

/** One end of a socket of IP. */
interface IpEnd {
  readonly end: Endpoint;
  readonly family: string | undefined;
}

type Row = RegExpExecArray;
export type ReadEnd = (word: string) => IpEnd | undefined;

/**
 * A row of `ss`: Netid is left out when one family was asked for, State when one state was, so columns are told by what
 * they hold.
 */
export function readSsRow(line: string, readEnd: ReadEnd): SocketDraft | undefined {
  const row = ROW.exec(line);
  if (!row) return undefined;
  const netId = row[1] === undefined ? undefined : NET_IDS.get(row[1]);
  if ((row[1] !== undefined && !netId) || (row[2] !== undefined && !SS_STATES.has(row[2]))) return undefined;
  const socket = readSocket(row, netId, readEnd);
  const state = row[2] === undefined ? undefined : SS_STATES.get(row[2]);
  if (socket && state !== undefined) socket.state = state;
  return socket;
}

function readSocket(row: Row, netId: NetId | undefined, readEnd: ReadEnd): SocketDraft | undefined {
  const hasPaths = netId?.protocol === 'unix';
  // Without the column Netid, the peer tells: every other family prints one with a port.
  const isById = netId ? netId.isById : row[6] === '*';
  const socket = hasPaths ? undefined : isById ? readIds(row, netId) : readIp(row, netId, readEnd);
  if (socket) return withDetails(socket, row[7]);
  return hasPaths || netId === undefined ? readPaths(row, netId) : undefined;
}

function newSocket(row: Row, netId: NetId | undefined): SocketDraft {
  const socket: SocketDraft = {};
  if (netId) socket.protocol = netId.protocol;
  socket.recvQ = Number(row[3]);
  socket.sendQ = Number(row[4]);
  if (netId?.type !== undefined) socket.type = netId.type;
  return socket;
}

function readIp(row: Row, netId: NetId | undefined, readEnd: ReadEnd): SocketDraft | undefined {
  const local = readEnd(row[5]!);
  const peer = readEnd(row[6] ?? '');
  if (!local || !peer) return undefined;
  const {family} = local;
  if (netId !== undefined && netId.type === undefined && family !== undefined) {
    // As most are, in one piece: fields that are added later cost more than all else.
    const {protocol} = netId;
    return {protocol, recvQ: Number(row[3]), sendQ: Number(row[4]), family, local: local.end, peer: peer.end};
  }
  const socket = newSocket(row, netId);
  if (family !== undefined) socket.family = family;
  socket.local = local.end;
  socket.peer = peer.end;
  return socket;
}

/** An address of IP with its port. */
export function readIpEnd(word: string): IpEnd | undefined {
  const end = DETAIL.test(word) ? undefined : readEndpoint(word);
  return end && {end, family: familyOf(end, word)};
}

/** `*` is a socket of both families, or one of IPv4 to an `ss` before 4.15, so it has none. */
function familyOf({address}: Endpoint, printed: string): string | undefined {
  if (printed.startsWith('[') || address.includes(':')) return 'inet6';
  return !printed.startsWith('::') && IPV4.test(address) ? 'inet' : undefined;
}

function readIds(row: Row, netId: NetId | undefined): SocketDraft | undefined {
  const local = readId(row[5]!);
  const peer = readId(row[6] ?? '');
  if (!local || !peer) return undefined;
  const socket = newSocket(row, netId);
  socket.local = local;
  socket.peer = peer;
  return socket;
}

/** `0:762  *`, `rtnl:ss/71  *`, `arp:eth0  *` */
function readId(word: string): Endpoint | undefined {
  const colon = word.lastIndexOf(':');
  if (colon < 0) return word === '*' ? {address: '*'} : undefined;
  const port = word.slice(colon + 1);
  if (colon === 0 || !/^[\w*[\].-]+$/.test(word.slice(0, colon))) return undefined;
  return {address: word.slice(0, colon), ...(isWhole(port) ? {port: Number(port)} : port !== '*' && {service: port})};
}

/** `/run/my file 100  * 0`: a path may hold blanks, so the numbers are looked for from the end. */
function readPaths(row: Row, netId: NetId | undefined): SocketDraft | undefined {
  const text = PATHS.exec(row.input)![5]!;
  const words = [...text.matchAll(/\S+/g)];
  const behind = words.findIndex(([word]) => DETAIL.test(word));
  const size = behind < 0 ? words.length : behind;
  const peerInode = words[size - 1];
  const at = words.findLastIndex(([word], i) => i > 0 && i < size - 2 && isWhole(word));
  if (!peerInode || !isWhole(peerInode[0]) || at < 1) return undefined;
  const path = text.slice(0, words[at]!.index).trim();
  const peerPath = text.slice(words[at + 1]!.index, peerInode.index).trim();
  const socket = newSocket(row, netId);
  if (path !== '*') socket.path = path;
  socket.inode = Number(words[at]![0]);
  if (peerPath !== '*') socket.peerPath = peerPath;
  // 0 is no peer.
  if (Number(peerInode[0]) > 0) socket.peerInode = Number(peerInode[0]);
  return withDetails(socket, behind < 0 ? '' : text.slice(words[behind]!.index));
}

/** The socket with what stands behind its addresses. */
function withDetails(socket: SocketDraft, text = ''): SocketDraft | undefined {
  return readDetails(text.trimEnd(), socket) ? socket : undefined;
}
