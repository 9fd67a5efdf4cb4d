import type {Permissions} from './permissions.ts';

/** A paragraph of what is asked, with a few words that name it. */
interface Paragraph {
  readonly title: string;
  readonly text: string;
  /** What a person should not miss. */
  readonly warns?: true;
}

/** What a module may run and where, in words for both faces, what matters most first. */
export function permissionWords(asked: Permissions): readonly Paragraph[] {
  const {cluster, commands, changing, checks} = asked;
  if (asked.transport === 'recording' && asked.code.length > 0) return playedWords(asked);
  return [
    {
      title: 'asks',
      text: `“${asked.module}” may run its ${count(commands, 'command')} on ${cluster}? Nothing of this version has run there yet. Each is shown before, runs when you ask for it, and those that change something ask again.`,
    },
    ...originWords(asked),
    ...sinceWords(asked),
    ...codeWords(asked),
    {title: 'where', text: asked.where},
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
      text: `${lesson.title}: ${count(lesson.commands, 'command')}${lesson.changing === 0 ? '' : `, ${lesson.changing} of them ${lesson.changing === 1 ? 'changes' : 'change'} something`}`,
    })),
  ];
}

/** On a recording no command runs, but the module's code does. */
function playedWords(asked: Permissions): readonly Paragraph[] {
  return [
    {
      title: 'asks',
      text: `“${asked.module}” may run code of its own on this machine? It reads and judges what the recording shows; no command runs.`,
    },
    ...originWords(asked),
    ...sinceWords(asked),
    ...codeWords(asked),
    {title: 'keeps', text: `what the recording shows stays on this machine, in ${asked.outputs}`},
  ];
}

function originWords({origin}: Permissions): readonly Paragraph[] {
  return origin === null ? [] : [{title: 'from', text: origin}];
}

function codeWords({code}: Permissions): readonly Paragraph[] {
  if (code.length === 0) return [];
  const files = code.map(({path, sha256}) => `${path} (sha256 ${sha256.slice(0, 12)})`).join(', ');
  const text = `${count(code.length, 'file')} of the module with parsers and checks, which run on this machine as you, and can do all that you can: ${files}`;
  return [{title: 'code', text, warns: true}];
}

function sinceWords({since}: Permissions): readonly Paragraph[] {
  if (since === null) return [];
  const {added, changed, gone, code, elsewhere} = since;
  const parts = [
    ...(added > 0 ? [`${count(added, 'command')} new`] : []),
    ...(changed > 0 ? [`${count(changed, 'command')} changed`] : []),
    ...(gone > 0 ? [`${count(gone, 'command')} gone`] : []),
    ...(code > 0 ? [`${count(code, 'file')} of code new, changed or gone`] : []),
  ];
  const what = parts.length === 0 ? 'its commands are the same' : parts.join(', ');
  const isSame = elsewhere !== null && parts.length === 0;
  const other = `you agreed to it for another cluster of this name: ${elsewhere}`;
  const earlier = `you agreed to an earlier version ${elsewhere === null ? 'here' : 'there'}; since then: ${what}`;
  return [
    ...(elsewhere === null ? [] : [{title: 'since', text: other, warns: true as const}]),
    ...(isSame ? [] : [{title: 'since', text: earlier, warns: true as const}]),
  ];
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
