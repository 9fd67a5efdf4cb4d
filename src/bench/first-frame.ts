import {execa} from 'execa';
import {ENV, readTimes, type Times, timed} from './timed.ts';

const MOST_MS = 60_000;
const END_OF_FRAME = '\x1b[?2026l';

/**
 * Times a program in a terminal of 100 by 30 until it has painted a frame with this text; then it is killed, so that
 * nothing that comes later counts. The processor time includes that of the pseudo terminal, some 3 ms.
 */
export async function timeFirstFrame(
  command: readonly string[],
  text: string,
  env: Readonly<Record<string, string>>,
): Promise<Times> {
  const words = command.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const [file, args] = timed(['script', '-qefc', `stty rows 30 cols 100; echo pid $$; exec ${words}`, '/dev/null']);
  const startedAt = performance.now();
  const running = execa(file, args, {env: {...ENV, ...env}, stdin: 'pipe', reject: false, timeout: MOST_MS});
  let shown = '';
  let wall: number | undefined;
  running.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk;
    if (wall !== undefined || !framesOf(shown).some(frame => frame.includes(text))) return;
    wall = performance.now() - startedAt;
    process.kill(Number(/^pid (\d+)/m.exec(shown)?.[1]), 'SIGKILL');
  });
  const {stderr} = await running;
  if (wall === undefined)
    throw new Error(`no frame shows ${JSON.stringify(text)}: ${JSON.stringify(shown.slice(-400))}`);
  return {wall, cpu: readTimes(stderr).cpu};
}

/** The texts of whole frames, without colours and moves. */
function framesOf(shown: string): readonly string[] {
  return shown
    .split(END_OF_FRAME)
    .slice(0, -1)
    .map(frame => frame.replace(/\x1b\[[?\d;]*[a-zA-Z]/g, ''));
}
