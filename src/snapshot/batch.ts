import type {FactKind} from '../core/facts.ts';
import type {Frame} from './frames.ts';

/** What one process of `ip` is asked, each answer on a line of JSON. Details are wanted of links, and harm no other. */
const QUESTIONS = {
  'ns.links': 'addr show',
  'ns.neigh': 'neigh show',
  'ns.routes': 'route show',
  'ns.rules': 'rule show',
} as const;

type Batched = keyof typeof QUESTIONS;
const SIGN = '+';

export function isBatched(kind: FactKind): kind is Batched {
  return kind in QUESTIONS;
}

/**
 * Shell lines that ask one process of `ip` in the namespace named `$w`; where there is none that takes several questions
 * and answers them in JSON, `alone` are run. `$r` is what was answered, else empty.
 */
export function batchLines(kinds: readonly Batched[], alone: readonly string[]): readonly string[] {
  const questions = kinds.map(kind => QUESTIONS[kind]);
  const answers = ['"0 ["*', ...kinds.slice(1).map(() => '"]\n["*'), '"]"'].join('');
  return [
    // Of a text behind `<<` a shell makes no process, as it does of a pipe's beginning.
    ['r=$(ip -j -d -batch - 2>/dev/null <<Q', ...questions, 'Q', ')'].join('\n'),
    `case "$? $r" in ${answers}) b "${kinds.join(SIGN)} $w"; printf '%s\\n' "$r"; e 0;; *)`,
    ...alone,
    'r= ;; esac',
  ];
}

/** Frames of several kinds at once taken apart, so that each is as if it had been asked for alone. */
export function withoutBatches(frames: readonly Frame[]): readonly Frame[] {
  return frames.flatMap(frame => {
    const [kinds = '', ...place] = frame.label.split(' ');
    const apart = kinds.split(SIGN);
    if (apart.length === 1) return [frame];
    const lines = frame.stdout.split('\n').filter(line => line.trim() !== '');
    // Cut short, or of an `ip` that prints something between: nothing is known of any.
    const isWhole = frame.exit === 0 && lines.length === apart.length;
    return apart.map((kind, index): Frame => {
      const label = [kind, ...place].join(' ');
      return isWhole ? {...frame, label, stdout: `${lines[index]}\n`} : {...frame, label, exit: null};
    });
  });
}
