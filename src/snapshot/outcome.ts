import type {UnknownCause} from '../core/facts.ts';
import type {Frame} from './frames.ts';

/** Why the output of a sub-command is not to be used, or null when it is whole. */
export function outcome(frame: Frame): {readonly cause: UnknownCause; readonly detail: string} | null {
  const said = firstLine(frame.stderr);
  switch (frame.exit) {
    case 0:
      return null;
    case null:
      return {cause: 'timeout', detail: 'did not come to its end'};
    case 124:
    case 137:
      return {cause: 'timeout', detail: 'took too long and was stopped'};
    case 95:
    case 127:
      return {cause: 'unsupported', detail: said === '' ? 'is not installed' : said};
    default:
      return {cause: 'missing-fact', detail: said === '' ? `exit ${frame.exit}` : `exit ${frame.exit}: ${said}`};
  }
}

export function firstLine(text: string): string {
  return (text.split('\n').find(line => line.trim() !== '') ?? '').trim().slice(0, 200);
}
