import type {Note, Parser} from '../core/parsed.ts';
import type {Flow, FlowTable} from '../core/rows/flow.ts';
import {type FlowDraft, finishFlow, isTupleKey, newDraft} from './conntrack-draft.ts';
import {isXmlFrame, readXmlFlow} from './conntrack-xml.ts';
import {envelope} from './scan/envelope.ts';
import {isWhole, splitWords} from './scan/keywords.ts';
import {normalise, rowsOf} from './scan/normalise.ts';

const SUMMARY = /^conntrack v[\d.]+ \(conntrack-tools\): (\d+) flow (?:entries|events) have been shown\.$/;
const EVENTS = ['[NEW]', '[UPDATE]', '[DESTROY]'];
const FLAG = /^\[([A-Z_]+)\]$/;
/** Of `-o ktimestamp`; the times hold blanks: `[start=Mon Nov 23 10:01:07 2026]`. */
const KERNEL_TIMES = / ?\[(?:start|stop)=[^\][]*\]/g;

/** `conntrack -L` and `-E`, also with `-o extended,id,timestamp` and `-o xml`; /proc/net/nf_conntrack. */
export const parseConntrack: Parser<FlowTable> = text => {
  const input = normalise(text, {dedent: false});
  const flows: Flow[] = [];
  const notes: Note[] = [];
  let shown: number | undefined;
  let variant = 'text';
  const unparsed = rowsOf(input).filter(({text: row}) => {
    const line = row.trim();
    if (isXmlFrame(line)) {
      variant = 'xml';
      return false;
    }
    const count = SUMMARY.exec(line)?.[1];
    if (count !== undefined) {
      shown = Number(count);
      return false;
    }
    const draft = line.startsWith('<') ? readXmlFlow(line) : readTextFlow(line);
    const flow = draft && finishFlow(draft);
    if (flow) flows.push(flow);
    return flow === undefined;
  });
  if (shown !== undefined && flows.length > 0 && shown !== flows.length) {
    notes.push({kind: 'truncated', text: `conntrack has shown ${shown} flows, of which ${flows.length} are here`});
  }
  const data: FlowTable = {flows, ...(shown !== undefined && {shown})};
  return envelope(input, {command: 'conntrack', variant, data, unparsed, notes});
};

function readTextFlow(line: string): FlowDraft | undefined {
  // Cheap, and nearly all other text stops here.
  if (!line.includes(' src=')) return undefined;
  const words = splitWords(line.replace(KERNEL_TIMES, '').replace(/^\[(\d+\.\d+) +\]/, '[$1]'));
  const draft = newDraft();
  let at = readStart(words, draft);
  if (at < 0) return undefined;
  let section: Map<string, string> | undefined;
  for (; at < words.length; at++) {
    const word = words[at]!;
    if (word.startsWith('src=')) section = section === undefined ? draft.original : draft.reply;
    const flag = FLAG.exec(word)?.[1];
    if (flag !== undefined) {
      // Between the directions stands `[UNREPLIED]` only.
      if (section === undefined || (section === draft.original) !== (flag === 'UNREPLIED')) return undefined;
      draft.flags.push(flag);
    } else {
      const next = takeWord(word, section, draft);
      if (next === undefined) return undefined;
      section = next;
    }
  }
  return draft;
}

/** `[time] [EVENT] [ipv4 2] tcp 6 [timeout] [STATE]`; gives where the first direction begins, or -1. */
function readStart(words: readonly string[], draft: FlowDraft): number {
  let at = 0;
  const time = /^\[(\d+\.\d+)\]$/.exec(words[0] ?? '')?.[1];
  if (time !== undefined) {
    draft.time = time;
    at++;
  }
  if (EVENTS.includes(words[at] ?? '')) draft.event = words[at++]!.slice(1, -1);
  if (/^ipv[46]$/.test(words[at] ?? '')) {
    if (words[at + 1] !== (words[at] === 'ipv4' ? '2' : '10')) return -1;
    at += 2;
  }
  draft.protocol = words[at++]!;
  draft.protonum = words[at++]!;
  if (isWhole(words[at])) draft.timeout = words[at++]!;
  if (/^[A-Z][A-Z_0-9]*$/.test(words[at] ?? '')) draft.state = words[at++]!;
  return words[at]?.startsWith('src=') ? at : -1;
}

/** Gives the section that the next word belongs to: behind the first word that is not of a direction come the others. */
function takeWord(
  word: string,
  section: Map<string, string> | undefined,
  draft: FlowDraft,
): Map<string, string> | undefined {
  const equals = word.indexOf('=');
  const key = word.slice(0, Math.max(equals, 0));
  if (key === '' || section === undefined) return undefined;
  const isMeta = section === draft.meta || !isTupleKey(key) || (key === 'id' && !section.has('type'));
  const target = isMeta && section !== draft.original ? draft.meta : section;
  if (target.has(key) || (isMeta && target !== draft.meta)) return undefined;
  target.set(key, word.slice(equals + 1));
  return target;
}
