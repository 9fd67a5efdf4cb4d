/** What stands in the braces of ```` ```{code-block} bash ````, as MyST has it, and the language that its code is of. */
export interface Directive {
  readonly name: string;
  readonly language: string;
}

export function directiveOf(info: string): Directive | undefined {
  const found = /^\s*\{([a-z][\w-]*)\}\s*([\w-]*)\s*$/.exec(info);
  if (found === null) return undefined;
  const [, name = '', argument = ''] = found;
  if (name === 'terminal') return {name, language: 'console'};
  return {name, language: /^(?:code|code-block|code-cell|sourcecode|parsed-literal)$/.test(name) ? argument : name};
}

/** The lines of a `{terminal}`: its `:input:` is typed at a prompt, its other options are no part of it. */
export function terminalLines(lines: readonly string[]): readonly string[] {
  return lines.flatMap(line => {
    const option = /^\s*:(\w+):\s?(.*)$/.exec(line);
    if (option === null) return [line];
    return option[1] === 'input' ? [`$ ${option[2]}`] : [];
  });
}
