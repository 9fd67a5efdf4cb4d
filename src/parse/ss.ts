import type {Note, Parsed} from '../core/parsed.ts';
import type {Socket, SocketTable} from '../core/rows/socket.ts';
import {envelope} from './scan/envelope.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';
import {remember} from './scan/remember.ts';
import {DIRECTION} from './ss-details.ts';
import {readEnd, readSsRow} from './ss-row.ts';

const HEADER = /^\s*(?:Netid\s*)?(?:State\s*)?Recv-Q\s+Send-Q\s+Local Address:Port\s+Peer Address:Port/;
/** The first word of the line that `-i` and `-m` put below a row. */
const INFO = /^\s+(?:[a-z]|$)/;

/** Parses `ss` with any of `-t -u -x -a -l -n -p -e -o -i -m -O -H`; it has no JSON. */
export function parseSs(output: string): Parsed<SocketTable> {
  // The indent of the rows is a column that was left out, or tells what is below a row.
  const input = normalise(output);
  const sockets: Socket[] = [];
  const unparsed: Line[] = [];
  const notes: Note[] = [];
  const readAddress = remember(readEnd);
  let isOpen = false;
  for (const line of rowsOf(input)) {
    const row = readSsRow(line.text, readAddress);
    const last = row ? undefined : sockets.at(-1);
    if (row) sockets.push(row);
    else if (isOpen && last && INFO.test(line.text)) {
      sockets[sockets.length - 1] = {...last, info: [last.info, line.text.trim()].filter(Boolean).join(' ')};
    } else if (!HEADER.test(line.text) && !(isOpen && DIRECTION.test(line.text.trim()))) unparsed.push(line);
    isOpen = row !== undefined || (isOpen && INFO.test(line.text));
  }
  if (sockets.some(({protocol}) => protocol === undefined)) {
    notes.push({kind: 'lossy', text: 'no column Netid: the protocol is not printed when only one was asked for'});
  }
  return envelope(input, {command: 'ss', variant: 'text', data: {sockets}, unparsed, notes});
}
