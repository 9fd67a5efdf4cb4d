/** What stands beside the code of a block to say what it is: in lines of its own, which are no part of the code. */
export interface Label {
  readonly language?: string;
  /** Lines that it takes. */
  readonly lines: number;
}

/** The lines at the beginning of a block such as `[secondary_label Output]` and `[label /etc/hosts]`. */
export function labelAbove(inside: readonly string[]): Label {
  let language: string | undefined;
  let lines = 0;
  for (; lines < MAX_LABELS; lines++) {
    const found = /^\s*\[(label|secondary_label|environment) ([^\]]+)\]\s*$/.exec(inside[lines] ?? '');
    if (found === null) break;
    if (/\b(?:output|error|result)/i.test(found[2]!)) language = 'output';
    else if (found[1] === 'label' && /^[~./][\w./~-]+$|^[\w-]+\.\w+$/.test(found[2]!.trim())) language ??= 'conf';
  }
  return {lines, ...(language !== undefined && {language})};
}

const MAX_LABELS = 4;

/** The line behind a block that kramdown reads: `{: .language-console}`, `{: .output}`, `{: file="app.conf"}`. */
export function labelBelow(line = ''): Label {
  const words = /^\s*\{:\s*([^{}]{1,200})\}\s*$/.exec(line)?.[1];
  if (words === undefined) return {lines: 0};
  const names = [...words.matchAll(/(?:^|\s)\.([\w-]+)/g)].map(found => bareLanguage(found[1]!.toLowerCase()));
  const language = names.find(name => !/^(?:no|line|copy|nolineno|source|highlight|prettyprint)\b/.test(name));
  if (language !== undefined) return {lines: 1, language};
  return /(?:^|\s)file=/.test(words) ? {lines: 1, language: 'conf'} : {lines: 1};
}

/** A language without what some sites write before it: `language-bash`, `lang-bash`. */
export function bareLanguage(language: string): string {
  return language.replace(/^lang(?:uage)?-/, '');
}
