import {isKnownCommand} from './known-commands.ts';
import {commandWords} from './shell-line.ts';

const SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'shell',
  'zsh',
  'ksh',
  'shell-session',
  'shellsession',
  'console',
  'terminal',
  'bash-session',
  'session',
  'sh-session',
  'command',
  'cmd',
  'commandline',
  'ssh',
  'fish',
  'ash',
  'shellscript',
  'shell-script',
  'bash-shell',
  'sh-prompt',
  'shell-prompt',
  'cli',
  'prompt',
  'super_user',
]);
const OUTPUTS: ReadonlySet<string> = new Set([
  'output',
  'out',
  'stdout',
  'log',
  'console-output',
  'terminal-output',
  'result',
  'results',
  'error',
  'errors',
]);

/** Languages that are no shell's: what stands in them is a file, or typed into a program. A word that is none says nothing. */
const OTHER: ReadonlySet<string> = new Set(
  `abap actionscript ada apache apacheconf applescript asm assembly awk bat batch batchfile bicep c c# c++ caddy caddyfile cfg
  clj clojure cmake cmd-script coffee coffeescript conf config cpp crystal cs csharp css csv cypher cython d dart delphi diff
  django docker dockerfile dot dotenv editorconfig ejs elixir elm env erb erlang f# fortran fsharp gcode gherkin git-config
  gitignore glsl go go-html-template golang gotemplate gradle graphql graphviz groovy haml handlebars haproxy haskell hcl
  hs html html+jinja htmldjango http ignore ini java javascript jinja jinja2 jq js json json5 jsonc jsonl jsonnet jsonp jsp
  jsx julia kotlin kt latex less liquid lisp llvm logql lua m4 make makefile markdown math mathml matlab md mdx mermaid meson
  mips mysql nasm nginx nim nix objc objective-c objectivec ocaml octave openscad pascal patch perl pgsql php pl plantuml
  plpgsql plsql postgresql powershell procfile prolog promql properties proto protobuf ps ps1 psql puppet pug purescript pwsh
  py py3 pycon pyi python python3 r racket rb re rego regex rest rs rst ruby rust sas sass scala scheme scss service smali
  solidity sparql spec sql starlark stylus svelte svg swift systemd systemverilog tcl tex text/x-yaml textile tf tfvars
  thrift toml ts tsql tsv tsx twig typescript udev unified-diff v vb vba vbnet verilog vhdl vim viml vimscript vue wasm wat
  wgsl xhtml xml xsl xslt yaml yara yml zig note warning tip caution important danger hint seealso admonition todo figure
  image table list-table toctree include literalinclude tabs tab-set tab-item grid card dropdown margin sidebar contents`.split(
    /\s+/,
  ),
);

/** What the word behind the backticks says of a block. */
export function languageKind(language: string): 'shell' | 'output' | 'plain' | 'other' {
  if (SHELLS.has(language)) return 'shell';
  if (OUTPUTS.has(language)) return 'output';
  // What a prompt of its own is written before: `custom_prefix(mysql>)`; that of a shell ends otherwise.
  const prefix = /^custom_prefix\((.*)\)$/.exec(language)?.[1];
  if (prefix !== undefined) return /[$#%]$/.test(prefix) ? 'shell' : 'other';
  return OTHER.has(language) ? 'other' : 'plain';
}

/** Languages of the shells of Windows: what stands in them is typed, where no prompt says so and it is no script. */
export function isWindowsShell(language: string): boolean {
  return /^(?:powershell|pwsh|ps1?|bat|batch|cmd-script)$/.test(language);
}

/** Longer lines are not typed; and the patterns stay quick. */
export const MAX_LINE = 4000;

const NONE: ReadonlySet<string> = new Set();

/** How sure one can be that a line is typed: `yes` by its first word, one of `learned` too, `maybe` by its shape, `no`. */
export function looksTyped(line: string, learned: ReadonlySet<string> = NONE): 'yes' | 'maybe' | 'no' {
  if (line.length > MAX_LINE || isOutputShaped(line)) return 'no';
  // `if (x)` is of C and its like; `if ((x))` and `if [` are a shell's.
  if (/^[\s}]*(?:else )?(?:if|while|for|switch|return|catch)\s*\((?!\()/.test(line)) return 'no';
  if (/^\s*[.:]\s*$/.test(line) || /^\s*[\w.-]+\s+=\s/.test(line)) return 'no';
  const [word = '', ...more] = commandWords(line.trim());
  if (/^\s*(?:local |readonly |export )?[A-Za-z_]\w*=["']?[\w./-]*(?:\$\(|`)/.test(line)) return 'yes';
  const isAssignment = word === '' && /^\s*[A-Za-z_]\w*=/.test(line);
  if (isAssignment || /^[A-Za-z_]\w*=\S*$/.test(line.trim())) return 'maybe';
  if (learned.has(word) && more.length > 0) return looksLikeProse(word, more, line) ? 'maybe' : 'yes';
  if (isKnownCommand(word)) return looksLikeProse(word, more, line) ? 'maybe' : 'yes';
  if (/^(?:\.{1,2}|~)\/[\w./-]+$/.test(word) || /^\$\(?\w/.test(word)) return 'yes';
  if (/^\/[\w./-]+$/.test(word)) {
    if (more.length === 0) return 'no';
    return /[-/|>]/.test(more.join(' ')) ? 'yes' : 'maybe';
  }
  if (/^[\w.-]+(?:\/[\w.-]+)+$/.test(word)) {
    if (more.some(one => /^--?[a-z]/i.test(one))) return 'yes';
    return /\.(?:sh|py|pl|rb)$/.test(word) ? 'maybe' : 'no';
  }
  if (!/^[a-z][\w.+-]*$/.test(word) || /:$/.test(word)) return 'no';
  // `host0 | success >>`: what stands behind a pipe is a command, or this is none.
  const behind = /\s\|(?!\|)\s*([\w./-]*)/.exec(line)?.[1];
  if (behind !== undefined && !isKnownCommand(behind)) return 'no';
  const optionLike = more.some(one => /^--?[a-z]/i.test(one)) || /\s(?:\||>>?|&&)\s+\S/.test(line);
  return optionLike && !looksLikeProse(word, more, line) ? 'yes' : 'maybe';
}

/** `test the service`, `host is up.`: words of a language, and nothing that a shell would need. */
function looksLikeProse(word: string, more: readonly string[], line: string): boolean {
  const text = line.trim().replace(/\s#\s.*$/, '');
  if (/[-|>$"'/=]/.test(more.join(' '))) return /^(?:\w+,? ){6,}.*[.!?]$/.test(text) && !/ -|\||\$/.test(text);
  if (/[a-z][.!?:,]$/.test(text) && more.length > 0) return true;
  if (
    /^(?:host|test|link|time|read|which|make|install|service|join|set|date|more|info|file|sync|who|last|view|split|find|watch|wait|id|free)$/.test(
      word,
    )
  )
    return (
      more.length > 0 && /\b(?:the|a|an|is|are|to|of|it|this|that|you|for|has|was|name|total)\b/.test(more.join(' '))
    );
  return more.length > 5 && /\b(?:the|is|are|you|your|that|this|will)\b/.test(text);
}

/** `service/web created`, `pod "web" deleted`: what a command says of its deed. */
const DONE =
  /^[\w./:-]+(?: "[^"]+")? (?:created|deleted|configured|unchanged|patched|scaled|exposed|labell?ed|annotated|drained|(?:un)?cordoned|started|stopped|removed|restarted|edited|approved|(?:un)?tainted|condition met)(?: \(.*\))?$/;

/** `local 10.0.0.2 dev lo`, `default via 10.0.0.1`: a route, whose kind stands before its address. */
const ROUTE =
  /^(?:default|local|broadcast|anycast|multicast|unreachable|blackhole|prohibit|throw) (?:(?:via|dev) \S|default\b|\d+\.\d+|[\da-f]{0,4}:)/;

/** `mke2fs 1.47.0 (5-Feb-2023)`, `git version 2.39.5`: what a program calls itself. */
const VERSION = /^[\w.-]+ (?:version |v)?\d+\.\d+\.\d+(?![.\d])\S*(?:,? \(.*\)|, .*)?$/;

/** An output in a comment: `# => a`, `# pod/web created`, `# NAME    READY`. */
export function isCommentedOutput(line: string): boolean {
  const text = /^\s*#+\s?(\S.*)$/.exec(line)?.[1] ?? '';
  return /^(?:=+|-+)?>\s/.test(text) || DONE.test(text) || /^[A-Z][A-Z-]+(?:\s{2,}[A-Z()-]{2,})+\s*$/.test(text);
}

/** Tables, JSON, rules, listings, `key: value`, log lines: what no one types. */
export function isOutputShaped(line: string): boolean {
  const text = line.trim();
  if (/^(?:[A-Z][\w/%.-]*|[A-Z][A-Z ]+)(?:\s|$)/.test(text) && !/^[A-Z_]+=/.test(text)) return true;
  if (/^[\d*•●○├└│|+<>[\]{}()"'=~@!,;^✓✔✗✘-]/.test(text) && !/^(?:\[\[?\s|\{\s|\(\s?\w+ |\(cd|~\/)/.test(text))
    return true;
  if (/^(?:\.{3}|…|(?:\. ?){2,}$|[{[(]\s*["'{[]|[dlcbps-][rwxsStT-]{9}[.+@]?\s)/.test(text)) return true;
  // Cells with tabs or wide blanks between them, and no option among them.
  if (/\S(?:\t|\s{2,})\S.*\S(?:\t|\s{2,})\S/.test(text) && !/ --?[a-z]/i.test(text)) return true;
  if (/^[\w./@ -]{1,60}:(?:\s|$)/.test(text) && !/^(?:https?|:)/.test(text) && !/^[a-z]+ .*-\w+ .*:/.test(text))
    return true;
  if (/^[a-z_.-]+\s*:\s/.test(text)) return true;
  if (/^(?:[0-9a-f]{12,64}|sha256:[0-9a-f]+)$/.test(text)) return true;
  if (DONE.test(text) || ROUTE.test(text) || VERSION.test(text) || /^traceroute6? to \S+ \(/.test(text)) return true;
  // Fields of a log; no command's name is a number.
  if (/^[\w.-]+ \| \d[\d.:-]* \| /.test(text)) return true;
  return /^\S+\s+(?:=>|->|\.\.\.)\s/.test(text);
}
