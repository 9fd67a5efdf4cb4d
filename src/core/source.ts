import type {At} from './lesson.ts';
import type {Problem} from './problem.ts';

/** A file's text with `\n` line ends and no byte order mark, so that offsets give the lines and columns of the file. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

export interface Spot {
  readonly source: Source;
  readonly offset: number;
}

export type Report = (spot: Spot, message: string, severity?: Problem['severity']) => void;

export function makeSource(file: string, content: string): Source {
  const text = content.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const lineStarts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) lineStarts.push(i + 1);
  return {file, text, lineStarts};
}

/** Columns count UTF-16 units, as editors do. */
export function position({source, offset}: Spot): {readonly line: number; readonly column: number} {
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (source.lineStarts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return {line: low + 1, column: offset - source.lineStarts[low]! + 1};
}

/** The place as a lesson carries it: with the file only when that is not the lesson's own. */
export function placeIn(lessonFile: string, spot: Spot): At {
  const {file} = spot.source;
  return {...(file !== lessonFile && {file}), ...position(spot)};
}

export function shift({source, offset}: Spot, by: number): Spot {
  return {source, offset: offset + by};
}

export function reportInto(problems: Problem[]): Report {
  return (spot, message, severity = 'error') => {
    problems.push({file: spot.source.file, ...position(spot), message, severity});
  };
}
