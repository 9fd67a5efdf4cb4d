import type {Note, Parsed} from '../core/parsed.ts';
import type {LinkTable} from '../core/rows/link.ts';
import {takeIfaceRows} from './iface-rows.ts';
import {NEW_LINES, readNewHeader, readNewLine} from './ifconfig-new.ts';
import {OLD_LINES, OLD_NAME_WIDTH, readOldHeader, readOldLine} from './ifconfig-old.ts';
import type {LinkDraft} from './ip-draft.ts';
import {compile} from './scan/compile.ts';
import {envelope} from './scan/envelope.ts';
import {isIndented, normalise, rowsOf} from './scan/normalise.ts';

/** The link that indented lines belong to. */
interface Place {
  readonly link: LinkDraft;
  /** The name in the header: that of an alias is the label of its address. */
  readonly label: string;
  readonly isOld: boolean;
}

/**
 * Parses `ifconfig` of net-tools (2.x and the older `Link encap:`) and busybox, `ifconfig -s` too, and gives what
 * `ip addr` gives. There is no ifindex; of IPv4 only the first address of each label is printed.
 */
export function parseIfconfig(output: string): Parsed<LinkTable> {
  const input = normalise(output);
  const links = new Map<string, LinkDraft>();
  const others = input.texts.slice();
  const oldNames: string[] = [];
  let place: Place | undefined;
  for (let i = 0; i < input.texts.length; i++) {
    const line = input.texts[i]!;
    if (line === '') continue;
    const text = line.trimEnd();
    const isBelow = isIndented(text);
    const next = isBelow ? undefined : readNewHeader(text);
    const old = isBelow || next ? undefined : readOldHeader(text);
    const header = next ?? old;
    if (header) {
      const {ifname: label} = header;
      compile(old ? OLD_LINES : NEW_LINES);
      if (old) oldNames.push(label);
      place = {link: ownerOf(header, links), label, isOld: old !== undefined};
      others[i] = '';
      continue;
    }
    const edit = place && isBelow ? (place.isOld ? readOldLine : readNewLine)(text.trim(), place.label) : undefined;
    if (edit) {
      edit(place!.link);
      others[i] = '';
    }
    if (!isBelow) place = undefined;
  }
  const table = takeIfaceRows(others);
  const data = {links: [...links.values(), ...table.links]};
  const notes = [...cutNames(oldNames), ...table.notes];
  const variant = oldNames.length > 0 ? 'old' : 'net-tools';
  return envelope(input, {command: 'ifconfig', variant, data, unparsed: rowsOf(table), notes});
}

/** An alias belongs to its link; its hardware, flags and MTU are the link's. */
function ownerOf(header: LinkDraft, links: Map<string, LinkDraft>): LinkDraft {
  const [ifname = ''] = header.ifname.split(':');
  const known = links.get(ifname);
  if (known) return known;
  const link = {...header, ifname};
  links.set(ifname, link);
  return link;
}

/** Names of nine characters may be cut, unless a longer one shows that this program does not cut. */
function cutNames(names: readonly string[]): readonly Note[] {
  if (names.some(name => name.length > OLD_NAME_WIDTH)) return [];
  return names
    .filter(name => name.length === OLD_NAME_WIDTH)
    .map(name => ({kind: 'truncated', text: `${name}: the name of the link may be cut`}));
}
