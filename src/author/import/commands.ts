import {holes} from '../../core/template.ts';
import {builtIn} from '../../lesson/rules/built-in.ts';
import {typeOfPlaceholder} from './candidates.ts';
import {changeOf} from './changes.ts';
import type {Importing} from './importing.ts';
import {parserFor} from './parser-for.ts';
import type {Part, RunPart} from './part.ts';
import {assignedIn, unfilled} from './placeholders.ts';
import {outsideQuotes} from './quotes.ts';
import {runningOf} from './running.ts';
import type {Piece, Typed} from './split.ts';

/** A command as it can stand in a lesson. */
export type Placed =
  | {readonly kind: 'run'; readonly part: Part & RunPart}
  | {
      readonly kind: 'shown';
      readonly why: string /** Whether what follows is typed into it. */;
      readonly opens: boolean;
    };

/** More is not run; see the linter. */
const MAX_COMMAND = 16 * 1024;
/** More would make a lesson that nobody finishes. */
const MAX_RUNS = 1000;

/** Makes a run of a command that ends by itself and has all that it needs; else says why it cannot be one. */
export function placeCommand({text, line}: Pick<Typed, 'text' | 'line'>, importing: Importing): Placed {
  const {file, findings} = importing;
  for (const variable of assignedIn(text)) importing.assigned.add(variable);
  const missing = unfilled(text, importing.assigned);
  if (missing.length > 0) {
    for (const word of missing) {
      findings.push({
        file,
        line,
        kind: 'capture',
        text: `${word}: to be filled in; capture it (type ${typeOfPlaceholder(word)}) in an earlier command`,
      });
    }
    return shown(`${missing.join(', ')} must be filled in`);
  }
  if (text.length > MAX_COMMAND) return shown(`it has ${text.length} characters; at most ${MAX_COMMAND} are run`);
  if (importing.names.commands() >= MAX_RUNS)
    return shown(`the lesson has ${MAX_RUNS} commands already: cut the tutorial in parts`);
  const running = runningOf(text);
  if (running.kind === 'no') return {kind: 'shown', why: running.why, opens: running.opens};
  const found = holes(text);
  const taken = found.find(({name}) => builtIn(name, {}).kind !== 'none');
  if (taken !== undefined) return shown(`<${taken.name}> would be filled in by the runner`);
  const stream = running.kind === 'stream';
  const parse = parserFor(text);
  const part = {
    kind: 'run',
    file,
    line,
    id: importing.names.ofCommand(text),
    command: text,
    stream,
    raw: found.length > 0,
    change: changeOf(text),
    ...(parse !== undefined && {parse}),
  } as const;
  if (stream) findings.push({file, line, kind: 'note', text: `${part.id}: a stream, for ${running.why}`});
  return {kind: 'run', part};
}

function shown(why: string): Placed {
  return {kind: 'shown', why, opens: false};
}

const STATE =
  /^\s*(?:cd|pushd|popd|export|source|alias|unalias|set|unset|umask|declare|local|eval|exec|ulimit|shopt|trap)\b|^\s*\.\s|^\s*[A-Za-z_]\w*=(?:\S*|'[^']*'|"[^"]*"|\$\(.*\))\s*$|^\s*(?:function\s+\w+|[a-z_]\w*\s*\(\))\s*\{/m;

/** Whether what follows in the same shell depends on a command. */
export function keepsState(command: string): boolean {
  return STATE.test(outsideQuotes(command));
}

/** Each run has a shell of its own, so what depends on a `cd` or a variable stays in one run with it. */
export function joinStateful(pieces: readonly Piece[], before: ReadonlySet<string>): readonly Piece[] {
  const assigned = new Set([
    ...before,
    ...pieces.flatMap(piece => (piece.kind === 'command' ? assignedIn(piece.text) : [])),
  ]);
  const canRun = (text: string): boolean => unfilled(text, assigned).length === 0 && runningOf(text).kind === 'ends';
  const joined: Piece[] = [];
  // Of the last one of these, put together from its lines: asked of all its text at each line, a long one takes minutes.
  let runs = false;
  let keeps = false;
  for (const piece of pieces) {
    const before = joined.at(-1);
    const isCommand = piece.kind === 'command';
    const follows = before?.kind === 'command' && isCommand && !before.inside && !piece.inside;
    const ends = isCommand && canRun(piece.text);
    const own = isCommand && keepsState(piece.text);
    if (follows && keeps && runs && ends) {
      joined[joined.length - 1] = {...before, text: `${before.text}\n${piece.text}`};
    } else {
      joined.push(piece);
      keeps = false;
    }
    runs = ends;
    keeps ||= own;
  }
  return joined;
}
