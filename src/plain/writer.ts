import {wrapWords} from '../render/wrap-words.ts';

/** Append-only text, wrapped at a width; words only, so that it reads well aloud and in a log. */
export interface Writer {
  /** In cells. */
  readonly width: number;
  /** Makes of a text what can be shown; what the writer is given it does by itself. */
  readonly letters: (text: string) => string;
  /** A verb as it has to be typed to go on here: with the module and the cluster that this one was given. */
  readonly verb: (words: string) => string;
  line(text?: string): void;
  /** Wrapped text with each line indented; the lines after a paragraph's first one by `hanging`. */
  text(text: string, indent?: number, hanging?: number): void;
  /** Lines as they are (command output), indented. */
  verbatim(text: string, indent?: number): void;
}

export function createWriter(
  write: (text: string) => void,
  width: number,
  letters = (text: string): string => text,
  options = '',
): Writer {
  return {
    width,
    letters,
    verb: words => `deepdive ${words}${options}`,
    line: (text = '') => write(`${letters(text)}\n`),
    text(text, indent = 0, hanging = indent) {
      for (const paragraph of letters(text).split('\n')) {
        const lines = wrapWords(paragraph, width - Math.max(indent, hanging));
        for (const [index, line] of lines.entries()) write(`${' '.repeat(index === 0 ? indent : hanging)}${line}\n`);
      }
    },
    verbatim(text, indent = 4) {
      const body = letters(text).replace(/\n+$/, '');
      if (body !== '')
        write(
          `${body
            .split('\n')
            .map(line => ' '.repeat(indent) + line)
            .join('\n')}\n`,
        );
    },
  };
}
