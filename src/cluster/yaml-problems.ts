import {type Document, isMap, isNode, isScalar, type LineCounter} from 'yaml';
import type * as z from 'zod';
import type {Problem} from '../core/problem.ts';

export interface YamlSource {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly file: string;
}

interface Position {
  readonly line: number;
  readonly col: number;
}

export function yamlProblem(file: string, message: string, {line, col}: Position = {line: 1, col: 1}): Problem {
  return {file, line, column: col, message, severity: 'error'};
}

/** A schema's complaints, each at the place in the file that it is about. */
export function yamlProblems(error: z.ZodError, source: YamlSource): readonly Problem[] {
  return error.issues.flatMap(issue => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key =>
        yamlProblem(
          source.file,
          `${dotted([...path, key])}: there is no such key`,
          keyPosition(source, [...path, key]),
        ),
      );
    }
    const message = path.length === 0 ? issue.message : `${dotted(path)}: ${issue.message}`;
    return [yamlProblem(source.file, message, valuePosition(source, path))];
  });
}

function dotted(path: readonly string[]): string {
  return path.join('.');
}

/** Where the value stands, or, when it is missing, the nearest that should hold it. */
function valuePosition(source: YamlSource, path: readonly string[]): Position {
  for (let length = path.length; length > 0; length--) {
    const found = source.document.getIn(path.slice(0, length), true);
    if (isNode(found) && found.range) return source.lines.linePos(found.range[0]);
  }
  return {line: 1, col: 1};
}

function keyPosition(source: YamlSource, path: readonly string[]): Position {
  const holder = path.length === 1 ? source.document.contents : source.document.getIn(path.slice(0, -1), true);
  const pair = isMap(holder)
    ? holder.items.find(item => isScalar(item.key) && String(item.key.value) === path.at(-1))
    : undefined;
  const key = pair?.key;
  return isScalar(key) && key.range ? source.lines.linePos(key.range[0]) : valuePosition(source, path);
}
