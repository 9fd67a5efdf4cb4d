/** Long enough for V8, and no regex reads far in it. */
const LONG = '\n'.repeat(1000);

const compiled = new WeakSet<RegExp>();

/**
 * Has V8 compile these to machine code. By itself it compiles each twice: at its first use for an interpreter, at the
 * next to machine code; but on a long text at once to the latter. For regexes that most lines go through: they take up
 * most of a short text's first parse. One that tries each place of a text to its end would be slow here.
 */
export function compile(regexes: readonly RegExp[]): void {
  for (const regex of regexes) {
    if (compiled.has(regex)) continue;
    compiled.add(regex);
    regex.test(LONG);
  }
}
