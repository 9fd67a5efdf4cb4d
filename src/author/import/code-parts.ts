import {isAnswer, isData, isItem, isOutputLike, labelsOutput, saysShown} from './answers.ts';
import {beginsAtPrompt} from './block-prompts.ts';
import type {Code} from './blocks.ts';
import {candidatesIn} from './candidates.ts';
import {joinStateful, keepsState, placeCommand} from './commands.ts';
import type {Importing, Recent} from './importing.ts';
import {isWindowsShell, languageKind, looksTyped} from './looks.ts';
import {readsAll} from './parser-for.ts';
import type {RunPart} from './part.ts';
import {type Piece, saysOutput, splitBlock, type Typed} from './split.ts';

/** Adds a block of code: its commands as runs, their outputs as samples, all else as it stands. */
export function addCode(importing: Importing, code: Code, before: readonly string[]): void {
  const kind = opensHere(code.lines) ? 'shell' : languageKind(code.language);
  const exec = code.macro === 'exec';
  if (isWindowsShell(code.language) && !exec && !beginsAtPrompt(code.lines) && isShort(code.lines)) {
    addPieces(importing, asOne(code.lines, true), code.line, code.language);
    return;
  }
  if (kind === 'other' && !exec && !beginsAtPrompt(code.lines)) {
    const printed =
      printsFile(importing, before) ||
      (isData(code.language) && isAnswer(code, before, importing.recent.at(-1)?.run?.command ?? ''));
    if (!(printed && attach(importing, code.lines, code.line, true))) keep(importing, code);
    return;
  }
  const pieces = exec
    ? allTyped(importing, code)
    : joinStateful(
        splitBlock(code.lines, kind === 'shell' ? 'sh' : code.language, importing.learned),
        importing.assigned,
      );
  const labelled = labelsOutput(before) && !pieces.some(isPrompted);
  const doubtful =
    !exec && (labelled || (kind === 'shell' && saysShown(before) && !pieces.some(piece => isSure(importing, piece))));
  if (doubtful || !pieces.some(({kind: one}) => one === 'command')) {
    const sure =
      labelled ||
      (kind === 'output' && !isItem(code)) ||
      saysOutput(code.lines) ||
      isAnswer(code, before, importing.recent.at(-1)?.run?.command ?? '');
    const adjacent = !isItem(code) && isBlank(before);
    if (!attach(importing, code.lines, code.line, sure, adjacent)) keep(importing, code);
    return;
  }
  const again = repeated(importing, pieces);
  if (again === undefined) addPieces(importing, pieces, code.line);
  else if (!attach(importing, again.lines, code.line + again.line, true)) addPieces(importing, pieces, code.line);
}

/** `cat > a.json <<EOF`: what writes a file is typed, though the block is of the language of the file. */
function opensHere(lines: readonly string[]): boolean {
  return /^\s*(?:\$ )?(?:sudo )?(?:cat|tee)\b.*<<-?\s*["'\\]?\w/.test(lines.find(line => line.trim() !== '') ?? '');
}

/** Whether the last command, right above, prints a file, of whatever language it is. */
function printsFile({recent}: Importing, before: readonly string[]): boolean {
  return isBlank(before) && /^(?:sudo )?(?:cat|head|tail)\b[^<>|]*$/.test(plainText(recent.at(-1)?.run?.command ?? ''));
}

function isBlank(lines: readonly string[]): boolean {
  return lines.every(line => line.trim() === '');
}

/** Lines that are typed one by one, and no script. */
function isShort(lines: readonly string[]): boolean {
  return lines.length <= 12 && !lines.some(line => /^\s*(?:function|param|class|@echo|goto|<#)\b|[{}]\s*$/i.test(line));
}

function asOne(lines: readonly string[], inside: boolean): readonly Piece[] {
  const from = lines.findIndex(line => line.trim() !== '');
  if (from < 0) return [];
  return [{kind: 'command', text: lines.slice(from).join('\n').trimEnd(), line: from, root: false, inside}];
}

function isPrompted(piece: Piece): boolean {
  return piece.kind === 'command' && piece.prompted === true;
}

/** Whether a piece is typed for sure: at a prompt, or by its first word. */
function isSure({learned}: Importing, piece: Piece): boolean {
  return piece.kind === 'command' && (piece.prompted || looksTyped(plainText(piece.text), learned) === 'yes');
}

/** The output of the command before, which stands above it once more. */
function repeated({recent}: Importing, pieces: readonly Piece[]): (Piece & {readonly kind: 'output'}) | undefined {
  const [command, output, ...more] = pieces;
  const last = recent.at(-1);
  if (command?.kind !== 'command' || output?.kind !== 'output' || more.length > 0) return undefined;
  return last?.run !== undefined && !last.sampled && plainText(last.run.command) === plainText(command.text)
    ? output
    : undefined;
}

function plainText(command: string): string {
  return command
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What the author of a scenario made runnable is typed, whatever it looks like. */
function allTyped({assigned}: Importing, {lines}: Code): readonly Piece[] {
  const pieces = splitBlock(lines, 'sh');
  if (pieces.every(({kind}) => kind === 'command')) return joinStateful(pieces, assigned);
  return asOne(lines, false);
}

function addPieces(importing: Importing, pieces: readonly Piece[], firstLine: number, language = 'sh'): void {
  const {file, findings, parts} = importing;
  const recent: Recent[] = [];
  let opened: string | undefined;
  for (const piece of pieces) {
    const line = firstLine + piece.line;
    if (piece.kind === 'output') {
      const last = recent.at(-1);
      importing.outputs.push({text: piece.lines.join('\n'), line});
      if (last?.run !== undefined && !last.sampled) sample(importing, last, last.run, piece.lines, line);
      else {
        parts.push({kind: 'code', file, line, language: 'text', text: piece.lines.join('\n')});
        noteKept(importing, piece.lines, line);
      }
      continue;
    }
    if (piece.root) importing.root = true;
    const why = piece.inside ? 'it is typed into a program or a container' : opened;
    const placed =
      why === undefined
        ? placeCommand({text: piece.text, line}, importing)
        : {kind: 'shown' as const, why, opens: false};
    if (placed.kind === 'run') {
      parts.push(placed.part);
      recent.push({run: placed.part, sampled: false});
      noteRun(importing, placed.part, line, piece);
    } else {
      parts.push({kind: 'code', file, line, language, text: piece.text});
      recent.push({sampled: false});
      findings.push({file, line, kind: 'shown', text: `${firstLineOf(piece.text)}: ${placed.why}`});
      if (/^(?:exit|logout)\b/.test(plainText(piece.text))) opened = undefined;
      if (placed.opens) opened = `it is typed into what \`${firstLineOf(piece.text)}\` opens`;
    }
    noteCandidates(importing, piece.text, line, placed.kind === 'run' ? placed.part.id : undefined);
  }
  importing.recent = recent;
}

function noteRun({file, findings, hosts}: Importing, {id}: RunPart, line: number, {host, text}: Typed): void {
  if (host !== undefined && !hosts.has(host)) {
    hosts.add(host);
    findings.push({
      file,
      line,
      kind: 'note',
      text: `${id} and others: typed on ${host}; say on= where the module has that node`,
    });
  }
  if (keepsState(text)) {
    findings.push({
      file,
      line,
      kind: 'note',
      text: `${id}: its folder and variables are gone in the next command; each has a shell of its own`,
    });
  }
}

function noteCandidates(
  {file, findings, outputs}: Importing,
  text: string,
  line: number,
  id: string | undefined,
): void {
  const shownAt = (value: string): number | undefined => outputs.find(output => output.text.includes(value))?.line;
  for (const {value, type, name} of candidatesIn(text, one => shownAt(one) !== undefined)) {
    const seen = shownAt(value);
    const where = seen === undefined ? 'no output shows it' : `shown on line ${seen}`;
    findings.push({
      file,
      line,
      kind: 'capture',
      text: `${value}: capture it as ${name} (type ${type}); ${where}, used by ${id ?? 'a command that is only shown'}`,
    });
  }
}

/** Whether an output found its command. Without a word that announces it, a parser must read it, or nothing stand between. */
function attach(
  importing: Importing,
  lines: readonly string[],
  line: number,
  announced: boolean,
  adjacent = false,
): boolean {
  const text = lines.join('\n').trim();
  if (text === '') return false;
  const {recent} = importing;
  const last = recent.at(-1);
  const reads = (one: Recent): boolean => one.run?.parse !== undefined && !one.sampled && readsAll(one.run.parse, text);
  const found =
    last !== undefined && reads(last)
      ? last
      : (recent.find(reads) ??
        (announced || (adjacent && isOutputLike(lines)) ? (recent.find(reads) ?? last) : undefined));
  importing.outputs.push({text, line});
  if (found?.run === undefined || found.sampled) return false;
  sample(importing, found, found.run, lines, line);
  return true;
}

function sample(
  {file, findings, parts}: Importing,
  recent: Recent,
  run: RunPart,
  lines: readonly string[],
  line: number,
): void {
  const says = saysOutput(lines) ? lines.findIndex(one => one.trim() !== '') : -1;
  const from = lines.findIndex((one, i) => i > says && one.trim() !== '');
  const text = lines.slice(from, lines.findLastIndex(one => one.trim() !== '') + 1).join('\n');
  recent.sampled = true;
  const parse = run.parse;
  if (parse !== undefined && !readsAll(parse, text)) {
    findings.push({
      file,
      line,
      kind: 'note',
      text: `${run.id}: the parser ${parse} does not read all of this output, so the command has no parse=`,
    });
    const at = parts.findIndex(part => part.kind === 'run' && part.id === run.id);
    const {parse: _, ...plain} = run;
    parts[at] = plain as (typeof parts)[number];
  }
  parts.push({kind: 'sample', file, line: line + Math.max(0, from), of: run.id, text});
}

function keep(importing: Importing, {language, lines, source, line}: Code): void {
  const {parts, file, outputs} = importing;
  outputs.push({text: lines.join('\n'), line});
  noteKept(importing, lines, line, language);
  parts.push({kind: 'code', file, line, language, text: lines.join('\n'), ...(isPlainFence(source) && {source})});
}

/** So that the author sees of each block what became of it, and of a command that was taken for none that it is here. */
function noteKept({findings, file}: Importing, lines: readonly string[], line: number, language = ''): void {
  const filled = lines.filter(one => one.trim() !== '');
  if (filled.length === 0) return;
  const what = `${language === '' ? '' : `${language}, `}${filled.length === 1 ? '1 line' : `${filled.length} lines`}`;
  findings.push({file, line, kind: 'kept', text: `${what}: ${firstLineOf(lines.join('\n'))}`});
}

/** Fences whose braces the runner would read are written anew. */
function isPlainFence(source: readonly string[]): boolean {
  return !/[{}]/.test(source[0] ?? '') && !/\}\s*$/.test(source.at(-1) ?? '');
}

function firstLineOf(text: string): string {
  const line = text.split('\n').find(one => one.trim() !== '' && !/^\s*#/.test(one)) ?? text.split('\n')[0]!;
  return line.length > 60 ? `${line.slice(0, 59)}…` : line.trim();
}
