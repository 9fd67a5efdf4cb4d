import type {Finding} from './part.ts';

const GROUPS: readonly (readonly [Finding['kind'], string])[] = [
  ['run', 'commands that run'],
  ['sample', 'outputs attached as samples'],
  ['change', 'may change the machine'],
  ['capture', 'capture candidates: values of one machine, or to be filled in'],
  ['shown', 'commands that are only shown'],
  ['kept', 'code that stands as it was, with no command found in it'],
  ['note', 'to know'],
];

/** The findings as text, a line each with its place in the tutorial. */
export function importReport(findings: readonly Finding[], pathOf: (file: string) => string): string {
  const groups = GROUPS.flatMap(([kind, heading]) => {
    const found = findings.filter(finding => finding.kind === kind);
    if (found.length === 0) return [];
    return [
      `${heading} (${found.length})`,
      ...found.map(({file, line, text}) => `  ${pathOf(file)}:${line} ${text}`),
      '',
    ];
  });
  return groups.join('\n');
}
