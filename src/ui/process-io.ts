import {setTimeout as sleep} from 'node:timers/promises';
import type {ScreenIo} from './run-screen.tsx';

/** Long enough for a stop signal to arrive. */
const STOP_MS = 50;

/** The screen's io on the real process. */
export function processIo(): ScreenIo {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    env: process.env,
    lifecycle: process,
    clock: Date.now,
    async suspend() {
      // The whole group, as a terminal's own Ctrl-Z; ignored by the kernel where no shell could continue it.
      process.kill(0, 'SIGTSTP');
      // Timers stand still while the process is stopped, so this ends soon after it was continued.
      await sleep(STOP_MS);
    },
    async interactive(argv) {
      const {execa} = await import('execa');
      const [file = 'sh', ...rest] = argv;
      return (await execa(file, rest, {stdio: 'inherit', reject: false})).exitCode;
    },
  };
}
