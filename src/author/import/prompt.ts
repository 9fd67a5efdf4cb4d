import {isKnownCommand} from './known-commands.ts';
import {isOutputShaped, MAX_LINE} from './looks.ts';
import {commandWords} from './shell-line.ts';
import {isStatement} from './statements.ts';

export interface Prompted {
  /** What was typed. */
  readonly typed: string;
  readonly prompt: string;
  /** The machine that the prompt names, if it does. */
  readonly host?: string;
  /** Whose prompt: a shell's, or that of a program or container in which lines are typed that no shell of the node reads. */
  readonly of: 'shell' | 'program';
  readonly root: boolean;
  /** Of the output before: the `^C` that ended it, on the line of the prompt. */
  readonly ended?: string;
}

const VENV = /^ {0,3}(?:\([\w .:/@*-]{1,40}\)\s*)?/;
/** `user@host:~/dir$ `, `root@host # `, `user@host ~ % `, `user@host:~/dir (branch)$ ` */
const AT = /^([\w.-]{1,32}@([\w.-]{1,64})(?:[: ][^\s$#%>]{0,80})?(?: ?\([\w./-]{1,40}\))?\s?([$#%>]))(?: (.*)|)$/;
/** `root@host:~#ls`; what stands behind it must be a command, for `git@host:/path#branch` looks alike. */
const GLUED = /^([\w.-]{1,32}@([\w.-]{1,64}):[~/][^\s$#%>]{0,80}([$#]))([a-z.].*)$/;
/** `[root@host dir]# ` */
const BRACKETS = /^(\[(?:[\w.-]{1,32}@)?([\w.-]{0,64})[^\]\n]{0,80}\]\s?([$#%]))(?: ?(\S.*)|\s*)$/;
/** `node-1 $ `, `~/dir$ `, `node1:~# `, `bash-4.4$ ` */
const NAMED = /^((~?[\w.~/-]{1,40})(?::[\w~/.-]{0,60})?(?: ?(\$)|([#])))(?: (.*)|)$/;
const PLAIN = /^((?:\$>|[└╰]─{0,3}[$#❯>]|\{\{-?\s*[\w.]{0,60}prompt\s*-?\}\}|[$%❯➜»λ])(?:\s+~)?)(?:\s+(.*)|)$/;
/** The first of the two lines of a prompt: `[node1] (local) root@host ~`, `user@host MINGW64 ~/dir (main)`, `┌──(user㉿host)-[~]` */
const UPPER =
  /^(?:\[[\w.-]+\] \(\w+\) \S+@\S+ \S+|[\w.-]+@[\w.-]+ MINGW\d\d \S+(?: \([\w./-]+\))?|[┌╭]─(?!.*[┐╮┬]).*|\[[^\]\s]{1,40}\](?:─\[[^\]\s]{1,80}\])+)\s*$/;
/** `R1#show ip route`, `switch(config)# vlan 7`: a device, told by its words where no blank follows. */
const DEVICE =
  /^([A-Za-z][\w.-]{0,31}(?:\([\w-]{1,24}\)[#>] ?|[#>])|[A-Z][\w.-]{0,31}[#>] )((?:show|sh|conf|configure|enable|en|disable|interface|int|no|exit|end|copy|write|wr|ping|traceroute|router|ip|vlan|hostname|do|reload|clear|debug|terminal)(?: .*|))$/;
const PROGRAM =
  /^(?:(?:mysql|MariaDB \[[^\]]*\]|postgres|[a-z][\w-]{0,23}|sqlite|redis|not connected|>>|[\w.-]{1,64}:\d{2,5}(?:\[\d+\])?|[\w-]{1,24}:[A-Z]{0,10}|rs\d?:?\w*|test|scala|irb\([^)]*\):[\d:]+|In \[\d+\]|ftp|cqlsh(?::\w+)?|influx|gdb|\(gdb\)|kafka|nomad)(?:>|=[>#*]|-[>#])|\.\.\.|[\w.-]{1,40} :\)|\/[\w/.-]{0,40} ?[#$]|PS(?: [^>]{0,80})?>|[A-Z]:\\[^>]{0,80}>)(?:\s+(.*)|)$/;

/** Takes the prompt from a line; undefined where it has none. `# x` is not looked at: see `rootPrompt`. */
export function readPrompt(line: string): Prompted | undefined {
  if (line.length > MAX_LINE) return undefined;
  const ended = /^(?:\^[CDZ])+(?=\S)/.exec(line)?.[0];
  if (ended === undefined) return promptOf(line);
  const prompt = promptOf(line.slice(ended.length));
  return prompt && {...prompt, ended};
}

function promptOf(line: string): Prompted | undefined {
  const venv = VENV.exec(line)![0];
  const rest = line.slice(venv.length);
  const plain = PLAIN.exec(rest);
  if (plain !== null) return made(venv + plain[1], plain[2], {of: 'shell', root: false});
  const at = AT.exec(rest);
  // `root@3f2a91c0d4e5:/#` is the shell of a container, whose name is its id.
  if (at !== null) return made(venv + at[1], at[4], {...whose(at[2]!), root: at[3] === '#'});
  const glued = GLUED.exec(rest);
  if (glued !== null && isTyped(glued[4]!))
    return made(venv + glued[1], glued[4], {...whose(glued[2]!), root: glued[3] === '#'});
  if (UPPER.test(rest)) return made(rest, '', {of: 'shell', root: false});
  const device = DEVICE.exec(line);
  if (device !== null) return made(device[1]!, device[2], {of: 'program', root: false});
  const brackets = BRACKETS.exec(rest);
  if (
    brackets !== null &&
    (brackets[1]!.includes('@') ||
      /^\[\w[\w-]*[ :][^\]]*\]/.test(brackets[1]!) ||
      (/^\[\w[\w-]*\]/.test(brackets[1]!) && isTyped(brackets[4] ?? '')))
  )
    // `[nix-shell:~]$` is what a command has opened.
    return made(venv + brackets[1], brackets[4], {
      ...(/^\[[\w-]+:/.test(brackets[1]!) ? {of: 'program'} : whose(brackets[2]!)),
      root: brackets[3] === '#',
    });
  const program = PROGRAM.exec(line) ?? PROGRAM.exec(rest);
  if (program !== null)
    return made(rest.slice(0, rest.length - (program[1] ?? '').length).trimEnd(), program[1], {
      of: 'program',
      root: false,
    });
  const named = NAMED.exec(rest);
  if (named !== null && (named[3] !== undefined || named[1]!.includes(':') || /^~|\d#$/.test(named[1]!)))
    return made(venv + named[1], named[5], {
      ...hostOf(named[2]!),
      of: /^bash-\d|^sh-\d/.test(named[2]!) ? 'program' : 'shell',
      root: named[4] === '#',
    });
  return undefined;
}

function whose(host: string): Pick<Prompted, 'host' | 'of'> {
  return /^[0-9a-f]{12}$/.test(host) ? {of: 'program'} : {host, of: 'shell'};
}

function hostOf(name: string): {readonly host?: string} {
  return /^[a-z][\w-]*$/i.test(name) ? {host: name} : {};
}

function made(prompt: string, typed: string | undefined, rest: Omit<Prompted, 'typed' | 'prompt'>): Prompted {
  // `$ (main) git push`: a branch that stands behind the mark.
  const plain = typed?.trimEnd().replace(/^\([\w./*-]{1,40}\)\$?(?: (?=[a-z])|$)/, '') ?? '';
  return {prompt: prompt.trim(), typed: plain, ...rest};
}

/** What stands behind the prompt of a client that waits for the rest of a statement: `    -> `, `app-# `, `app(> `, `   ...> `. */
export function continuedLine(line: string, {of}: Pick<Prompted, 'of'>): string | undefined {
  if (of !== 'program' || line.length > MAX_LINE) return undefined;
  const found = /^(?:\s{0,40}(?:-|['"`]|\.\.\.|\/\*)>|[\w.-]{1,40}[-('"$*][#>])(?:\s(.*)|)$/.exec(line);
  return found === null ? undefined : (found[1] ?? '');
}

interface Around {
  /** The line behind it. */
  readonly answer?: string | undefined;
  /** Commands that are typed elsewhere. */
  readonly learned?: ReadonlySet<string>;
  /** Whether the block has nothing else. */
  readonly alone?: boolean;
}

/**
 * Whether `# …` is what root typed, and no comment: it begins with a command, and does not read like a sentence. Without
 * a blank (`#ls`) it is a command that someone took out, unless the line behind it is its output.
 */
export function rootPrompt(line: string, {answer = '', learned, alone = false}: Around = {}): Prompted | undefined {
  const mark = isOutputShaped(answer) ? /^\s*#\s*([\w./].*)$/ : /^\s*#\s+(\S.*)$/;
  const typed = line.length > MAX_LINE ? undefined : mark.exec(line)?.[1];
  if (typed === undefined || !(isTyped(typed, learned) || (alone && !SENTENCE.test(` ${typed} `)))) return undefined;
  return {prompt: '#', typed: typed.trimEnd(), of: 'shell', root: true};
}

/** `> ls`: a prompt where the whole block has it, and else a quote, a continued line or a redirection. */
export function anglePrompt(line: string): Prompted | undefined {
  const typed = line.length > MAX_LINE ? undefined : /^ {0,3}> (\S.*)$/.exec(line)?.[1];
  if (typed === undefined) return undefined;
  if (isStatement(typed)) return {prompt: '>', typed: typed.trimEnd(), of: 'program', root: false};
  return isTyped(typed) ? {prompt: '>', typed: typed.trimEnd(), of: 'shell', root: false} : undefined;
}

const SENTENCE =
  /\b(?:the|a|an|and|is|are|to|of|for|with|that|this|you|your|we|it|will|should|can|on all|from|into|if|in order)\b/;

function isTyped(text: string, learned?: ReadonlySet<string>): boolean {
  if (/^[A-Za-z_]\w*=(?:\$\(|`)/.test(text)) return true;
  const [word = '', ...more] = commandWords(text);
  const isPath = /^(?:\.{1,2}|~|)\/[\w./-]+$/.test(word);
  if (!isKnownCommand(word) && !isPath && !(learned?.has(word) && more.length > 0)) return false;
  if (/[.:!?]$/.test(text.trim()) && !/\s\.{1,2}$/.test(text)) return false;
  const shellLike = more.some(one => /^-|^[|>&;]|[/=$"']/.test(one));
  return shellLike || !SENTENCE.test(` ${more.join(' ')} `);
}
