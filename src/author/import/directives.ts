/** What stands in the braces of ```` ```{code-block} bash ````, as MyST has it, and the language that its code is of. */
export interface Directive {
  readonly name: string;
  readonly language: string;
  /** What stands behind the braces: a title, the path of a picture. */
  readonly argument: string;
}

export function directiveOf(info: string): Directive | undefined {
  const found = /^\s*\{([a-z][\w-]*)\}(?!\})(.*)$/.exec(info);
  if (found === null) return undefined;
  const name = found[1]!;
  const argument = found[2]!.trim();
  if (name === 'terminal') return {name, language: 'console', argument};
  return {name, language: isCode(name) ? /^[\w-]*/.exec(argument)![0] : name, argument};
}

/** The lines of a `{terminal}`: its `:input:` is typed at a prompt, its other options are no part of it. */
export function terminalLines(lines: readonly string[]): readonly string[] {
  return lines.flatMap(line => {
    const option = /^\s*:(\w+):\s?(.*)$/.exec(line);
    if (option === null) return [line];
    return option[1] === 'input' ? [`$ ${option[2]}`] : [];
  });
}

/** How many lines at the beginning of what stands in a directive are its options: `:key: value`, or YAML between `---`. */
export function optionCount(lines: readonly string[]): number {
  if (lines[0]?.trim() === '---') {
    const end = lines.slice(1, MAX_OPTIONS).findIndex(line => line.trim() === '---') + 1;
    const options = lines.slice(1, end);
    if (end > 0 && options.every(line => /^\s*(?:[\w-]+:|- |#|$)/.test(line))) return end + 1;
    return 0;
  }
  const end = lines.findIndex(line => !/^\s*:[\w-]+:(?:\s|$)/.test(line));
  return end < 0 ? lines.length : end;
}

const MAX_OPTIONS = 30;

export function isCode(name: string): boolean {
  return /^(?:code|code-block|code-cell|sourcecode|parsed-literal)$/.test(name);
}
