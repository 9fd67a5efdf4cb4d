import type {MeshReply} from '../src/core/rows/probe.ts';
import type {Witness} from '../src/core/verdict.ts';
import {Failed} from '../src/topology/failed.ts';

interface Asked {
  /** The node that was asked. */
  readonly node: string;
  readonly replies: readonly MeshReply[];
  readonly witness: Witness;
  /** Words that the page of a task of the service has. */
  readonly backends: readonly string[];
}

/** What is wrong with replies, for the sentence and the code of each assertion. */
interface Wrong {
  readonly code: string;
  readonly what: string;
  readonly seen: string;
}

/** How many of a node's replies are answers, whether tasks of the service gave them, and how a failure is told. */
export function readReplies({node, replies, witness, backends}: Asked) {
  const good = replies.filter(({code}) => code >= 200 && code < 400);
  return {
    good: good.length,
    isByTasks: good.every(({body}) => backends.some(backend => body.includes(backend))),
    failed: ({code, what, seen}: Wrong) =>
      new Failed({
        code,
        reason: `${node}: ${what}`,
        expected: replies.length,
        actual: good.length,
        near: [witness],
        words: {seen},
      }),
  };
}
