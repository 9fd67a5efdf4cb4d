/**
 * Splits the words of `iptables-save` and `ipvsadm -S`: blanks part words, `"…"` and `'…'` keep them, a backslash
 * takes the next character as it is (not within single quotes). Undefined when a quote stays open.
 */
export function shellWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word = '';
  let inWord = false;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (char === '\\' && quote !== "'" && i + 1 < line.length) {
      word += line[++i]!;
      inWord = true;
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      inWord = true;
    } else if (char === ' ' || char === '\t') {
      if (inWord) words.push(word);
      word = '';
      inWord = false;
    } else {
      word += char;
      inWord = true;
    }
  }
  if (quote !== '') return undefined;
  if (inWord) words.push(word);
  return words;
}
