export interface MissingWords {
  readonly text: string;
  readonly role: 'missing' | 'faint';
}

/** What a command's line still lacks, in words: values to capture, and namespaces that it looks up itself. */
export function missingWords(missing: readonly string[]): readonly MissingWords[] {
  // Namespaces come and go with the tasks, so they are looked up at the time of use.
  const later = [...new Set(missing)].filter(name => name.startsWith('overlay.'));
  const unknown = [...new Set(missing)].filter(name => !name.startsWith('overlay.'));
  return [...said('not known yet', 'missing', unknown), ...said('looked up when it runs', 'faint', later)];
}

function said(words: string, role: MissingWords['role'], names: readonly string[]): readonly MissingWords[] {
  return names.length === 0 ? [] : [{text: `${words}: ${names.map(name => `<${name}>`).join(', ')}`, role}];
}
