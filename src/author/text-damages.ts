/** A text made wrong, and in which way. */
export interface TextDamage {
  readonly way: string;
  readonly text: string;
}

const MOST_PLACES = 24;
const LONG = 100_000;
/** What a parser may look for, at a length where one that goes back and forth takes too long. */
const UNITS = ['\t', ' ', '[', '{"a":', 'a ', '1: ', '"', '\\', '02:', '<', '1', ':', '='];

/** A line that no command prints. */
export const GARBAGE = '?? no such line ??';

/** Forms of a real output that a parser must take without breaking: cut, mixed, doubled, disguised, and endless. */
export function textDamages(text: string): readonly TextDamage[] {
  const lines = text.split('\n');
  const places = spread(text.length).map(at => ({way: `cut after ${at} characters`, text: text.slice(0, at)}));
  const words = spread(lines.length).flatMap(at => wordDamages(lines, at));
  return [
    ...places,
    ...words,
    {way: 'nothing', text: ''},
    {way: 'blanks only', text: ' \r\n\t\n'},
    {way: 'each line twice', text: lines.flatMap(line => [line, line]).join('\n')},
    {way: 'the lines upside down', text: lines.toReversed().join('\n')},
    {way: 'line ends of Windows', text: lines.join('\r\n')},
    {way: 'colours', text: lines.map(line => `\u001b[32m${line}\u001b[0m`).join('\n')},
    {way: 'control characters', text: lines.map(line => `\u0000${line}\u202e\ud800`).join('\n')},
    {way: 'an indent', text: lines.map(line => `    ${line}`).join('\n')},
    {way: 'very many lines', text: `${text}\n`.repeat(Math.ceil(LONG / (text.length + 1)))},
    ...UNITS.flatMap(unit => {
      const long = unit.repeat(LONG / unit.length);
      return [{way: `a long line of ${JSON.stringify(unit)}`, text: `${lines[0]}${long}x y\nx`}];
    }),
  ];
}

/** The text with a line that means nothing, before each of some lines. */
export function withGarbage(text: string): readonly TextDamage[] {
  const lines = text.split('\n');
  return spread(lines.length).map(at => ({
    way: `a line "${GARBAGE}" before line ${at + 1}`,
    text: lines.toSpliced(at, 0, GARBAGE).join('\n'),
  }));
}

/** One line with a word left out, or two that changed places. */
function wordDamages(lines: readonly string[], at: number): readonly TextDamage[] {
  const words = lines[at]!.split(/(?<=\S)\s+/);
  if (words.length < 2) return [];
  const withLine = (changed: readonly string[]) => lines.toSpliced(at, 1, changed.join(' ')).join('\n');
  return spread(words.length).flatMap(i => [
    {way: `line ${at + 1} without "${words[i]}"`, text: withLine(words.toSpliced(i, 1))},
    ...(i === 0
      ? []
      : [
          {
            way: `line ${at + 1} with "${words[i]}" a word earlier`,
            text: withLine(words.toSpliced(i - 1, 2, words[i]!, words[i - 1]!)),
          },
        ]),
  ]);
}

/** Whole numbers below `count`, all of them where they are few. */
function spread(count: number): readonly number[] {
  const step = Math.max(1, count / MOST_PLACES);
  return [...new Set(Array.from({length: Math.min(count, MOST_PLACES)}, (_, i) => Math.floor(i * step)))];
}
