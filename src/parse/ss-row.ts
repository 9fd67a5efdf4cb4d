import type {Endpoint, Socket} from '../core/rows/socket.ts';
import {readEndpoint} from './scan/endpoint.ts';
import {isWhole} from './scan/keywords.ts';
import {readDetails, type SocketDraft} from './ss-details.ts';
import {NET_IDS, SS_STATES} from './ss-words.ts';

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
type ReadEnd = (word: string) => Endpoint | undefined;

/** Their addresses are no addresses of IP. */
const BY_ID = new Set(['netlink', 'packet', 'vsock', 'xdp']);

/**
 * A row of `ss`: Netid is left out when one family was asked for, State when one state was, so columns are told by what
 * they hold.
 */
export function readSsRow(line: string, readEnd: ReadEnd): Socket | undefined {
  const row = ROW.exec(line);
  if (!row) return undefined;
  const netId = row[1] === undefined ? undefined : NET_IDS.get(row[1]);
  if ((row[1] !== undefined && !netId) || (row[2] !== undefined && !SS_STATES.has(row[2]))) return undefined;
  // An empty object has room for more fields than one that begins with its first.
  const socket: SocketDraft = {};
  if (netId) socket.protocol = netId.protocol;
  socket.recvQ = Number(row[3]);
  socket.sendQ = Number(row[4]);
  if (netId?.type !== undefined) socket.type = netId.type;
  const state = row[2] === undefined ? undefined : SS_STATES.get(row[2]);
  if (state !== undefined) socket.state = state;
  const rest = readEnds(row, socket, readEnd);
  return rest !== undefined && readDetails(rest.trimEnd(), socket) ? socket : undefined;
}

/** Reads the two addresses, or paths; gives what stands behind them. */
function readEnds(row: RegExpExecArray, socket: SocketDraft, readEnd: ReadEnd): string | undefined {
  const {protocol} = socket;
  if (protocol === 'unix') return readPaths(row.input, socket);
  // Without the column Netid, the peer tells: every other family prints one with a port.
  const isById = protocol === undefined ? row[6] === '*' : BY_ID.has(protocol);
  const local = isById ? readId(row[5]!) : readEnd(row[5]!);
  const peer = isById ? readId(row[6] ?? '') : readEnd(row[6] ?? '');
  if (!local || !peer) return protocol === undefined ? readPaths(row.input, socket) : undefined;
  const family = isById ? undefined : familyOf(local, row[5]!);
  if (family !== undefined) socket.family = family;
  socket.local = local;
  socket.peer = peer;
  return row[7] ?? '';
}

/** An address of IP with its port. */
export function readEnd(word: string): Endpoint | undefined {
  return DETAIL.test(word) ? undefined : readEndpoint(word);
}

/** `*` is a socket of both families, or one of IPv4 to an `ss` before 4.15, so it has none. */
function familyOf({address}: Endpoint, printed: string): string | undefined {
  if (printed.startsWith('[') || address.includes(':')) return 'inet6';
  return !printed.startsWith('::') && IPV4.test(address) ? 'inet' : undefined;
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
function readPaths(line: string, socket: SocketDraft): string | undefined {
  const text = PATHS.exec(line)![5]!;
  const words = [...text.matchAll(/\S+/g)];
  const behind = words.findIndex(([word]) => DETAIL.test(word));
  const size = behind < 0 ? words.length : behind;
  const peerInode = words[size - 1];
  const at = words.findLastIndex(([word], i) => i > 0 && i < size - 2 && isWhole(word));
  if (!peerInode || !isWhole(peerInode[0]) || at < 1) return undefined;
  const path = text.slice(0, words[at]!.index).trim();
  const peerPath = text.slice(words[at + 1]!.index, peerInode.index).trim();
  if (path !== '*') socket.path = path;
  socket.inode = Number(words[at]![0]);
  if (peerPath !== '*') socket.peerPath = peerPath;
  // 0 is no peer.
  if (Number(peerInode[0]) > 0) socket.peerInode = Number(peerInode[0]);
  return behind < 0 ? '' : text.slice(words[behind]!.index);
}
