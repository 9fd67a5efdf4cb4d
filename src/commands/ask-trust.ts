import {EXIT, type ExitCode} from '../core/failure.ts';
import {printPermissions} from '../plain/print-permissions.ts';
import {createWriter} from '../plain/writer.ts';
import type {Session} from '../session/session.ts';
import {readWidth} from './width.ts';

interface AskOptions {
  readonly yes: boolean;
  readonly width?: string | undefined;
  /** Asks where lines are read by somebody already. */
  readonly confirm?: () => Promise<boolean>;
}

/**
 * Asks whether the module may run on the cluster, where that was not answered yet. On standard error, for what a verb
 * prints may be read by a program. Gives the exit code when it may not, else undefined.
 */
export async function askTrust(session: Session, {yes, width, confirm}: AskOptions): Promise<ExitCode | undefined> {
  await session.agree();
  const {asking} = session.state();
  if (asking?.kind !== 'trust') return undefined;
  if (yes) {
    await session.reply(true);
    return undefined;
  }
  const out = createWriter(text => process.stderr.write(text), readWidth(width));
  printPermissions(asking.permissions, out);
  out.line();
  if (confirm === undefined && (!process.stdin.isTTY || !process.stderr.isTTY)) {
    await session.reply(false);
    out.text('Nothing was run. Add --yes to agree; it is asked once for each version of the module on a cluster.');
    return EXIT.usage;
  }
  const agreed = confirm === undefined ? await askOnTerminal() : await confirm();
  await session.reply(agreed);
  if (agreed) return undefined;
  out.text('Nothing was run.');
  return EXIT.usage;
}

async function askOnTerminal(): Promise<boolean> {
  const {askLine} = await import('./ask-line.ts');
  // Whatever is no clear yes is a no.
  return /^y(?:es)?$/i.test(await askLine('May it? [y/N] '));
}
