import type {Json} from '../../core/lesson.ts';
import {suggest} from '../../core/nearest.ts';

interface Strange {
  readonly argument: string;
  readonly message: string;
}

/**
 * Of the arguments that choose nodes those that name one which the module has not; `words` are its ids and roles. A
 * captured node may be any.
 */
export function strangeNodes(
  args: Readonly<Record<string, Json>>,
  choosing: readonly string[],
  words: readonly string[],
): readonly Strange[] {
  const valid = [...words, 'all'];
  return choosing.flatMap(argument => {
    const word = args[argument];
    if (typeof word !== 'string' || word.includes('<') || valid.includes(word)) return [];
    return [{argument, message: `with: ${argument}: the module has no node "${word}"${suggest(word, valid)}`}];
  });
}
