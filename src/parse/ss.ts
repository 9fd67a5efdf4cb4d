import type {Note, Parsed} from '../core/parsed.ts';
import type {SocketTable} from '../core/rows/socket.ts';
import {envelope} from './scan/envelope.ts';
import {normalise, takeLines} from './scan/normalise.ts';
import {remember} from './scan/remember.ts';
import {DIRECTION, type SocketDraft} from './ss-details.ts';
import {readIpEnd, readSsRow} from './ss-row.ts';

const HEADER = /^\s*(?:Netid\s*)?(?:State\s*)?Recv-Q\s+Send-Q\s+Local Address:Port\s+Peer Address:Port/;
/** The first word of the line that `-i` and `-m` put below a row. */
const INFO = /^\s+(?:[a-z]|$)/;

/** Parses `ss` with any of `-t -u -x -a -l -n -p -e -o -i -m -O -H`; it has no JSON. */
export function parseSs(output: string): Parsed<SocketTable> {
  // The indent of the rows is a column that was left out, or tells what is below a row.
  const input = normalise(output);
  const sockets: SocketDraft[] = [];
  const notes: Note[] = [];
  const readEnd = remember(readIpEnd);
  /** The socket that lines below it belong to. */
  let open: SocketDraft | undefined;
  const unparsed = takeLines(input, text => {
    const row = readSsRow(text, readEnd);
    if (row) {
      sockets.push(row);
      open = row;
      return true;
    }
    const above = open;
    const isBelow = INFO.test(text);
    if (!isBelow) open = undefined;
    if (above && isBelow) {
      const info = text.trim();
      above.info = above.info ? `${above.info} ${info}` : info;
      return true;
    }
    return HEADER.test(text) || (above !== undefined && DIRECTION.test(text.trim()));
  });
  if (sockets.some(({protocol}) => protocol === undefined)) {
    notes.push({kind: 'lossy', text: 'no column Netid: the protocol is not printed when only one was asked for'});
  }
  return envelope(input, {command: 'ss', variant: 'text', data: {sockets}, unparsed, notes});
}
