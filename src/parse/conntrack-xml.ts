import {type FlowDraft, isTupleKey, newDraft} from './conntrack-draft.ts';

const TAG = /<([^<>]*)>([^<]*)/g;
const FRAME = /^(?:<\?xml [^<>]*\?>|<\/?conntrack>)$/;

/** Lines around the flows of `-o xml`. */
export function isXmlFrame(line: string): boolean {
  return FRAME.test(line);
}

/** `<flow><meta direction="original">…</meta>…</flow>`; each flow stands on a line of its own. */
export function readXmlFlow(line: string): FlowDraft | undefined {
  if (!/^<flow(?: [^<>]*)?>/.test(line) || !line.endsWith('</flow>')) return undefined;
  const draft = newDraft();
  let words: Map<string, string> | undefined;
  for (const [, tag = '', text = ''] of line.matchAll(TAG)) {
    const [name = ''] = tag.split(' ', 1);
    const attribute = (key: string): string | undefined => new RegExp(` ${key}="([^"]*)"`).exec(tag)?.[1];
    if (name === 'flow') {
      const type = attribute('type');
      if (type !== undefined) draft.event = type.toUpperCase();
    } else if (name === 'meta') words = sectionOf(draft, attribute('direction'));
    else if (name === '/meta') words = undefined;
    else if (name === 'layer4') takeProtocol(draft, attribute('protoname'), attribute('protonum'));
    else if (words === undefined || !take(draft, words, name, text.trim())) continue;
  }
  return draft;
}

function sectionOf(draft: FlowDraft, direction: string | undefined): Map<string, string> | undefined {
  if (direction === 'original') return draft.original;
  if (direction === 'reply') return draft.reply;
  return direction === 'independent' ? draft.meta : undefined;
}

function takeProtocol(draft: FlowDraft, name: string | undefined, number: string | undefined): void {
  if (name !== undefined) draft.protocol = name;
  if (number !== undefined) draft.protonum = number;
}

/** `<assured/>` is a flag; containers such as `<counters>` have no text of their own. */
function take(draft: FlowDraft, words: Map<string, string>, name: string, text: string): boolean {
  if (name.endsWith('/') && words === draft.meta) draft.flags.push(name.slice(0, -1).toUpperCase());
  else if (text === '' || name.startsWith('/')) return false;
  else if (words !== draft.meta) return isTupleKey(name) && words.set(name, text).size > 0;
  else if (name === 'state' || name === 'timeout') draft[name] = text;
  else words.set(name, text);
  return true;
}
