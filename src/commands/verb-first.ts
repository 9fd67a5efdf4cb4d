/** Options of a student's verbs that take a value; see `withStudentOptions`. */
const WITH_VALUE = new Set(['-m', '--module', '-c', '--cluster', '--lang', '--width']);

/** `--cluster lab run fdb` means `run --cluster lab fdb`: options may stand before the verb. Other words stay as they are. */
export function verbFirst(words: readonly string[], verbs: readonly string[]): readonly string[] {
  let at = 0;
  while (words[at]?.startsWith('-') === true) {
    if (words[at] === '--') return words;
    at += WITH_VALUE.has(words[at]!) ? 2 : 1;
  }
  const verb = words[at];
  if (at === 0 || verb === undefined || !verbs.includes(verb)) return words;
  return [verb, ...words.slice(0, at), ...words.slice(at + 1)];
}
