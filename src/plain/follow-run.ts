import {fullId} from '../session/navigate.ts';
import type {Session} from '../session/session.ts';
import type {Tail} from '../session/tail.ts';
import type {Writer} from './writer.ts';

interface Following {
  print(): void;
  stop(): void;
}

/**
 * Prints the lines of commands as they come: with the node where there are several, and of several commands with both.
 * Returns the way to stop, which prints the last of them.
 */
export function followRuns(session: Session, ids: readonly string[], out: Writer): () => void {
  const followed = new Map<Tail, Following>();
  const lead = (id: string, node: string): string => {
    if (ids.length > 1) return `${node} ${id.slice(id.indexOf('/') + 1)}: `;
    return followed.size > 1 ? `${node}: ` : '';
  };
  const follow = () => {
    const state = session.state();
    for (const id of ids) {
      const running = Object.values(state.runs[fullId(state, id)]?.nodes ?? {}).filter(on => on.result === undefined);
      for (const {node} of running) {
        const tail = session.tail(id, node);
        if (tail === undefined || followed.has(tail)) continue;
        // What the others have printed till now came before.
        for (const one of followed.values()) one.print();
        followed.set(
          tail,
          followTail(tail, out, () => lead(id, node)),
        );
      }
    }
  };
  const unsubscribe = session.subscribe(follow);
  return () => {
    unsubscribe();
    for (const one of followed.values()) one.stop();
  };
}

function followTail(tail: Tail, out: Writer, lead: () => string): Following {
  let printed = 0;
  const print = () => {
    for (const line of tail.lines(printed, tail.total)) out.verbatim(lead() + line);
    printed = tail.total;
  };
  const unsubscribe = tail.subscribe(print);
  return {
    print,
    stop() {
      unsubscribe();
      print();
    },
  };
}
