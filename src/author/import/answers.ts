import type {Code} from './blocks.ts';

const ANNOUNCES =
  /\b(?:outputs?|results?|should (?:see|look|get|return|show|be|print|now see)|will (?:see|look|get|show|display|print|return)|looks? (?:like|something)|similar to|as follows|returns?|returned|shows?|shown|displays?|displayed|prints?|printed|response|notice|observe|you (?:can |may |might |should |will |'ll )?(?:now )?(?:see|get)|e\.g|example|gives)\b/i;

/** Words that leave no doubt, whatever else the sentence speaks of. */
const SURE =
  /\b(?:outputs?|(?:should|will|'ll|can|may|might) (?:now )?(?:see|get|return|print|display)|response|prints?|(?:is|was|are|were) (?:returned|printed|displayed)|(?:see|get|gives?) (?:the |an? |this )?(?:following )?error)\b/i;

/** A block that the reader writes down, or that shows a file. */
const WRITES =
  /\b(?:add|append|create|creating|edit|insert|modify|paste|put|replace|save|update|write|change|copy|contain(?:s|ing)?)\b[^.]*\b(?:files?|following|lines?|below|contents?|configuration|section)\b|\bfiles?\b[^.]*\b(?:contains?|looks?|should|will|now|is|has)\b|\bcontents? (?:of|is|are|should)\b|\b(?:playbook|manifest|dockerfile|script|configuration|function|class)\b[^.]*\blooks? (?:like|something)/i;

/**
 * Whether a block that holds no command is what `command`, the last before it, wrote: the words between announce an
 * output, or it has the shape of one and no word says that the reader writes it.
 */
export function isAnswer({language, lines}: Code, before: readonly string[], command: string): boolean {
  const paragraphs = before
    .join('\n')
    .trim()
    .split(/\n\s*\n/);
  const text = paragraphs.slice(-2).join(' ');
  if (text.length >= 1200) return false;
  const last = paragraphs.at(-1)!.replace(/`[^`]*`/g, 'x');
  const sure = SURE.test(last);
  if (!sure && WRITES.test(last)) return false;
  if (isFileLanguage(language) || !isOutputLike(lines))
    return (sure && PRINTS.test(command)) || (text.trim() === '' && PRINTS_FILE.test(command) && !/>|<</.test(command));
  if (
    /\b(?:tree|structure|layout|diagram|topology)\b/i.test(last) &&
    !/^(?:sudo )?(?:tree|find|ls|dir)\b/m.test(command)
  )
    return false;
  if (sure || ANNOUNCES.test(text) || isShaped(lines)) return true;
  return language === 'json' && /\b(?:jq|json|curl|inspect|http|wget)\b/.test(command);
}

/** A paragraph whose end announces what comes: `You should see`, `Expected output:`, `It prints:`. */
const ENDS_SHOWN =
  /\b(?:(?:should|will|'ll|may) (?:now )?(?:see|get)\b[^.]*|outputs?|(?:see|get|gives?) an? error|(?:prints|returns|gives|shows|displays))[\s:.*_]*$/i;

/** Whether the words before a block say that a screen or an editor shows it, or that it is an output without doubt. */
export function saysShown(before: readonly string[]): boolean {
  const last = before
    .join('\n')
    .trim()
    .split(/\n\s*\n/)
    .at(-1)!
    .slice(-400);
  const end = ENDS_SHOWN.exec(last);
  if (end !== null && !/\b(?:run|running|type|enter|execute|issue|using|with|by|how)\b/i.test(end[0])) return true;
  return /\b(?:editor|(?:see|get|look)\b[^.]*\b(?:something like|like this|similar|following|output)|the (?:error|output|following error|result)|error message)\b[^.]*[:.]?$/i.test(
    last,
  );
}

/** Whether the last paragraph before a block is no more than `Output:`, `**Expected output**`. */
export function labelsOutput(before: readonly string[]): boolean {
  const last = before.findLast(line => line.trim() !== '') ?? '';
  return /^\W{0,9}(?:(?:the|a|sample|example|expected|command|terminal) ){0,2}outputs?\W{0,9}$/i.test(last.trim());
}

/** Whether the words before a block speak of something that the reader writes. */
export function speaksOfFile(text: string): boolean {
  return WRITES.test(text) && !SURE.test(text);
}

/** Commands that write what may stand in a file too. */
const PRINTS =
  /yaml|\b(?:cat|head|tail|less|more|grep|config|template|show|describe|inspect|dry-run|view|get|curl|diff)\b/;

/** Those of them that leave no doubt, so that no word need announce what they write. */
const PRINTS_FILE = /\s(?:-o|--output)[= ]?(?:yaml|json|xml)|\b(?:cat|head|tail|template|inspect|dry-run|curl|diff)\b/;

/** Languages of files that are outputs of some commands, too. */
export function isData(language: string): boolean {
  return /^(?:json|jsonc|json5|html|http|xml|csv|diff|sql|yaml|yml|markdown)$/.test(language);
}

function isFileLanguage(language: string): boolean {
  return /^(?:html|xml|yaml|yml|markdown|sql|csv)$/.test(language);
}

/** An item of a list, which offers it among others, rather than what a command wrote. */
export function isItem({source}: Code): boolean {
  return /^\s*(?:[-*+]|\d{1,9}[.)])\s+[`~]/.test(source[0] ?? '');
}

/** What hardly any file begins with: a table with a head or a border, the time of a log, a status, a listing. */
function isShaped(lines: readonly string[]): boolean {
  const first = lines.find(line => line.trim() !== '')?.trim() ?? '';
  return (
    /^[+┌╔][-=+─═┬╦]{6,}[+┐╗]?$/.test(first) ||
    /^[A-Z][A-Z()/_%-]*(?: [A-Z()/_%-]+)*(?: {2,}|\t+)[A-Z][A-Z ()/_%-]*(?: {2,}|\t+|$)/.test(first) ||
    /^\S+ \| (?:SUCCESS|CHANGED|FAILED!?|UNREACHABLE!?)\b/.test(first) ||
    /^(?:[A-Z][a-z]+ing|Created|Successfully|Welcome|Warning:|Error:|Usage:)\s/.test(first) ||
    /^(?:HTTP\/\d|PING |PLAY |TASK |traceroute to |diff --git |total \d+$|[dlcbps-][rwxsStT-]{9}[.+@]?\s)/.test(
      first,
    ) ||
    /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d/.test(first) ||
    /^(?:INFO|WARN|ERROR|FATA|DEBU)\w*\[/.test(first)
  );
}

/** Not a file that one writes: of those the first line is a section, a key or a word of a language. */
export function isOutputLike(lines: readonly string[]): boolean {
  const first = lines.find(line => /^\s*[^\s#]|^\s*#!/.test(line)) ?? '';
  return !/^\s*(?:\[[\w."/ -]+\]\s*$|apiVersion|version:|FROM |server \{|---|#!|<\?|import |from \w+ import|package |def |function |const |upstream |http \{)/.test(
    first,
  );
}
