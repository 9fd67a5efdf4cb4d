/** A command with the insides of its quotes and here-documents left out: what is left is the shell's own. */
export function outsideQuotes(command: string): string {
  return command
    .replace(/<<-?\s*['"\\]?(\w+)['"]?([^\n]*)\n(?:[\s\S]*?\n)??\1(?=\n|$)/g, '<<x$2')
    .replace(/\\[^\n]|'[^']*'|"(?:[^"\\]|\\[\s\S])*"/g, quoted =>
      quoted.startsWith('\\') ? 'x' : `${quoted[0]}x${quoted[0]}`,
    );
}
