import {cells} from '../render/cells.ts';

/** What the painter needs of a terminal; `process.stdout` has it. */
export interface Tty {
  readonly columns: number;
  readonly rows: number;
  readonly writableNeedDrain?: boolean;
  write(text: string): unknown;
  once(event: 'drain', listener: () => void): unknown;
}

const ENTER = '\u001b[?1049h\u001b[?7l\u001b[?2004h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?2004l\u001b[?7h\u001b[?1049l';
/** Cursor moves and mode switches that Ink writes for itself; they would disturb the painting. */
// biome-ignore lint/complexity/useRegexLiterals: written as a string so that the control characters are visible
const BARE = new RegExp('^(?:\\u001b\\[[?\\d;]*[A-Za-z]|\\n)*$');

const STYLES = /\u001b\[[\d;]*m/g;

/**
 * The terminal as Ink's stdout. In debug mode Ink hands over whole frames; only rows that differ from what is shown are
 * written, at absolute places, in one synchronized update. Autowrap is off, so a row of misjudged width cannot push
 * the rest down.
 */
export class Screen {
  readonly #tty: Tty;
  readonly #letters: (text: string) => string;
  #frame: readonly string[] = [];
  #shown: readonly string[] = [];
  #entered = false;
  #waiting = false;
  #clear = false;

  /** `letters` makes of a row what the terminal can show, in as many cells. */
  constructor(tty: Tty, letters = (text: string): string => text) {
    this.#tty = tty;
    this.#letters = letters;
  }

  get isEntered(): boolean {
    return this.#entered;
  }

  get columns(): number {
    return this.#tty.columns || 80;
  }

  get rows(): number {
    return this.#tty.rows || 24;
  }

  /** Switches to the alternate screen. */
  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    this.forget();
    this.#tty.write(ENTER);
  }

  /** Gives the terminal back as it was; safe to call at any time. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    this.#tty.write(LEAVE);
  }

  /** Has all rows painted anew with the next frame: after a resize, or when someone else wrote to the terminal. */
  forget(): void {
    this.#shown = [];
    this.#clear = true;
  }

  /** Paints the last frame if `forget` was called and no new one came. */
  flush(): void {
    if (this.#entered && this.#clear) this.#paint();
  }

  /** A sequence that paints nothing, such as a copy to the clipboard. */
  send(sequence: string): void {
    if (this.#entered) this.#tty.write(sequence);
  }

  /** Called by Ink with each frame. */
  write(frame: string): boolean {
    if (!this.#entered || BARE.test(frame)) return true;
    this.#frame = frame.split('\n');
    this.#paint();
    return true;
  }

  /** Ink listens for `resize` here; the app does that itself, with one frame a change instead of two. */
  on(): this {
    return this;
  }

  off(): this {
    return this;
  }

  #paint(): void {
    // A slow line: what piles up would be shown late, so the newest frame alone is painted once there is room.
    if (this.#tty.writableNeedDrain === true) {
      this.#paintLater();
      return;
    }
    const height = this.rows;
    // Autowrap again: a shell that was stopped or resized may have switched it on.
    let out = this.#clear ? '\u001b[?7l\u001b[2J' : '';
    this.#clear = false;
    for (let y = 0; y < height; y++) {
      const row = this.#frame[y] ?? '';
      if (row === (this.#shown[y] ?? '')) continue;
      // On a full row the cursor stays on the last cell, and erasing to the end of the line would blank that cell.
      const rest = cells(row.replace(STYLES, '')) < this.columns ? '\u001b[K' : '';
      out += `\u001b[${y + 1};1H${this.#letters(row)}\u001b[0m${rest}`;
    }
    this.#shown = this.#frame.slice(0, height);
    if (out !== '') this.#tty.write(`\u001b[?2026h${out}\u001b[?2026l`);
  }

  #paintLater(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#tty.once('drain', () => {
      this.#waiting = false;
      if (this.#entered) this.#paint();
    });
  }
}
