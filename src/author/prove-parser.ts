import type {Parsed} from '../core/parsed.ts';
import {namesIn, type OwnParserInfo} from '../session/own/load.ts';
import {GARBAGE, textDamages, withGarbage} from './text-damages.ts';

/** What a command of the module printed. */
export interface Printed {
  readonly run: string;
  readonly text: string;
}

/** Beyond it the damages of one output would take minutes. */
const MOST_CHARACTERS = 16_384;
const MOST_OUTPUTS = 12;

/**
 * What is wrong with a parser of a module's own, by its sample and by what the module's commands printed: it must
 * understand these, break by no damage to them, lose no line, and give the same again. Empty when nothing is.
 */
export function faultsOfParser(parser: OwnParserInfo, printed: readonly Printed[]): readonly string[] {
  const outputs = [{run: 'its sample', text: parser.sample}, ...printed.slice(0, MOST_OUTPUTS)];
  return outputs.flatMap(output => faultIn(parser, output) ?? []);
}

/** The first fault by one output: a parser that breaks does it in many ways. */
function faultIn(parser: OwnParserInfo, {run, text}: Printed): string | undefined {
  const whole = parser.parse(text);
  const [left] = whole.unparsed;
  if (whole.broken !== undefined) return `${run}: ${whole.broken}`;
  if (left !== undefined) return `${run}: line ${left.line} is not understood: ${left.text}`;
  if (JSON.stringify(parser.parse(text)) !== JSON.stringify(whole)) return `${run}: the same text gives another result`;
  const strange = parser.isFree ? undefined : namesIn(whole.data).find(name => !parser.fields.has(name));
  if (strange !== undefined)
    return `${run}: its data has "${strange}", which the sample does not show: add it to fields, so that lessons can be checked by it`;
  const short = text.slice(0, MOST_CHARACTERS);
  for (const {way, text: damaged} of textDamages(short)) {
    const {broken} = parser.parse(damaged);
    if (broken !== undefined) return `${run}, ${way}: ${broken}`;
  }
  const before = short === text ? whole : parser.parse(short);
  for (const {way, text: damaged} of withGarbage(short)) {
    const after = parser.parse(damaged);
    if (after.broken !== undefined) return `${run}, ${way}: ${after.broken}`;
    if (isLost(after, before))
      return `${run}, ${way}: the line is lost, neither told as not understood nor in the data`;
  }
  return undefined;
}

/** A line was taken in silence: the result is as if it were not there. */
function isLost(after: Parsed<unknown>, before: Parsed<unknown>): boolean {
  if (after.unparsed.some(({text}) => text.includes(GARBAGE))) return false;
  return JSON.stringify(after.data) === JSON.stringify(before.data);
}
