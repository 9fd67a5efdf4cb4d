/**
 * Whether a whole text fits a pattern in which `*` stands for any text and `?` for one character. Two pointers and one
 * place to go back to: never more than length × length steps, whatever the student's output and the author's pattern.
 */
export function fitsGlob(text: string, pattern: string): boolean {
  let [at, next] = [0, 0];
  let star = -1;
  let retry = 0;
  while (at < text.length) {
    const wanted = pattern[next];
    if (wanted === '*') {
      star = next++;
      retry = at;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[at])) {
      at++;
      next++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[next] === '*') next++;
  return next === pattern.length;
}
