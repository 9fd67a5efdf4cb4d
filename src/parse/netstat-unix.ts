import type {Socket} from '../core/rows/socket.ts';
import {UNIX_STATE, UNIX_TYPE} from './net-tools-words.ts';
import {readProgram, warnOfProgram} from './netstat-socket.ts';
import {isDigits} from './scan/digits.ts';
import {present} from './scan/json-text.ts';
import {splitWords} from './scan/keywords.ts';

const ROW = /^unix(\s+)\d{1,10}\s+\[([ A-Z]*)\]\s+([^\s\d/@-]+)\s+(?:([^\s\d/@-]+)\s+)?(\d{1,15})(?:\s+(\S.*))?$/;
/** What every row goes through. */
export const UNIX_ROW: readonly RegExp[] = [ROW];
/** The column of `PID/Program name` with its blank. */
const PROGRAM_COLUMN = 21;

/** `unix  2  [ ACC ]  STREAM  LISTENING  100  762/dockerd  /var/run/docker.sock`; the path may hold blanks. */
export function readUnixRow(line: string, warn: (text: string) => void): Socket | undefined {
  const [, gap = '', , printed = '', state, inode, behind = ''] = ROW.exec(line.trimEnd()) ?? [];
  const type = UNIX_TYPE.get(printed);
  if (type === undefined || (state !== undefined && !UNIX_STATE.has(state))) return undefined;
  // A transcript that lost its columns has one blank: then program and path are one word each.
  const {program, path} = splitProgram(behind, gap.length > 1);
  const processes = program === undefined ? undefined : readProgram(program);
  if (gap.length === 1 && /\s/.test(path)) return undefined;
  if ((program !== undefined && !processes) || UNIX_STATE.has(splitWords(path)[0] ?? '')) return undefined;
  warnOfProgram(program, warn);
  return present<Socket>({
    protocol: 'unix',
    type,
    state: state === undefined ? undefined : UNIX_STATE.get(state),
    inode: Number(inode),
    processes,
    path: path === '' ? undefined : path,
  } as {[Key in keyof Socket]: Socket[Key] | undefined});
}

function splitProgram(behind: string, hasColumns: boolean): {program: string | undefined; path: string} {
  const first = splitWords(behind)[0] ?? '';
  const slash = first.indexOf('/');
  if (first !== '-' && !isDigits(first.slice(0, Math.max(0, slash)))) return {program: undefined, path: behind};
  const width = hasColumns ? PROGRAM_COLUMN : first.length;
  return {program: behind.slice(0, width).trimEnd(), path: behind.slice(width).trim()};
}
