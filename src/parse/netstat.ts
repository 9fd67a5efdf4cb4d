import type {Note, Parsed} from '../core/parsed.ts';
import type {NetstatTables, Socket} from '../core/rows/socket.ts';
import {takeIfaceRows} from './iface-rows.ts';
import {type Rest, takeTable} from './net-tools-table.ts';
import {SOCKET_ROW, socketReader} from './netstat-socket.ts';
import {readUnixRow, UNIX_ROW} from './netstat-unix.ts';
import {takeRoutes} from './route-rows.ts';
import {compile} from './scan/compile.ts';
import {envelope} from './scan/envelope.ts';
import {isIndented, normalise, rowsOf} from './scan/normalise.ts';

/** What it says to who is not root, in English and German, and busybox's word for it. */
const NOT_ROOT = [
  '(Not all processes',
  'will not be shown, you',
  ' will not be shown, you',
  '(Es konnten nicht alle',
  'nicht-eigene Prozesse',
  'netstat: showing only',
];
const TITLES = ['Active Internet connections', 'Active UNIX domain sockets'].flatMap(title => [
  `${title} (`,
  `${title}(`,
]);

/** Parses `netstat` with `-a`, `-r` or `-i`, any of `-n -p -e -o -W -l -t -u -x -6`, in any language, and busybox's. */
export function parseNetstat(output: string): Parsed<NetstatTables> {
  const input = normalise(output);
  const bySocket = takeSockets(input.texts);
  const byRoute = takeRoutes(bySocket.texts, 'mss');
  const byLink = takeIfaceRows(byRoute.texts);
  return envelope(input, {
    command: 'netstat',
    variant: 'text',
    data: {sockets: bySocket.sockets, routes: byRoute.routes, links: byLink.links},
    unparsed: rowsOf(byLink),
    notes: [...bySocket.notes, ...byRoute.notes, ...byLink.notes],
  });
}

/** Takes the rows of sockets out of the texts. */
function takeSockets(texts: readonly string[]): Rest & {readonly sockets: readonly Socket[]} {
  const sockets: Socket[] = [];
  const notes: Note[] = [];
  const readRow = socketReader();
  let number = 0;
  let notRoot: number | undefined;
  const warn = (text: string) => notes.push({kind: 'truncated', line: number, text});
  const rest = takeTable(texts, {
    takeRow(text, line) {
      number = line;
      const row = text.startsWith('unix') ? readUnixRow(text, warn) : readRow(text, warn);
      if (row) sockets.push(row);
      else if (beginsWithAny(text, NOT_ROOT)) notRoot ??= line;
      else return false;
      return true;
    },
    isHeader,
    isRowLike: text => /^(?:tcp|udp|raw|sctp|unix)\S*\s/.test(text),
    isTitle: text => beginsWithAny(text, TITLES),
  });
  if (notRoot !== undefined) {
    notes.push({kind: 'lossy', line: notRoot, text: 'only root sees the processes of all users'});
  }
  return {texts: rest.texts, sockets, notes: [...notes, ...rest.notes]};
}

function isHeader(text: string): boolean {
  const names = text.startsWith('Proto') ? text.slice('Proto'.length) : '';
  if (!isIndented(names) || names.trim() === '') return false;
  compile(names.includes('Recv-Q') ? SOCKET_ROW : UNIX_ROW);
  return true;
}

function beginsWithAny(text: string, beginnings: readonly string[]): boolean {
  return beginnings.some(beginning => text.startsWith(beginning));
}
