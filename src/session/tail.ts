/** Notifications per second at most; a frame costs 10-15 ms of cpu, so more would slow the keys. */
const NOTICE_MS = 66;

/**
 * The last lines of a running command. Chunks of output do not go through the session's state: a screen reads
 * `lines(from, count)` and re-renders when told, at most 15 times a second.
 */
export class Tail {
  readonly capacity: number;
  /** Number of lines ever pushed. Also a cheap snapshot for `useSyncExternalStore`. */
  total = 0;
  #ring: string[] = [];
  #partial = '';
  #timer: NodeJS.Timeout | undefined;
  #listeners = new Set<() => void>();

  constructor(capacity = 10_000) {
    this.capacity = capacity;
  }

  /** Adds neutralised text; a line without its end yet is held back. */
  push(text: string): void {
    const parts = (this.#partial + text).split('\n');
    // A line that never ends must not grow for ever.
    this.#partial = parts.pop()!.slice(-64 * 1024);
    if (parts.length === 0) return;
    for (const line of parts.length > this.capacity ? parts.slice(-this.capacity) : parts) {
      this.#ring.push(line);
    }
    this.total += parts.length;
    if (this.#ring.length > this.capacity * 2) this.#ring = this.#ring.slice(-this.capacity);
    this.#timer ??= setTimeout(() => this.#tell(), NOTICE_MS);
  }

  /** Ends the last line and tells at once. */
  end(): void {
    if (this.#partial !== '') {
      this.#ring.push(this.#partial);
      this.total += 1;
      this.#partial = '';
    }
    this.#tell();
  }

  /** The number of the oldest line still held. */
  first(): number {
    return this.total - Math.min(this.#ring.length, this.capacity);
  }

  /** Up to `count` lines beginning at line number `from` (counted from the first line ever). */
  lines(from: number, count: number): readonly string[] {
    const offset = this.#ring.length - this.total;
    const start = Math.max(from, this.first()) + offset;
    return this.#ring.slice(start, start + count);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const listener of this.#listeners) listener();
  }
}
