import {neutralise} from '../core/neutral.ts';

/** UTF-8 bytes of text that one check may bring into a report, head and tail together. */
const MOST_BYTES = 16 * 1024;
/** Halves of a character that lost the other one, and the two code points that XML knows no way to write. */
const UNWRITABLE = /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text that every format can hold: no escape sequences, no controls but tab and newline, no broken characters. */
export function clean(text: string): string {
  return neutralise(text).replace(UNWRITABLE, '\ufffd');
}

/** Clean, and on one line. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

/** The beginning of a line, for places that hold the whole text elsewhere. */
export function briefly(line: string, most = 500): string {
  return line.length <= most ? line : `${clean(line.slice(0, most))} …`;
}

/** At most `most` bytes: head and tail, and between them how much was cut and where all of it is. */
export function capped(text: string, evidence: string | null, most = MOST_BYTES): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  const half = Math.floor(most / 2);
  const head = bytes.subarray(0, boundary(bytes, half));
  const tail = bytes.subarray(boundary(bytes, bytes.length - half));
  const where = evidence === null ? '' : `; all of it is in evidence sha256:${evidence}`;
  return `${head}\n[${bytes.length - head.length - tail.length} bytes cut${where}]\n${tail}`;
}

/** The start of the character that stands at an offset. */
function boundary(bytes: Buffer, offset: number): number {
  let at = offset;
  while (at > 0 && (bytes[at]! & 0xc0) === 0x80) at--;
  return at;
}
