import {MAX_ARGUMENT_BYTES} from './command-line.ts';

/** What a command on a remote node needs to know besides its line. */
export interface RemoteCommand {
  readonly line: string;
  readonly stdin?: string | undefined;
  /** The POSIX shell that runs the wrapper, with what leads to it: harmless words for any login shell. */
  readonly shell?: string | undefined;
}

export interface RemoteInvocation {
  /** One shell word after another, harmless for sh, csh and fish alike: for `ssh HOST ARGUMENT`. */
  readonly argument: string;
  /** What the wrapper reads first: the nonce and, when it is too long for the argument, the command's input. */
  readonly greeting: Buffer;
}

/**
 * The command that makes any login shell run `line` under the wrapper. The nonce travels over standard input, so that
 * it shows in no process list. Undefined when the line, with what had to be escaped in it, is too long.
 */
export function remoteInvocation(command: RemoteCommand, nonce: string): RemoteInvocation | undefined {
  const short = withArgument(command, argumentInput(command.stdin));
  if (short.length <= MAX_ARGUMENT_BYTES) return {argument: short, greeting: Buffer.from(`${nonce}\n`)};
  const input = Buffer.from(command.stdin ?? '');
  const long = withArgument(command, streamInput(input.length));
  if (long.length > MAX_ARGUMENT_BYTES) return undefined;
  return {argument: long, greeting: Buffer.concat([Buffer.from(`${nonce}\n`), input])};
}

function withArgument({line, shell = '/bin/sh'}: RemoteCommand, input: Input): string {
  return `exec ${shell} -c 'eval "$(printf %b "$1")"' sh '${escaped(wrapper(line, input))}'`;
}

interface Input {
  readonly prepare: string;
  readonly feed: string;
}

function argumentInput(stdin: string | undefined): Input {
  if (stdin === undefined || stdin === '') return {prepare: '', feed: 'go </dev/null'};
  return {prepare: '', feed: `printf %b ${quote(escaped(stdin))} | go`};
}

/** Input that is too long for an argument is put into a file without a name, so that the orders behind it can be read. */
function streamInput(bytes: number): Input {
  return {
    prepare: `t=$(mktemp) && head -c ${bytes} <&3 >"$t" && exec 6<"$t" && rm -f "$t" || exit 1`,
    feed: 'go <&6',
  };
}

/**
 * The wrapper, in POSIX sh. It runs the line in a session and process group of its own, tells its process group and how
 * it ended in frames on standard error (and where the line's output starts and ends, on both streams), and obeys the
 * orders on its standard input: first the number of the group, then `INT`, `TERM` (which also kills what is left after
 * two seconds, and waits for its end, which on a busy node is a moment later) or `KILL`. When the input ends, the runner is gone, and the group is ended as by `TERM`.
 * What the line put into groups of its own, as `timeout` does, gets the same signals: the other groups of its session
 * but for the wrapper's own, and for that of who began the session, as far as `/proc` tells. The line's own group is
 * first, for with its command gone the line would go on; and since with the line gone the order taker is ended, each
 * telling is a process of its own, which is not. A `stat` whose first line lacks its many numbers is that of a process
 * with a line break in its name, and could name any group.
 *
 * Traps: a shell's background command ignores SIGINT, so the line must run in the foreground and the order taker in
 * the background. An exit status above 128 may be an `exit 137` or a signal: dash and busybox print the signal's name
 * for a foreground command (but for SIGINT and SIGPIPE), bash only in its job table, and there job control keeps
 * SIGINT alive in the background. The first `wait` of bash gives 145 when SIGCHLD broke it off, and the second the
 * status; but on a busy node the first may give the status, and then bash as sh has forgotten it and the second gives
 * 127.
 */
function wrapper(line: string, {prepare, feed}: Input): string {
  return `IFS= read -r n || exit 1
LC_ALL=C.UTF-8 NO_COLOR=1
export LC_ALL NO_COLOR
unset LANGUAGE
exec 3<&0 4>&2 5>&1
${prepare}
l=${quote(line)}
i=${quote(INNER)}
(
  place() { read -r l <"$1" && set -- \${l##*)} && [ $# -gt 20 ] && p=$3 s=$4; }
  seek() {
    for f in /proc/[0-9]*/stat; do
      place "$f" && [ "$s" = "$q" ] || continue
      case " -$q -$v -$g $a " in *" -$p "*) ;; *) a="$a -$p" ;; esac
    done
  }
  tell() {
    kill -"$1" -"$g" || kill -"$1" "$g"
    seek
    [ "$a" ] && kill -"$1" $a
  }
  some() { for x in -"$g" $a "$g"; do kill -0 "$x" && return; done; return 1; }
  gone() {
    k=0
    while some && [ $k -lt "$1" ]; do sleep 0.1 || { sleep 1; k=$((k+9)); }; k=$((k+1)); done
  }
  end() {
    trap '' TERM
    tell TERM
    gone 20
    tell KILL
    gone 5
    exit
  }
  read -r g || exit
  a= v= q=0
  place /proc/self/stat && v=$p
  place "/proc/$g/stat" && q=$s
  while read -r o; do
    case $o in TERM) end ;; INT|KILL) (trap '' TERM; tell "$o") & ;; esac
  done
  end
) <&3 3<&- 4>&- 5>&- 6<&- >/dev/null 2>&1 &
w=$!
go() {
  if [ "$BASH_VERSION" ]; then
    set -m
    trap 'jobs %%' CHLD
    sh -c "$i" sh "$l" "$n" <&0 &
    while wait $!; r=$?; kill -0 $!; do sleep 0.1; done 2>/dev/null
    trap - CHLD
    wait $!
    s=$?
    [ $s != 127 ] || [ $r = 145 ] || s=$r
    echo "$s"
    return
  elif command -v setsid >/dev/null; then
    setsid sh -c "$i" sh "$l" "$n"
  else
    sh -c "$i" sh "$l" "$n"
  fi
  echo $?
}
m=$(exec 2>&1; ${feed})
{ kill -TERM $w; wait $w; } 2>/dev/null
printf '\\036%s end\\036' "$n" >&5
printf '\\036%s end %s\\036' "$n" "$m" >&4
`;
}

/** Becomes the command: tells its process id, which is its group's, and leaves nothing of the wrapper to it. */
const INNER = `exec >&5 2>&4 3<&- 4>&- 5>&- 6<&-
printf '\\036%s start\\036' "$2"
printf '\\036%s start %s\\036' "$2" $$ >&2
exec sh -c "$1"`;

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** For `printf %b` between single quotes: csh minds newlines and \`!\` there, fish minds backslashes. */
function escaped(text: string): string {
  let out = '';
  for (const byte of Buffer.from(text)) {
    out += isPlain(byte) ? String.fromCharCode(byte) : `\\0${byte.toString(8).padStart(3, '0')}`;
  }
  return out;
}

/** Printable ASCII but `!`, `'` and the backslash. */
function isPlain(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f && byte !== 0x21 && byte !== 0x27 && byte !== 0x5c;
}
