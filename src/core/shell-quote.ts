/** One shell word. Values match their type before they come here; quoting guards the types that allow more than letters. */
export function shellQuote(value: string): string {
  return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
