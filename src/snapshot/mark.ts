/** Stands for the nonce of a probe in what it printed; nothing that was asked can print it, for it is taken out first. */
export const MARK = '\u0000';

export function markedText(text: string, nonce: string): string {
  return text.replaceAll(MARK, '').replaceAll(`${nonce} `, MARK);
}
