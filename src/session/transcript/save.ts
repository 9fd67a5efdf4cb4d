import type {Session} from '../session.ts';
import {type Kept, keepFile} from './keep.ts';
import {MARK, type TranscriptOptions, transcriptOf} from './transcript.ts';

/** What of an earlier start is on the disk, and what a redaction has to know of the nodes. */
export async function prepareTranscript(session: Session): Promise<void> {
  await session.probe();
  await session.recall('all');
}

export async function saveTranscript(
  session: Session,
  path: string,
  options: TranscriptOptions & {readonly force?: boolean},
): Promise<Kept> {
  await prepareTranscript(session);
  return keepFile(path, transcriptOf(session.state(), options), MARK, options.force ?? false);
}

/** The nodes whose host names nobody knows, so that a redaction cannot find them. */
export function unknownHosts(session: Session): readonly string[] {
  return session.state().cluster.nodes.flatMap(({id, probed}) => (probed.host === undefined ? [id] : []));
}
