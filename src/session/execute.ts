import type {Node} from '../cluster/cluster.ts';
import type {Run} from '../core/lesson.ts';
import {neutralise} from '../core/neutral.ts';
import {describeEnd, type Output} from '../core/output.ts';
import type {Parser} from '../core/parsed.ts';
import {type Context, tailKey} from './context.ts';
import {keepResult, openOutputFile, resultFile} from './keep-output.ts';
import {sameValues} from './new-value.ts';
import {SHOWN_BYTES} from './output-limit.ts';
import {sameLineBefore} from './same-line.ts';
import {startAfter} from './start-after.ts';
import type {RunResult} from './state.ts';
import {endedWell} from './stream-end.ts';
import {Tail} from './tail.ts';

export interface Order {
  readonly run: Run;
  /** `lesson/run`. */
  readonly id: string;
  readonly node: Node;
  readonly line: string;
  readonly edited: boolean;
  readonly unwatched: boolean;
  readonly signal: AbortSignal;
  /** What must be through before the command may start. */
  readonly first: Promise<unknown>;
  /** Told when it starts. */
  readonly onStart: () => void;
  /** Told how to stop the command, as soon as it runs. */
  readonly onRunning: (stop: (how: 'interrupt' | 'kill') => void) => void;
  /** Told of what it prints, on both of its streams, as it comes. */
  readonly onOutput?: (node: string, chunk: Uint8Array) => void;
  /** Told how it ended, as soon as that is known. */
  readonly onResult?: (node: string, result: Pick<RunResult, 'end' | 'ok'>) => void;
  /** Whether it was stopped before it could do what it was started for. */
  readonly isBroken?: () => boolean;
}

/** Runs one command on one node: live lines, the kept output, the parsed rows, and the captures. */
export async function execute(context: Context, order: Order): Promise<RunResult> {
  const {run, id, node, line, edited, unwatched} = order;
  const at = context.now();
  const name = `${id.replace('/', '.')}.${node.id}`;
  const tail = new Tail();
  context.tails.set(tailKey(id, node.id), tail);
  context.dispatch({kind: 'started', run: id, node: node.id, line, edited, stream: run.stream, at});
  const file = openOutputFile(context.outputs, `${name}.out`);
  const [out, err] = [lineFeed(text => tail.push(text)), lineFeed(text => tail.push(text))];
  const running = startAfter(order.first, order.signal, () => {
    order.onStart();
    return node.run(
      {line, ...(unwatched && {unwatched})},
      {
        timeoutMs: run.timeoutMs,
        maxBytes: SHOWN_BYTES,
        signal: order.signal,
        onStdout: chunk => {
          file.write(chunk);
          out.push(chunk);
          order.onOutput?.(node.id, chunk);
        },
        onStderr: chunk => {
          err.push(chunk);
          order.onOutput?.(node.id, chunk);
        },
      },
    );
  });
  order.onRunning(how => running.stop(how));
  const parsing = run.parse === undefined ? undefined : context.parser(run.parse);
  const output = await running.ended;
  const {end} = output;
  const ok = endedWell(run, end) && !(end.kind === 'stopped' && order.isBroken?.());
  order.onResult?.(node.id, {end, ok});
  const parse = await parsing;
  out.end();
  err.end();
  tail.end();
  const result = resultOf(ok, output, parse, file.close());
  const captures = result.ok && run.captures.length > 0;
  const broken = captures ? result.parsed?.broken : undefined;
  const captured =
    captures && result.parsed !== undefined && broken === undefined
      ? (await import('./capture.ts')).captureAll(run, id, node.id, result.parsed.data, at)
      : undefined;
  const problems = captured?.problems ?? (broken === undefined ? [] : [broken]);
  const whole = problems.length === 0 ? result : {...result, captureProblem: problems.join('; ')};
  const own = context.state().runs[id]?.nodes[node.id]?.previous;
  const previous = own ?? (run.stream ? undefined : sameLineBefore(context, {id, node: node.id, line}, parse));
  keepResult(context.outputs, name, whole, previous);
  context.dispatch({kind: 'ended', run: id, node: node.id, result: whole, ...(previous && {previous})});
  context.dispatch({
    kind: 'ran',
    at,
    run: id,
    node: node.id,
    line,
    edited,
    ok: result.ok,
    end: describeEnd(result.end),
    output: resultFile(name),
    ...(run.mutates !== undefined && {mutates: run.mutates}),
  });
  if (captured !== undefined && captured.values.length > 0) {
    const clash = sameValues(run.distinct, [...context.scope(id.split('/')[0]!).values, ...captured.values]);
    if (clash === undefined) context.dispatch({kind: 'captured', at, values: captured.values});
    else context.dispatch({kind: 'noticed', notice: {kind: 'bad', text: clash}});
  }
  const [question] = captured?.questions ?? [];
  if (question !== undefined) {
    const {capture, options} = question;
    const on = capture.perNode ? node.id : null;
    context.dispatch({kind: 'asked', question: {kind: 'choose-value', run: id, name: capture.name, node: on, options}});
  }
  return whole;
}

function resultOf(
  ok: boolean,
  output: Output,
  parse: Parser<unknown> | undefined,
  file: string | undefined,
): RunResult {
  const decoder = new TextDecoder();
  const raw = decoder.decode(output.stdout);
  return {
    end: output.end,
    ok,
    stdout: neutralise(raw),
    stderr: neutralise(decoder.decode(output.stderr)),
    bytes: output.stdout.length + output.dropped.stdout,
    durationMs: output.durationMs,
    ...(file !== undefined && {file}),
    ...(parse !== undefined && {parsed: parse(raw)}),
  };
}

/** Decodes chunks and hands on whole lines, so that no escape sequence is cut in two before it is neutralised. */
function lineFeed(show: (text: string) => void): {push(chunk: Uint8Array): void; end(): void} {
  const decoder = new TextDecoder();
  let held = '';
  return {
    push(chunk) {
      held += decoder.decode(chunk, {stream: true});
      const cut = held.length > 65_536 ? held.length : held.lastIndexOf('\n') + 1;
      if (cut === 0) return;
      show(neutralise(held.slice(0, cut)));
      held = held.slice(cut);
    },
    end() {
      held += decoder.decode();
      if (held !== '') show(neutralise(held));
    },
  };
}
