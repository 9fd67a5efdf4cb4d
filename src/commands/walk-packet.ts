import type {Snapshot} from '../core/facts.ts';
import {EXIT, Failure} from '../core/failure.ts';
import {neutralise} from '../core/neutral.ts';
import {follow} from '../topology/walk/follow.ts';
import {liveNotes, liveSummary} from '../topology/walk/live/live-lines.ts';
import {outcomeOf} from '../topology/walk/outcome.ts';
import {walkLines} from '../topology/walk/walk-lines.ts';
import type {Walk} from '../topology/walk.ts';
import {printJson} from './print.ts';
import {stdoutWriter} from './stdout-writer.ts';
import {openParts} from './student.ts';
import {look, takeSnapshot} from './take-snapshot.ts';
import type {WalkOptions} from './walk.ts';
import {endsOf} from './walk-ends.ts';
import {type Tried, triedCode, tryWalk} from './walk-live.ts';

const CODES = {ok: EXIT.passed, broken: EXIT.failed, unknown: EXIT.incomplete} as const;

/** Follows a packet and prints its way; gives the exit code. */
export async function walkPacket(options: WalkOptions): Promise<number> {
  if (options.live) return walkAndTry(options);
  return printWalk(walkOf(await takeSnapshot(options), options), undefined, options);
}

/** Follows a packet in what a cluster tells, and then really sends it there. */
async function walkAndTry({snapshot: file, ...options}: WalkOptions): Promise<number> {
  if (file !== undefined)
    throw new Failure('--live: a stored snapshot has no nodes to send from; leave out --snapshot');
  const {cluster} = await openParts(options, 'instant');
  try {
    if (cluster.transport === 'recording') {
      throw new Failure('--live: a recording sends nothing; `deepdive lab up` makes a cluster that does');
    }
    const snapshot = await look(cluster);
    const walk = walkOf(snapshot, options);
    return printWalk(walk, await tryWalk(cluster, snapshot, walk), options);
  } finally {
    await cluster.close();
  }
}

function walkOf(snapshot: Snapshot, options: WalkOptions): Walk {
  const {from, to} = endsOf(snapshot, options.from, options.to);
  return follow(snapshot, from, to);
}

function printWalk(walk: Walk, tried: Tried | undefined, {json, width}: WalkOptions): number {
  const out = stdoutWriter(width);
  const outcome = outcomeOf(walk);
  if (json) {
    const all = {outcome, ...walk, ...(tried && {live: tried})};
    printJson(`${JSON.stringify(all, undefined, 2)}\n`);
  } else {
    const isSeen = tried !== undefined && !('problem' in tried);
    const lines = walkLines(walk, isSeen ? liveNotes(walk, tried) : undefined);
    for (const {text, indent, hanging} of lines) out.text(neutralise(text), indent, hanging);
    if (isSeen) for (const text of liveSummary(tried)) out.text(neutralise(text), 0, 2);
    else if (tried !== undefined) out.text(neutralise(`live: nothing was sent: ${tried.problem}`), 0, 2);
  }
  return tried === undefined ? CODES[outcome] : triedCode(tried, CODES[outcome]);
}
