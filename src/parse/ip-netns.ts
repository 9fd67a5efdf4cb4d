import type {Parsed} from '../core/parsed.ts';
import type {Netns, NetnsRole, NetnsTable} from '../core/rows/netns.ts';
import {type JsonObject, number, present, text} from './scan/json-text.ts';
import {parseRows} from './scan/rows.ts';

const NAMED = /^([\w.@:+-]+)(?: \(id: (\d{1,10})\))?\s*$/;
const LISTED = /^nsid (\d{1,10})(?: current-nsid \d+)?(?: \(iproute2 netns name: ([\w.@:+-]+)\))?\s*$/;
/** A row of `ls -l`: type and rights, links, owner, group, size, three words of the date, name. */
const FILE = /^[-l](?:[r-][w-][x-]){3}\S* +\d+ \S+ +\S+ +\d+ +\S+ +\S+ +\S+ ([\w.@:+-]+)(?: -> \S+)?$/;
const FOLDER = /^(?:total \d+|d(?:[r-][w-][x-]){3}\S* .* \.\.?)$/;

/** Parses `ip netns`, `ip netns list-id`, `ip -j netns`, and `ls /var/run/docker/netns`, with `-l` too. */
export function parseIpNetns(output: string): Parsed<NetnsTable> {
  const parsed = parseRows<Netns | undefined>(output, {command: 'ip.netns', fromLine, fromJson});
  // The folder's own lines are none of its files.
  const folders = parsed.unparsed.filter(({text: line}) => FOLDER.test(line)).length;
  return {
    ...parsed,
    data: {rows: parsed.data.rows.filter(row => row !== undefined)},
    consumed: parsed.consumed + folders,
    unparsed: parsed.unparsed.filter(({text: line}) => !FOLDER.test(line)),
  };
}

function fromLine(line: string): Netns | undefined {
  const listed = LISTED.exec(line);
  if (listed) return toRow(listed[2], Number(listed[1]));
  const named = NAMED.exec(line);
  if (named) return toRow(named[1], named[2] === undefined ? undefined : Number(named[2]));
  const file = FILE.exec(line);
  return file ? toRow(file[1], undefined) : undefined;
}

function fromJson(item: JsonObject): Netns | undefined {
  const name = text(item, 'name');
  const id = number(item, 'id') ?? number(item, 'nsid');
  const isRow = Object.keys(item).every(key => /^(?:name|id|nsid|current-nsid)$/.test(key));
  return isRow && (name !== undefined || id !== undefined) ? toRow(name, id) : undefined;
}

function toRow(name: string | undefined, id: number | undefined): Netns {
  return present<Netns>({
    name,
    id,
    role: roleOf(name),
    networkId: /^(?:\d+-|lb_)([0-9a-z]{9,10})$/.exec(name ?? '')?.[1],
  } as {
    [Key in keyof Netns]: Netns[Key] | undefined;
  });
}

function roleOf(name = ''): NetnsRole | undefined {
  if (name === 'ingress_sbox') return 'ingressSandbox';
  if (/^lb_[0-9a-z]{9}$/.test(name)) return 'loadBalancer';
  if (/^\d+-[0-9a-z]{10}$/.test(name)) return 'overlay';
  return /^[0-9a-f]{12}$/.test(name) ? 'sandbox' : undefined;
}
