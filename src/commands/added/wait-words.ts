const ERASE_LINE = '\r\u001b[K';

export interface WaitWords {
  /** Shows what is under way, on a line that is redrawn; nothing where nobody looks on. */
  readonly tell: (line: string) => void;
  readonly clear: () => void;
}

/** On standard error, beside what a verb prints. */
export function waitWords(what: string, out: NodeJS.WriteStream = process.stderr): WaitWords {
  if (out.isTTY !== true) return {tell() {}, clear() {}};
  const tell = (line: string) => out.write(`${ERASE_LINE}${`${what}: ${line}`.slice(0, (out.columns || 80) - 1)}`);
  tell('…');
  return {tell, clear: () => void out.write(ERASE_LINE)};
}
