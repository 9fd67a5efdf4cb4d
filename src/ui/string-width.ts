import {stripVTControlCharacters} from 'node:util';
import {cells} from '../render/cells.ts';

/**
 * Stands in for the package string-width in the bundle: Ink then counts cells as our lines do, and does not compile
 * expressions over all emoji sequences before the first frame, which takes 30 ms.
 */
// biome-ignore lint/style/noDefaultExport: Ink imports the package's default
export default function stringWidth(text: string): number {
  return cells(stripVTControlCharacters(text));
}
