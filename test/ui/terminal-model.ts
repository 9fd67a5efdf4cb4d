import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import xterm from '@xterm/headless';
import {cells} from '../../src/render/cells.ts';
import type {Session} from '../../src/session/session.ts';
import {runScreen, type ScreenIo} from '../../src/ui/run-screen.tsx';

/** A terminal without glass: what a person would see, after all control sequences were obeyed. */
export class TerminalModel extends EventEmitter {
  columns: number;
  rows: number;
  /** Everything that was written, as it came. */
  written = '';
  readonly #term: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.#term = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 100});
  }

  write(text: string): boolean {
    this.written += text;
    this.#term.write(text);
    return true;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.#term.resize(columns, rows);
    this.emit('resize');
  }

  /** Resolves when all that was written has been obeyed. */
  settled(): Promise<void> {
    return new Promise(resolve => this.#term.write('', resolve));
  }

  /** The visible rows, trailing blanks cut. */
  screen(): readonly string[] {
    const {active} = this.#term.buffer;
    return Array.from({length: this.rows}, (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '');
  }

  text(): string {
    return this.screen().join('\n');
  }

  isAlternate(): boolean {
    return this.#term.buffer.active.type === 'alternate';
  }

  /** Whether any visible cell has a colour or a style. */
  isStyled(): boolean {
    const {active} = this.#term.buffer;
    for (let y = 0; y < this.rows; y++) {
      const row = active.getLine(active.baseY + y);
      for (let x = 0; x < this.columns; x++) {
        const cell = row?.getCell(x);
        if (cell !== undefined && !cell.isAttributeDefault()) return true;
      }
    }
    return false;
  }
}

/** Rows that were painted wider than the terminal, whose autowrap is off and so hides it. */
export function tooWide(terminal: TerminalModel): readonly string[] {
  const rows = terminal.written.split(/\u001b\[\d+;1H/).slice(1);
  const bare = rows.map(row => row.replace(/\u001b\[[?\d;]*[A-Za-z]|\u001b\][^\u0007]*\u0007/g, ''));
  return bare.filter(row => cells(row) > terminal.columns);
}

class KeyboardModel extends PassThrough {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(on: boolean): this {
    this.isRaw = on;
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

export interface Shown {
  readonly terminal: TerminalModel;
  readonly lifecycle: EventEmitter;
  readonly stdin: KeyboardModel;
  /** Types keys one after the other and waits until what they did is seen. */
  press(...keys: readonly string[]): Promise<void>;
  /** Waits until the screen shows a text. */
  until(text: string): Promise<void>;
  /** Ends with runScreen. */
  readonly ended: Promise<void>;
}

export const KEY = {
  up: '\u001b[A',
  down: '\u001b[B',
  pageDown: '\u001b[6~',
  enter: '\r',
  esc: '\u001b',
  tab: '\t',
  ctrlC: '\u0003',
  ctrlZ: '\u001a',
  backspace: '\u007f',
} as const;

/** The real screen on a terminal model. */
export async function show(
  session: Session,
  columns: number,
  rows: number,
  more: Partial<ScreenIo> = {},
): Promise<Shown> {
  const terminal = new TerminalModel(columns, rows);
  const stdin = new KeyboardModel();
  const lifecycle = new EventEmitter();
  const ended = runScreen(session, {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: terminal as unknown as NodeJS.WriteStream,
    lifecycle,
    clock: () => new Date(2026, 0, 5, 10, 45, 0).getTime(),
    open: 'step',
    suspend: async () => undefined,
    interactive: async () => undefined,
    ...more,
    env: {LANG: 'C.UTF-8', ...more.env},
  });
  ended.catch(() => undefined);
  const settle = async () => {
    await sleep(5);
    await terminal.settled();
  };
  const until = async (text: string) => {
    for (let tries = 0; tries < 400; tries++) {
      await settle();
      if (terminal.text().includes(text)) return;
    }
    throw new Error(`never shown: ${text}\n${terminal.text()}`);
  };
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) {
      stdin.write(key);
      await settle();
    }
  };
  for (let tries = 0; tries < 400 && terminal.written.length < 100; tries++) await settle();
  await settle();
  return {terminal, lifecycle, stdin, press, until, ended};
}
