import {execa} from 'execa';
import {ENV} from './timed.ts';

/** A program in a terminal of 100 by 30. */
export interface Pty {
  readonly pid: number;
  /** Types keys, and waits until a text is painted; resolves to the milliseconds that it took. */
  shows(text: string, keys: string): Promise<number>;
  close(): Promise<void>;
}

const PATIENCE_MS = 30_000;
const MOVES = /\x1b\[[?\d;]*[a-zA-Z]/g;
/** Enough for the largest frame; older ones are of no interest. */
const KEPT = 64 * 1024;

/** Starts a program in a pseudo terminal, as `script` of util-linux makes one. */
export async function openPty(command: readonly string[], env: Readonly<Record<string, string>>): Promise<Pty> {
  const words = command.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const line = `stty rows 30 cols 100; echo pid $$; exec ${words}`;
  const running = execa('script', ['-qefc', line, '/dev/null'], {
    env: {...ENV, ...env},
    stdin: 'pipe',
    buffer: false,
    reject: false,
  });
  let painted = '';
  let look = () => {};
  running.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    painted = (painted + chunk.replace(MOVES, '')).slice(-KEPT);
    look();
  });
  const shows = (text: string, keys: string) =>
    new Promise<number>((resolve, reject) => {
      const started = performance.now();
      const timer = setTimeout(() => reject(new Error(`${text} is not painted: ${painted.slice(-2000)}`)), PATIENCE_MS);
      if (keys !== '') painted = '';
      look = () => {
        if (!painted.includes(text)) return;
        clearTimeout(timer);
        look = () => {};
        resolve(performance.now() - started);
      };
      running.stdin.write(keys);
      look();
    });
  await shows('pid ', '');
  await shows('\n', '');
  return {
    pid: Number(/pid (\d+)/.exec(painted)?.[1]),
    shows,
    async close() {
      running.kill();
      await running;
    },
  };
}
