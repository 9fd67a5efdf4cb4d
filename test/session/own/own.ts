import type {OwnText} from '../../../src/lesson/own-files.ts';
import {loadOwn, type Own} from '../../../src/session/own/load.ts';

/** Code of a module by its paths. */
export function filesOf(texts: Readonly<Record<string, string>>): readonly OwnText[] {
  return Object.entries(texts).map(([path, text]) => ({
    kind: path.startsWith('parsers/') ? 'parser' : 'assertion',
    path,
    sha256: '',
    file: `/m/${path}`,
    text,
  }));
}

export function loaded(texts: Readonly<Record<string, string>>): Own {
  return loadOwn(filesOf(texts), () => {});
}

/** A parser of lines `word number`, with one thing changed. */
export function parserText(from = '', to = ''): string {
  return `export default ({perLine}) => ({
  name: 'counts',
  title: 'words and their counts',
  examples: ['counts'],
  sample: 'red 1\\ngreen 2\\n',
  parse: text =>
    perLine(text, line => {
      const found = /^(\\w+) (\\d+)$/.exec(line);
      return found ? {name: found[1], count: Number(found[2])} : undefined;
    }),
});
`.replace(from, to);
}

/** An assertion that a row has a count, with one thing changed. */
export function assertionText(from = '', to = ''): string {
  return `export default ({output, take, fail, judgeEach, parsedData, seen}) =>
  output({
    id: 'counts.has',
    version: 1,
    title: 'a row has a count',
    args: {name: take.name, count: take.optional(take.count(0))},
    argsHelp: {name: 'of the row', 'count?': 'what it counts'},
    example: {name: 'red', count: 1},
    codes: {empty: 'no output', no_row: 'no row has the name', other_count: 'the count is another ({seen})'},
    mutants: ['rows-gone', 'other-values', 'no-output'],
    evaluate: ({name, count}, outputs) =>
      judgeEach(outputs, 'it counts', one => {
        const row = parsedData(one).rows.find(each => each.name === name);
        if (row === undefined) fail({code: 'no_row', reason: 'no row has that name', expected: name, actual: null});
        if (count !== undefined && row.count !== count)
          fail({code: 'other_count', reason: 'another count', expected: count, actual: row.count});
        return [seen(one, row.name + ' ' + row.count)];
      }),
  });
`.replace(from, to);
}
