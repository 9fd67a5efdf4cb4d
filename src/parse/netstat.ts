import type {Note, Parsed} from '../core/parsed.ts';
import type {NetstatTables, Socket} from '../core/rows/socket.ts';
import {readIfaceRows} from './iface-rows.ts';
import {readFrame, type TableShape} from './net-tools-table.ts';
import {readSocketRow} from './netstat-socket.ts';
import {readUnixRow} from './netstat-unix.ts';
import {readRouteRows} from './route-rows.ts';
import {envelope} from './scan/envelope.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';

const HEADER = /^Proto\s+\S/;
const SOCKET_TABLE: TableShape = {
  isHeader: text => HEADER.test(text),
  isRow: text => /^(?:tcp|udp|raw|sctp|unix)\S*\s/.test(text),
  titles: /^Active (?:Internet connections|UNIX domain sockets) ?\(/,
};
/** What it says to who is not root, in English and German, and busybox's word for it. */
const NOT_ROOT =
  /^\((?:Not all processes|Es konnten nicht alle)|^ ?will not be shown, you|^nicht-eigene Prozesse|^netstat: showing only/;

/** Parses `netstat` with `-a`, `-r` or `-i`, any of `-n -p -e -o -W -l -t -u -x -6`, in any language, and busybox's. */
export function parseNetstat(output: string): Parsed<NetstatTables> {
  const input = normalise(output);
  const rows = rowsOf(input);
  const sockets: Socket[] = [];
  const others: Line[] = [];
  const notes: Note[] = [];
  const frame = readFrame(rows, SOCKET_TABLE);
  let number = 0;
  let notRoot: Line | undefined;
  const warn = (text: string) => notes.push({kind: 'truncated', line: number, text});
  for (const line of rows) {
    number = line.number;
    const row = line.text.startsWith('unix') ? readUnixRow(line.text, warn) : readSocketRow(line.text, warn);
    if (row) sockets.push(row);
    else if (NOT_ROOT.test(line.text)) notRoot ??= line;
    else if (!frame.lines.has(line)) others.push(line);
  }
  if (notRoot) {
    notes.push({kind: 'lossy', line: notRoot.number, text: 'only root sees the processes of all users'});
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
