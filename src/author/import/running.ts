import {outsideQuotes} from './quotes.ts';
import {commandWords} from './shell-line.ts';

/** How a command can run where nobody types and no screen is. */
export type Running =
  | {readonly kind: 'ends'}
  | {readonly kind: 'stream'; readonly why: string}
  | {readonly kind: 'no'; readonly why: string /** Whether what follows is typed into it. */; readonly opens: boolean};

const ENDS: Running = {kind: 'ends'};
const SHELL = /^(?:\/(?:usr\/)?(?:local\/)?bin\/)?(?:ba|z|k|c|a|da|tc|fi)?sh$/;
const SCREENS = new Set([
  'vi',
  'vim',
  'nano',
  'emacs',
  'less',
  'more',
  'man',
  'top',
  'htop',
  'watch',
  'screen',
  'tmux',
  'k9s',
  'mc',
  'visudo',
  'passwd',
  'telnet',
  'view',
  'info',
  'mysql_secure_installation',
  'iftop',
  'nload',
  'ctop',
  'dive',
  'lazydocker',
]);
const PROGRAMS = new Set([
  'mysql',
  'psql',
  'redis-cli',
  'sqlite3',
  'mongo',
  'mongosh',
  'python',
  'python3',
  'node',
  'irb',
  'ftp',
  'sftp',
  'bc',
  'gdb',
  'vtysh',
  'cqlsh',
  'etcdctl-shell',
  'deno',
  'php',
]);

/** Whether a command ends by itself, and needs neither a keyboard nor a screen. */
export function runningOf(command: string): Running {
  const parts = outsideQuotes(command)
    .replaceAll('\\\n', ' ')
    .split(/\s*(?:&&|\|\||;|\n)\s*/)
    .filter(part => part.trim() !== '' && !/^\s*#/.test(part));
  for (const part of parts) {
    const one = runningOfOne(part);
    if (one.kind !== 'ends') return one;
  }
  return ENDS;
}

function runningOfOne(command: string): Running {
  const piped = /[^|]\|[^|]/.test(command);
  const words = unwrap(commandWords(command.split(/[^|]\|[^|]/)[0]!));
  const [name = '', ...args] = words;
  if (/(?:^|\s)&$/.test(command.trim())) return ENDS;
  const has = (pattern: RegExp): boolean => args.some(arg => pattern.test(arg));
  const fed = /<|\|/.test(command);
  if ((name === 'exit' || name === 'logout') && args.length <= 1)
    return no('it ends a shell that is open only where one types', false);
  if (
    /^(?:reboot|shutdown|poweroff|halt)$/.test(name) ||
    (name === 'systemctl' && has(/^(?:reboot|poweroff|halt|rescue|emergency|suspend)$/))
  )
    return no('the machine goes away under it', false);
  if (name === 'top' && has(/^-\w*b/)) return has(/^-\w*n/) ? ENDS : stream('it goes on until it is stopped');
  if (SCREENS.has(name)) return piped ? ENDS : no('it needs a screen or a keyboard', false);
  if (name === 'git' && args[0] === 'commit' && !has(/^(?:-\w*m|--message|-F|-C|--no-edit|--amend$)/))
    return no('it opens an editor', false);
  if (/^(?:kubectl|oc)$/.test(name) && args[0] === 'edit') return no('it opens an editor', false);
  if (name === 'crontab' && has(/^-e/)) return no('it opens an editor', false);
  if (name === 'systemctl' && args.includes('edit')) return no('it opens an editor', false);
  if (name === 'sudo' && has(/^-\w*[is]/)) return no('it opens a shell', true);
  if (name === 'su' && !has(/^(?:-c|--command)/)) return no('it opens a shell', true);
  if (SHELL.test(name) && args.every(arg => /^-+(?:l|i|login)?$/.test(arg)) && !fed)
    return no('it opens a shell', true);
  if (/^(?:ssh|slogin)$/.test(name) && sshIsShell(args) && !fed) return no('it opens a shell on another machine', true);
  if ((name === 'vagrant' && args[0] === 'ssh' && !has(/^-c/)) || (name === 'multipass' && args[0] === 'shell'))
    return no('it opens a shell on another machine', true);
  if (isSession(name, args)) return no('it opens a session that needs a keyboard (-it)', true);
  if (/^(?:createuser|dropuser|vgremove)$/.test(name) && has(/^(?:-P|--interactive|--pwprompt)$/))
    return no('it asks questions', false);
  if (name === 'adduser' && !has(/^--(?:disabled-password|system|gecos)/) && args.length < 2)
    return no('it asks questions', false);
  if (name === 'docker' && args[0] === 'login' && !has(/^(?:-p|--password)/))
    return no('it asks for a password', false);
  if (name === 'docker' && args[0] === 'attach') return no('it opens a session that needs a keyboard', true);
  if (/^(?:buildah|podman)$/.test(name) && args[0] === 'unshare' && args.length === 1)
    return no('it opens a shell', true);
  if (name === 'nix-shell' && !has(/^--(?:run|command|version)$/)) return no('it opens a shell', true);
  if (name === 'nsenter' || name === 'unshare') {
    if (args.every(arg => arg.startsWith('-') || /^\d+$/.test(arg))) return no('it opens a shell', true);
  }
  if (PROGRAMS.has(name) && isBareProgram(name, args) && !fed)
    return no('it opens a program that one types into', true);
  const endless = endlessOf(name, args, has);
  return endless === undefined ? ENDS : stream(endless);
}

function no(why: string, opens: boolean): Running {
  return {kind: 'no', why, opens};
}

function stream(why: string): Running {
  return {kind: 'stream', why};
}

/** What `ip netns exec NS`, `docker exec C`, `nsenter …` and the like run, unless they need a keyboard themselves. */
function unwrap(words: readonly string[]): readonly string[] {
  const [a, b, c] = words;
  if (a === 'ip' && b === 'netns' && c === 'exec' && words.length > 4) return unwrap(words.slice(4));
  if (a === 'nsenter' || a === 'unshare' || a === 'timeout') {
    const at = words.findIndex(
      (word, i) => i > 0 && !/^-/.test(word) && !/^-[tmnu]$/.test(words[i - 1]!) && !/^\d+[smh]?$/.test(word),
    );
    // Ended by `timeout`, so it ends.
    if (a === 'timeout') return ['true'];
    return at > 0 ? unwrap(words.slice(at)) : [a!, ...words.slice(1)];
  }
  return words;
}

function sshIsShell(args: readonly string[]): boolean {
  const values = args.filter((arg, i) => !arg.startsWith('-') && !/^-[bcDeFIiJLlmOopRSWw]$/.test(args[i - 1] ?? ''));
  return values.length <= 1 && !args.includes('-V') && !args.includes('-N');
}

function isSession(name: string, args: readonly string[]): boolean {
  if (/^(?:lxc|incus)$/.test(name)) return args[0] === 'shell' || (args[0] === 'exec' && isShellAlone(args));
  if (!/^(?:docker|podman|kubectl|oc|nerdctl|crictl|docker-compose)$/.test(name)) return false;
  const verb = args.find(arg => /^(?:run|exec)$/.test(arg));
  if (verb === undefined || args.some(arg => /^-\w*d\w*$/.test(arg) && !/^--/.test(arg))) return false;
  const keyboard =
    args.some(arg => /^-(?:\w*i\w*t|\w*t\w*i)\w*$/.test(arg)) ||
    (args.some(arg => /^(?:-i|--interactive|--stdin)/.test(arg)) && args.some(arg => /^(?:-t|--tty)/.test(arg)));
  const last = args.at(-1) ?? '';
  return keyboard || (SHELL.test(last) && args.some(arg => /^-\w*[it]/.test(arg)));
}

/** `exec NAME -- bash`, and no command behind the name that only ends like a shell. */
function isShellAlone(args: readonly string[]): boolean {
  const at = args.indexOf('--');
  const inside = at < 0 ? args.slice(2) : args.slice(at + 1);
  return inside.length === 1 && SHELL.test(inside[0]!);
}

function isBareProgram(name: string, args: readonly string[]): boolean {
  if (name === 'redis-cli')
    return (
      !args.some(arg => /^--(?!raw|no-auth|tls|user|pass)\w/.test(arg)) &&
      !args.some((arg, i) => !arg.startsWith('-') && !/^-[hpan]$/.test(args[i - 1] ?? ''))
    );
  if (/^(?:mysql|psql|mongo|mongosh)$/.test(name))
    return !args.some(arg => /^(?:-\w*[cefl]|--(?:command|execute|eval|file|list|version|help)|-V)/.test(arg));
  if (name === 'sqlite3') return args.filter(arg => !arg.startsWith('-')).length < 2 && !args.includes('--version');
  if (name === 'php') return false;
  return args.length === 0;
}

function endlessOf(name: string, args: readonly string[], has: (pattern: RegExp) => boolean): string | undefined {
  const why = 'it goes on until it is stopped';
  const verb = args[0] ?? '';
  if (name === 'tail' && has(/^-\w*[fF]|^--follow/)) return why;
  if (
    /^(?:journalctl|kubectl|docker|docker-compose|oc|podman|nerdctl)$/.test(name) &&
    (name === 'journalctl' || args.includes('logs')) &&
    has(/^(?:-\w*f\w*|--follow)$/)
  )
    return why;
  if (
    /^(?:kubectl|oc)$/.test(name) &&
    (has(/^(?:-w|--watch)(?:=true)?$/) || verb === 'proxy' || verb === 'port-forward')
  )
    return why;
  if (name === 'tcpdump' && !has(/^-\w*c\d*$/) && !has(/^-(?:r|D)/) && !has(/^--(?:version|list)/))
    return 'it goes on until it is stopped; with -c N it ends';
  if (/^ping6?$/.test(name) && !has(/^-\w*[cw]\d*$/) && !has(/^-V/))
    return 'it goes on until it is stopped; with -c N it ends';
  if (name === 'docker' && (verb === 'events' || (verb === 'stats' && !has(/^--no-stream/)))) return why;
  if (/^(?:docker-compose|docker)$/.test(name) && args.includes('up') && !has(/^(?:-\w*d|--detach|--wait)/)) return why;
  if (/^(?:ip|bridge)$/.test(name) && args.includes('monitor')) return why;
  if (name === 'dmesg' && has(/^-\w*[wW]|^--follow/)) return why;
  if (/^(?:nc|ncat)$/.test(name) && has(/^-\w*l/)) return why;
  if (/^python3?$/.test(name) && has(/^(?:http\.server|SimpleHTTPServer)$/)) return why;
  if (name === 'redis-cli' && has(/^(?:--stat|--latency(?!-dist$)\S*|--replica|monitor|p?subscribe)$/i)) return why;
  if (name === 'sleep' && verb === 'infinity') return why;
  if (name === 'conntrack' && has(/^(?:-E|--event)$/)) return why;
  if (name === 'vmstat' && args.filter(arg => /^\d+$/.test(arg)).length === 1) return why;
  return name === 'yes' ? why : undefined;
}
