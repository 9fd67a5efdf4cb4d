import {suggest} from '../../core/nearest.ts';
import type {Spot} from '../../core/source.ts';
import type {BuildContext} from '../build/builder.ts';
import {fieldsIn} from '../query.ts';

/** Something of a parser's data that is asked for by name, and where it stands. */
interface Asked {
  readonly parser: string | undefined;
  readonly names: readonly string[];
  readonly spot: Spot;
  /** Begins the sentence: `capture.mac.from`. */
  readonly label: string;
}

/**
 * Warns of names that a parser's data never has: no row would be found by them, and a note not be shown, in silence. A
 * warning only, as another version of a command may print what no output has shown yet.
 */
export function unknownFields({parser, names, spot, label}: Asked, {known, report}: BuildContext): void {
  const fields = parser === undefined ? undefined : known.fields?.(parser);
  if (fields === undefined) return;
  for (const name of names) {
    if (fields.has(name)) continue;
    report(spot, `${label}: the data of ${parser} has no "${name}"${suggest(name, fields)}`, 'warning');
  }
}

/** The same for a query. */
export function unknownFieldsOf(query: string, asked: Omit<Asked, 'names'>, context: BuildContext): void {
  unknownFields({...asked, names: fieldsIn(query)}, context);
}
