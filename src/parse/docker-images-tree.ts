import type {Note, Parsed} from '../core/parsed.ts';
import type {ImageRow, RowTable} from '../core/rows/docker.ts';
import {envelope} from './scan/envelope.ts';
import {type Input, type Line, rowsOf} from './scan/normalise.ts';

const HEADING = /^\s*IMAGE +ID +DISK USAGE(?: +CONTENT SIZE(?: +EXTRA)?)?\s*$/;
/** On a terminal, what the letters in EXTRA mean: `i Info →   U  In Use`. */
const LEGEND = /^\s*i?\s*Info →(?:\s+U\s+In Use)?\s*$/;
/** One platform of the image above. */
const PLATFORM = /^[├└]─ [\w./-]+(?: +[0-9a-f]{12}\b.*)?$/;
const DETAILS = /^(.*?) *\b([0-9a-f]{12})(?: +(\d[\d.]* ?[kMGTP]?B)(?: +\d[\d.]* ?[kMGTP]?B(?: +U)?)?)?\s*$/;
/** The last name of an image is not parted from its id when it is as long as its column allows. */
const NAME = /^(?:<untagged>|[\w./:@-]+)$/;

interface State {
  readonly rows: ImageRow[];
  /** Names on lines of their own, which wait for the line that has the id. */
  names: string[];
  hasPlatforms: boolean;
}

/**
 * What `docker images` prints since CLI 29 when it is not asked for anything else: images with all their names, and
 * their platforms below with `--tree`. `size` is what the image takes on the disk; there is no age. Undefined for
 * other tables.
 */
export function parseImageTree(input: Input): Parsed<RowTable<ImageRow>> | undefined {
  const lines = rowsOf(input);
  const heading = lines.findIndex(({text}) => HEADING.test(text));
  if (heading < 0) return undefined;
  const state: State = {rows: [], names: [], hasPlatforms: false};
  const unparsed: Line[] = lines.slice(0, heading).filter(({text}) => !LEGEND.test(text));
  let waiting: Line[] = [];
  for (const line of lines.slice(heading + 1)) {
    if (NAME.test(line.text.trim()) && !/^[0-9a-f]{12}$/.test(line.text.trim())) {
      state.names.push(line.text.trim());
      waiting.push(line);
    } else if (readDetails(line.text, state)) waiting = [];
    else unparsed.push(line);
  }
  const notes: Note[] = [{kind: 'lossy', line: lines[heading]!.number, text: 'not shown: CREATED'}];
  if (state.hasPlatforms) notes.push({kind: 'lossy', text: 'the platforms of an image are not read'});
  return envelope(input, {
    command: 'docker.images',
    variant: 'tree',
    data: {rows: state.rows},
    unparsed: [...unparsed, ...waiting].sort((a, b) => a.number - b.number),
    notes,
  });
}

function readDetails(line: string, state: State): boolean {
  if (PLATFORM.test(line.trim())) {
    if (state.rows.length === 0 || state.names.length > 0) return false;
    state.hasPlatforms = true;
    return true;
  }
  const [, label = '', id = '', size = ''] = DETAILS.exec(line) ?? [];
  const last = label.trim();
  if (id === '' || (last !== '' && !NAME.test(last)) || (last === '' && state.names.length === 0)) return false;
  const names = last === '' ? state.names : [...state.names, last];
  for (const name of names) state.rows.push({id, ...splitName(name), created: '', size});
  state.names = [];
  return true;
}

/** `registry:5000/a/b:1.0`: the tag is behind the last colon, unless a slash follows. */
function splitName(name: string): Pick<ImageRow, 'repository' | 'tag'> {
  if (name === '<untagged>') return {repository: '<none>', tag: '<none>'};
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  return hasTag ? {repository: name.slice(0, colon), tag: name.slice(colon + 1)} : {repository: name, tag: '<none>'};
}
