import {randomBytes} from 'node:crypto';
import type {End} from '../core/output.ts';
import type {Command, Running, RunOptions} from './cluster.ts';
import {collect} from './collect.ts';
import {lineFault, tooLong} from './command-line.ts';
import type {Errand} from './conversation.ts';
import {ending} from './ending.ts';
import {orderBook} from './order-book.ts';
import {remoteInvocation} from './remote-script.ts';

/** Runs a command on a node under the wrapper of `remote-script.ts`; `go` gets there and comes back with its end. */
export function runRemotely(
  command: Command & {readonly shell?: string | undefined},
  options: RunOptions,
  go: (errand: Errand) => Promise<End>,
): Running {
  let startedAt = Date.now();
  let began = performance.now();
  const output = collect(options);
  const orders = orderBook();
  const how = ending(options.signal, orders.send);
  const onStart = (): void => {
    startedAt = Date.now();
    began = performance.now();
    how.limit(options.timeoutMs);
  };

  const attempt = async (): Promise<End> => {
    if (options.signal?.aborted === true) return {kind: 'stopped'};
    const fault = lineFault(command.line);
    if (fault !== undefined) return {kind: 'unreachable', reason: fault};
    const nonce = randomBytes(12).toString('hex');
    const invocation = remoteInvocation(command, nonce);
    if (invocation === undefined) return {kind: 'unreachable', reason: tooLong(command.line)};
    return go({nonce, invocation, output, orders, overdue: how.overdue, onStart});
  };

  const ended = attempt().then(end => {
    const asked = how.asked();
    how.settle();
    return output.output(asked ?? end, startedAt, Math.round(performance.now() - began));
  });
  return {ended, stop: how.stop};
}
