import type {Note, Parsed} from '../core/parsed.ts';
import type {NetstatTables, Socket} from '../core/rows/socket.ts';
import {takeIfaceRows} from './iface-rows.ts';
import {type Rest, takeTable} from './net-tools-table.ts';
import {socketReader} from './netstat-socket.ts';
import {readUnixRow} from './netstat-unix.ts';
import {takeRoutes} from './route-rows.ts';
import {envelope} from './scan/envelope.ts';
import {normalise, rowsOf} from './scan/normalise.ts';

/** What it says to who is not root, in English and German, and busybox's word for it. */
const NOT_ROOT =
  /^\((?:Not all processes|Es konnten nicht alle)|^ ?will not be shown, you|^nicht-eigene Prozesse|^netstat: showing only/;

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
      else if (NOT_ROOT.test(text)) notRoot ??= line;
      else return false;
      return true;
    },
    isHeader: text => /^Proto\s+\S/.test(text),
    isRowLike: text => /^(?:tcp|udp|raw|sctp|unix)\S*\s/.test(text),
    titles: /^Active (?:Internet connections|UNIX domain sockets) ?\(/,
  });
  if (notRoot !== undefined) {
    notes.push({kind: 'lossy', line: notRoot, text: 'only root sees the processes of all users'});
  }
  return {texts: rest.texts, sockets, notes: [...notes, ...rest.notes]};
}
