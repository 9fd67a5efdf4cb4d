import {beginsAtPrompt} from './block-prompts.ts';
import {readTutorial} from './blocks.ts';
import {languageKind, looksTyped} from './looks.ts';
import {commandWords} from './shell-line.ts';
import {splitBlock} from './split.ts';

/**
 * First words of the commands of a tutorial that are typed for sure: at a prompt, in a block of a shell, or with options
 * at the beginning of one that says nothing of itself. Where the tutorial has them again, they are commands too.
 */
export function commandsIn(texts: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const text of texts) {
    for (const block of readTutorial(text.replace(/\r\n?/g, '\n'))) {
      if (block.kind !== 'code') continue;
      const {lines, language} = block;
      if (languageKind(language) === 'other' && !beginsAtPrompt(lines)) continue;
      for (const piece of splitBlock(lines, language)) {
        if (piece.kind !== 'command' || piece.inside) continue;
        if (piece.prompted !== true && looksTyped(piece.text.replace(/^\s*#.*\n/gm, '')) !== 'yes') continue;
        const [word = '', ...more] = commandWords(piece.text);
        if (/^[a-z][\w.-]+$/.test(word) && more.length > 0) found.add(word);
      }
    }
  }
  return found;
}
