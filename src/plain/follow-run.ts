import {fullId} from '../session/navigate.ts';
import type {Session} from '../session/session.ts';
import type {Tail} from '../session/tail.ts';
import type {Writer} from './writer.ts';

/**
 * Prints the lines of a command as they come, with the node where there are several. Returns the way to stop, which
 * prints the last of them.
 */
export function followRun(session: Session, id: string, out: Writer): () => void {
  const followed = new Map<string, () => void>();
  const follow = () => {
    const state = session.state();
    const running = Object.values(state.runs[fullId(state, id)]?.nodes ?? {}).filter(on => on.result === undefined);
    for (const {node} of running) {
      const tail = followed.has(node) ? undefined : session.tail(id, node);
      if (tail !== undefined)
        followed.set(
          node,
          followTail(tail, out, () => (followed.size > 1 ? `${node}: ` : '')),
        );
    }
  };
  const unsubscribe = session.subscribe(follow);
  return () => {
    unsubscribe();
    for (const stop of followed.values()) stop();
  };
}

function followTail(tail: Tail, out: Writer, lead: () => string): () => void {
  let printed = 0;
  const print = () => {
    for (const line of tail.lines(printed, tail.total)) out.verbatim(lead() + line);
    printed = tail.total;
  };
  const unsubscribe = tail.subscribe(print);
  return () => {
    unsubscribe();
    print();
  };
}
