import type {Note, Parsed} from '../core/parsed.ts';
import type {NetstatTables, Socket} from '../core/rows/socket.ts';
import {readIfaceRows} from './iface-rows.ts';
import {readFrame, type TableShape} from './net-tools-table.ts';
import {readSocketRow} from './netstat-socket.ts';
import {readUnixRow} from './netstat-unix.ts';
import {readRouteRows} from './route-rows.ts';
import {envelope} from './scan/envelope.ts';
import {type Line, normalise} from './scan/normalise.ts';

const SOCKET_TABLE: TableShape = {
  isHeader: text => /^Proto\s+\S/.test(text),
  isRow: text => /^(?:tcp|udp|raw|sctp|unix)\S*\s/.test(text),
  titles: /^Active (?:Internet connections|UNIX domain sockets) ?\(/,
};
/** What it says to who is not root, in English and German, and busybox's word for it. */
const NOT_ROOT =
  /^\((?:Not all processes|Es konnten nicht alle)|^ ?will not be shown, you|^nicht-eigene Prozesse|^netstat: showing only/;

/** Parses `netstat` with `-a`, `-r` or `-i`, any of `-n -p -e -o -W -l -t -u -x -6`, in any language, and busybox's. */
export function parseNetstat(output: string): Parsed<NetstatTables> {
  const input = normalise(output);
  const sockets: Socket[] = [];
  const others: Line[] = [];
  const notes: Note[] = [];
  const frame = readFrame(input.rows, SOCKET_TABLE);
  for (const line of input.rows) {
    const row = line.text.startsWith('unix') ? readUnixRow(line.text) : readSocketRow(line.text);
    if (row) {
      sockets.push(row.socket);
      for (const text of row.cut) notes.push({kind: 'truncated', line: line.number, text});
    } else if (NOT_ROOT.test(line.text)) {
      const text = 'only root sees the processes of all users';
      if (!notes.some(note => note.text === text)) notes.push({kind: 'lossy', line: line.number, text});
    } else if (!frame.lines.has(line)) others.push(line);
  }
  const byRoute = readRouteRows(others, 'mss');
  const byLink = readIfaceRows(byRoute.rest);
  return envelope(input, {
    command: 'netstat',
    variant: 'text',
    data: {sockets, routes: byRoute.routes, links: byLink.links},
    unparsed: byLink.rest,
    notes: [...notes, ...frame.notes, ...byRoute.notes, ...byLink.notes],
  });
}
