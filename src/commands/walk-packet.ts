import {EXIT} from '../core/failure.ts';
import {neutralise} from '../core/neutral.ts';
import {follow} from '../topology/walk/follow.ts';
import {outcomeOf} from '../topology/walk/outcome.ts';
import {walkLines} from '../topology/walk/walk-lines.ts';
import {safeJson} from './safe-json.ts';
import {stdoutWriter} from './stdout-writer.ts';
import {takeSnapshot} from './take-snapshot.ts';
import type {WalkOptions} from './walk.ts';
import {endsOf} from './walk-ends.ts';

const CODES = {ok: EXIT.passed, broken: EXIT.failed, unknown: EXIT.incomplete} as const;

/** Follows a packet and prints its way; gives the exit code. */
export async function walkPacket(options: WalkOptions): Promise<number> {
  const out = stdoutWriter(options.width);
  const snapshot = await takeSnapshot(options);
  const {from, to} = endsOf(snapshot, options.from, options.to);
  const walk = follow(snapshot, from, to);
  const outcome = outcomeOf(walk);
  if (options.json) process.stdout.write(safeJson(`${JSON.stringify({outcome, ...walk}, undefined, 2)}\n`));
  else for (const {text, indent, hanging} of walkLines(walk)) out.text(neutralise(text), indent, hanging);
  return CODES[outcome];
}
