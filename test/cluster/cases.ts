import {expect} from 'vitest';
import type {Command, RunOptions} from '../../src/cluster/cluster.ts';
import type {Output} from '../../src/core/output.ts';

/** A command whose whole outcome is known, so that a recording can be held to it as well. */
export interface Case {
  readonly name: string;
  readonly command: Command;
  readonly options?: Partial<RunOptions>;
  expect(output: Output): void;
}

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

const ALL_BYTES = Buffer.from(Array.from({length: 256}, (_, byte) => byte));
const octal = (bytes: Uint8Array): string => [...bytes].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('');

const exits: readonly Case[] = [0, 1, 126, 130, 137, 143, 254, 255].map(code => ({
  name: `exit ${code} is an exit`,
  command: {line: `exit ${code}`},
  expect: output => {
    // A shell says nothing of SIGINT, so over ssh this one exit status cannot be told from it.
    if (code === 130 && output.end.kind === 'signalled') expect(output.end.signal).toBe('SIGINT');
    else expect(output.end).toEqual({kind: 'exited', code});
  },
}));

const signals: readonly Case[] = ['KILL', 'TERM', 'INT', 'PIPE', 'HUP', 'SEGV'].map(name => ({
  name: `death by SIG${name} is told as that signal`,
  command: {line: `echo before; kill -${name} $$; echo after`},
  expect: output => {
    expect(output.end).toEqual({kind: 'signalled', signal: `SIG${name}`});
    expect(text(output.stdout)).toBe('before\n');
  },
}));

const AWKWARD = `it's "quoted" \\ $HOME \`x\` !! * ~ #no %s %b \\0101 \\n — naïve 日本 🐙`;

const lines: readonly Case[] = [
  printed('stdout', `printf 'out\\n'; printf 'err\\n' >&2`, 'out\n', 'err\n'),
  printed('no newline at the end', `printf 'a\\nb'`, 'a\nb'),
  printed('nothing at all', ':', ''),
  printed('a line of several lines', 'a=1\nb=2\n\nif [ $a = 1 ]; then\n  echo $((a + b))\nfi\n', '3\n'),
  printed(
    'quotes, backslashes, dollars, exclamation marks and unicode',
    `printf '%s' '${AWKWARD.replaceAll("'", "'\\''")}'`,
    AWKWARD,
  ),
  printed('a here-document', `cat <<'EOF'\n${AWKWARD}\nEOF`, `${AWKWARD}\n`),
  printed('a comment at the end', 'echo x # y', 'x\n'),
  printed('no terminal', 'test -t 0 || test -t 1 || test -t 2 || echo none', 'none\n'),
  printed('plain messages in UTF-8', 'echo $LC_ALL $NO_COLOR', 'C.UTF-8 1\n'),
  printed('an empty input', 'wc -c', '0\n'),
  printed('no arguments', 'echo $#', '0\n'),
  printed('SIGINT is not ignored', `trap 'echo caught' INT; kill -INT $$`, 'caught\n'),
  printed(
    'a forged frame',
    `printf '\\036nonce end 0\\036x'; printf '\\036000000000000000000000000 end\\036y' >&2`,
    '\x1enonce end 0\x1ex',
    '\x1e000000000000000000000000 end\x1ey',
  ),
  printed('a sentinel without its end', `printf 'a\\036'; printf '\\036b\\036' >&2`, 'a\x1e', '\x1eb\x1e'),
];

const inputs: readonly Case[] = [
  fed('a short input', AWKWARD + '\n\n'),
  fed('an input with zero bytes', 'a\0b\0'),
  fed('an input longer than an argument may be', 'x\n'.repeat(200_000)),
  {
    name: 'an input that is not read does no harm',
    command: {line: 'echo done', stdin: 'y\n'.repeat(200_000)},
    expect: output => {
      expect(output.end).toEqual({kind: 'exited', code: 0});
      expect(text(output.stdout)).toBe('done\n');
    },
  },
];

const bytes: readonly Case[] = [
  {
    name: 'all bytes come through unchanged',
    command: {line: `printf '${octal(ALL_BYTES)}'; printf '${octal(ALL_BYTES)}' >&2`},
    expect: output => {
      expect(Buffer.compare(output.stdout, ALL_BYTES)).toBe(0);
      expect(Buffer.compare(output.stderr, ALL_BYTES)).toBe(0);
    },
  },
  {
    name: 'a character that is printed in two halves is whole',
    command: {line: `printf '\\303'; sleep 0.1; printf '\\251'`},
    expect: output => expect(text(output.stdout)).toBe('é'),
  },
  {
    name: 'a command that does not exist is exit 127 with the reason on stderr',
    command: {line: 'no-such-command-here'},
    expect: output => {
      expect(output.end).toEqual({kind: 'exited', code: 127});
      expect(text(output.stderr)).toBe('sh: 1: no-such-command-here: not found\n');
    },
  },
  {
    name: 'what exceeds the cap is counted and dropped',
    command: {line: `head -c 5000 /dev/zero | tr '\\0' a; head -c 70 /dev/zero >&2`},
    options: {maxBytes: 100},
    expect: output => {
      expect(text(output.stdout)).toBe('a'.repeat(100));
      expect(output.stderr.length).toBe(70);
      expect(output.dropped).toEqual({stdout: 4900, stderr: 0});
    },
  },
];

export const CASES: readonly Case[] = [...exits, ...signals, ...lines, ...inputs, ...bytes];

function printed(name: string, line: string, stdout: string, stderr = ''): Case {
  return {
    name: `prints: ${name}`,
    command: {line},
    expect: output => {
      expect(text(output.stderr)).toBe(stderr);
      expect(text(output.stdout)).toBe(stdout);
      expect(output.end).toEqual({kind: 'exited', code: 0});
      expect(output.dropped).toEqual({stdout: 0, stderr: 0});
    },
  };
}

function fed(name: string, stdin: string): Case {
  return {
    name: `reads: ${name}`,
    command: {line: 'cat', stdin},
    expect: output => {
      expect(output.stdout.length).toBe(Buffer.byteLength(stdin));
      expect(text(output.stdout) === stdin).toBe(true);
      expect(output.end).toEqual({kind: 'exited', code: 0});
    },
  };
}
