import type {Permissions} from './permissions.ts';

/** A paragraph of what is asked, with a few words that name it. */
interface Paragraph {
  readonly title: string;
  readonly text: string;
  /** What a person should not miss. */
  readonly warns?: true;
}

const OVER: Readonly<Record<Permissions['transport'], string>> = {
  ssh: 'over ssh',
  local: 'on this machine',
  container: 'in containers',
  recording: 'recorded',
};

/** What a module may run and where, in words for both faces, what matters most first. */
export function permissionWords(asked: Permissions): readonly Paragraph[] {
  const {cluster, nodes, transport, commands, changing, checks} = asked;
  const where = nodes.map(({id, role}) => (role === undefined ? id : `${id} (${role})`)).join(', ');
  return [
    {
      title: 'asks',
      text: `“${asked.module}” may run its ${count(commands, 'command')} on ${cluster}? Nothing of this version has run there yet. Each is shown before, runs when you ask for it, and those that change something ask again.`,
    },
    ...sinceWords(asked),
    {title: 'where', text: `${count(nodes.length, 'node')} ${OVER[transport]}: ${where}`},
    {
      title: 'changes',
      text:
        changing === 0
          ? 'nothing: all of its commands only look'
          : `${changing} of ${commands} commands: ${asked.changes.map(({name, of}) => namesOf(name, of)).join('; ')}`,
    },
    ...asked.kept.map(({name, of}) => ({
      title: 'not taken back',
      text: `${of.join(', ')}${name === '' ? '' : `: ${name}`}`,
      warns: true as const,
    })),
    {title: 'rights', text: rightsOf(asked), ...(asked.needsRoot && {warns: true as const})},
    {
      title: 'looks',
      text: `before the first command each node is asked for its engine, kernel and addresses; ${count(checks, 'check')} read what the nodes tell, and some send a packet to see where it goes`,
    },
    {title: 'keeps', text: `what commands print stays on this machine, in ${asked.outputs}`},
    ...asked.lessons.map(lesson => ({
      title: 'lesson',
      text: `${lesson.title}: ${count(lesson.commands, 'command')}${lesson.changing === 0 ? '' : `, ${lesson.changing} of them change something`}`,
    })),
  ];
}

function sinceWords({since}: Permissions): readonly Paragraph[] {
  if (since === null) return [];
  const {added, changed, gone} = since;
  const parts = [
    ...(added > 0 ? [`${count(added, 'command')} new`] : []),
    ...(changed > 0 ? [`${count(changed, 'command')} changed`] : []),
    ...(gone > 0 ? [`${count(gone, 'command')} gone`] : []),
  ];
  const what = parts.length === 0 ? 'its commands are the same' : parts.join(', ');
  return [{title: 'since', text: `you agreed to an earlier version here; since then: ${what}`, warns: true}];
}

function rightsOf({needsRoot, transport, tools}: Permissions): string {
  const as = needsRoot ? `it works as root${transport === 'local' ? '' : ' on the nodes'}` : 'it needs no root';
  if (tools.length === 0) return as;
  return `${as}; its commands call ${tools.map(({tool, commands}) => `${tool} (${commands})`).join(', ')}`;
}

function namesOf(kind: string, names: readonly string[]): string {
  return names.length === 1 && names[0] === kind ? kind : `${kind}: ${names.join(', ')}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
