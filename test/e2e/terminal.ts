import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {type Account, CLI} from './program.ts';

/** A shell in a terminal of its own (tmux without anybody watching). */
export interface Terminal {
  /** The lines that are on the screen now. */
  screen(options?: {readonly styles?: boolean}): Promise<string>;
  /** Waits until the screen shows this; fails with what it shows instead. */
  shows(wanted: string | RegExp): Promise<string>;
  /** Presses keys by their tmux names: `Enter`, `C-c`, `n`. */
  press(...keys: readonly string[]): Promise<void>;
  /** Types text as it stands, without an Enter. */
  typeKeys(text: string): Promise<void>;
  /** Types a line into the shell. */
  type(line: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** What tmux knows of the terminal, e.g. `#{alternate_on}`. */
  tell(format: string): Promise<string>;
  /** Takes the terminal away from what runs in it. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

/** Typed into a terminal, this starts the program. */
export const PROGRAM = `"${process.execPath}" "${CLI}"`;

const PROMPT_TEXT = 'shell%';
/** The shell waits for a line. */
export const PROMPT = /^shell%$/m;

const PATIENCE_MS = 20_000;

/** A private tmux server; nothing of the person's own tmux is read or touched. */
export async function openTerminal(account: Account, columns = 100, rows = 30): Promise<Terminal> {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-tmux-'));
  const socket = join(folder, 'socket');
  const env = {...account.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8'};
  const tmux = async (...args: readonly string[]) =>
    (await execa('tmux', ['-S', socket, '-f', '/dev/null', ...args], {env, extendEnv: false})).stdout;
  await tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), '/bin/sh');
  const screen = ({styles = false} = {}) => tmux('capture-pane', '-p', ...(styles ? ['-e'] : []));
  const terminal: Terminal = {
    screen,
    async shows(wanted) {
      const holds = (text: string) => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text));
      const deadline = performance.now() + PATIENCE_MS;
      for (;;) {
        const text = await screen();
        if (holds(text)) return text;
        if (performance.now() > deadline) throw new Error(`the screen does not show ${wanted}, but\n${text}`);
        await sleep(30);
      }
    },
    async press(...keys) {
      for (const key of keys) await tmux('send-keys', key);
    },
    async typeKeys(text) {
      await tmux('send-keys', '-l', text);
    },
    async type(line) {
      await tmux('send-keys', '-l', line);
      await tmux('send-keys', 'Enter');
    },
    async resize(width, height) {
      await tmux('resize-window', '-x', String(width), '-y', String(height));
    },
    tell: format => tmux('display-message', '-p', format),
    async hangUp() {
      // Another one, for the server ends with its last.
      await tmux('new-window', '-d', '/bin/sh');
      await tmux('kill-pane');
    },
    async close() {
      await tmux('kill-server');
      rmSync(folder, {recursive: true});
    },
  };
  try {
    await terminal.type(`PS1='${PROMPT_TEXT}'; clear`);
    await terminal.shows(PROMPT);
  } catch (error) {
    await terminal.close();
    throw error;
  }
  return terminal;
}
