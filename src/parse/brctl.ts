import type {Parsed} from '../core/parsed.ts';
import type {Bridge, BridgeTable} from '../core/rows/bridge.ts';
import {envelope} from './scan/envelope.ts';
import {splitWords} from './scan/keywords.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';

const HEADER = /^bridge name\s+bridge id\s+STP enabled\s+interfaces\s*$/;
const ID = /^[0-9a-f]{4}\.[0-9a-f]{12}$/i;
const PORT_NAME = /^[^\s/:]{1,15}$/;
/** What an unreadable line must hold for the ports below it to be no longer the previous bridge's. */
const BRIDGE_LIKE = /^\S.*(?:\t|[0-9a-f]{4}\.[0-9a-f]{12}|\s(?:yes|no)\b)/i;

interface Draft extends Bridge {
  readonly interfaces: string[];
}

/** Parses `brctl show`. Columns are told by what they hold: a transcript may have blanks for the tabs. */
export function parseBrctlShow(output: string): Parsed<BridgeTable> {
  const input = normalise(output);
  const bridges: Draft[] = [];
  const unparsed: Line[] = [];
  let current: Draft | undefined;
  for (const line of rowsOf(input)) {
    const bridge = fromWords(splitWords(line.text));
    const port = readPort(line.text);
    if (bridge) bridges.push((current = bridge));
    else if (port && current) current.interfaces.push(port);
    else if (!HEADER.test(line.text)) {
      unparsed.push(line);
      if (BRIDGE_LIKE.test(line.text)) current = undefined;
    }
  }
  return envelope(input, {command: 'brctl.show', variant: 'text', data: {bridges}, unparsed});
}

function fromWords(words: readonly string[]): Draft | undefined {
  const [name, id, stp, port] = words;
  if (name === undefined || id === undefined || !ID.test(id) || words.length > 4) return undefined;
  if (stp !== 'yes' && stp !== 'no') return undefined;
  return {
    name,
    id,
    priority: Number.parseInt(id.slice(0, 4), 16),
    mac: id.slice(5).toLowerCase().match(/../g)!.join(':'),
    stp: stp === 'yes',
    interfaces: port === undefined ? [] : [port],
  };
}

/** A further port stands below the first one: behind seven tabs, or the blanks that a transcript made of them. */
function readPort(line: string): string | undefined {
  const name = line.trim();
  const isBelow = line.startsWith('\t\t\t') || line.startsWith(' '.repeat(16));
  return isBelow && PORT_NAME.test(name) ? name : undefined;
}
