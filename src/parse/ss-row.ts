import type {Endpoint, Socket} from '../core/rows/socket.ts';
import {readEndpoint} from './scan/endpoint.ts';
import {isWhole} from './scan/keywords.ts';
import {readDetails} from './ss-details.ts';
import {NET_IDS, SS_STATES} from './ss-words.ts';

/** What begins like an address with a name, but stands behind the addresses. */
const DETAIL = /^(?:users:\(|timer:\(|(?:ino|uid|sk|fwmark|cgroup|v6only|peers|dev|class_id):|<->|-->|<--|skmem:)/;

interface Word {
  readonly text: string;
  readonly start: number;
}

/** Fields of the two addresses, and where they end. */
interface Ends {
  readonly fields: Pick<Socket, 'family' | 'local' | 'peer' | 'path' | 'peerPath' | 'inode' | 'peerInode'>;
  /** The words that they take. */
  readonly size: number;
}

/**
 * A row of `ss`: Netid is left out when one family was asked for, State when one state was, so columns are told by what
 * they hold.
 */
export function readSsRow(line: string): Socket | undefined {
  const words = split(line);
  const netId = NET_IDS.get(words[0]?.text ?? '');
  let at = netId === undefined ? 0 : 1;
  const state = words[at]?.text ?? '';
  const hasState = SS_STATES.has(state);
  if (hasState) at++;
  const [recvQ, sendQ] = [words[at]?.text, words[at + 1]?.text];
  if (!isWhole(recvQ) || !isWhole(sendQ) || (netId === undefined && !hasState && words.length < 4)) return undefined;
  const ends = readEnds(line, words.slice(at + 2), netId?.protocol);
  if (!ends) return undefined;
  const rest = words[at + 2 + ends.size];
  const details = readDetails(rest === undefined ? '' : line.slice(rest.start).trimEnd());
  const named = SS_STATES.get(state);
  return (
    details && {
      ...netId,
      ...(named !== undefined && {state: named}),
      recvQ: Number(recvQ),
      sendQ: Number(sendQ),
      ...ends.fields,
      ...details,
    }
  );
}

function readEnds(line: string, words: readonly Word[], protocol: string | undefined): Ends | undefined {
  if (protocol === 'unix') return readPaths(line, words);
  if (protocol === 'netlink' || protocol === 'packet' || protocol === 'vsock' || protocol === 'xdp')
    return readIds(words);
  const [local, peer] = words.slice(0, 2).map(({text}) => (DETAIL.test(text) ? undefined : readEndpoint(text)));
  if (local && peer) return {fields: {...familyOf(local, words[0]!.text), local, peer}, size: 2};
  return protocol === undefined ? readPaths(line, words) : undefined;
}

/** `*` is a socket of both families, or one of IPv4 to an `ss` before 4.15, so it has none. */
function familyOf({address}: Endpoint, printed: string): Pick<Socket, 'family'> {
  if (printed.startsWith('[') || address.includes(':')) return {family: 'inet6'};
  return /^\d+\.\d+\.\d+\.\d+$/.test(address) && !printed.startsWith('::') ? {family: 'inet'} : {};
}

/** `0:762  *`, `rtnl:ss/71  *`, `arp:eth0  *` */
function readIds([local, peer]: readonly Word[]): Ends | undefined {
  const own = local && readId(local.text);
  const other = peer && readId(peer.text);
  return own && other ? {fields: {local: own, peer: other}, size: 2} : undefined;
}

function readId(word: string): Endpoint | undefined {
  const colon = word.lastIndexOf(':');
  if (colon < 0) return word === '*' ? {address: '*'} : undefined;
  const port = word.slice(colon + 1);
  if (colon === 0 || !/^[\w*[\].-]+$/.test(word.slice(0, colon))) return undefined;
  return {address: word.slice(0, colon), ...(isWhole(port) ? {port: Number(port)} : port !== '*' && {service: port})};
}

/** `/run/my file 100  * 0`: a path may hold blanks, so the numbers are looked for from the end. */
function readPaths(line: string, words: readonly Word[]): Ends | undefined {
  const behind = words.findIndex(({text}) => DETAIL.test(text));
  const size = behind < 0 ? words.length : behind;
  const peerInode = words[size - 1];
  const at = words.findLastIndex(({text}, i) => i > 0 && i < size - 2 && isWhole(text));
  if (!isWhole(peerInode?.text) || at < 1) return undefined;
  const path = line.slice(words[0]!.start, words[at]!.start).trim();
  const peerPath = line.slice(words[at + 1]!.start, peerInode.start).trim();
  return {
    fields: {
      ...(path !== '*' && {path}),
      inode: Number(words[at]!.text),
      ...(peerPath !== '*' && {peerPath}),
      // 0 is no peer.
      ...(Number(peerInode.text) > 0 && {peerInode: Number(peerInode.text)}),
    },
    size,
  };
}

function split(line: string): readonly Word[] {
  return [...line.matchAll(/\S+/g)].map(match => ({text: match[0], start: match.index}));
}
