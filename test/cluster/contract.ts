import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Cluster, Node, RunOptions} from '../../src/cluster/cluster.ts';
import {CASES, text} from './cases.ts';
import {sleepers, uniqueSeconds, until} from './processes.ts';

export interface Subject {
  readonly cluster: Cluster;
  /** Closes the cluster and whatever was made for it. */
  close(): Promise<void>;
}

export interface Contract {
  readonly name: string;
  readonly make: () => Promise<Subject>;
  /** Whether processes really run, so that they can be looked for. */
  readonly live: boolean;
  readonly skip?: string | undefined;
}

const LIMIT: RunOptions = {timeoutMs: 20_000};

/** What every cluster must do, whatever its transport. */
export function contract({name, make, live, skip}: Contract): void {
  describe.skipIf(skip !== undefined)(skip === undefined ? name : `${name} (skipped: ${skip})`, () => {
    let subject: Subject;
    let node: Node;
    beforeAll(async () => {
      subject = await make();
      node = subject.cluster.nodes[0]!;
    });
    afterAll(async () => {
      await subject.close();
    });

    test.each(CASES)('$name', async ({command, options, expect: check}) => {
      const [out, err]: [Uint8Array[], Uint8Array[]] = [[], []];
      const output = await node.run(command, {
        ...LIMIT,
        ...options,
        onStdout: chunk => out.push(chunk),
        onStderr: chunk => err.push(chunk),
      }).ended;
      check(output);
      // The chunks make up the output, but for what a recording does not hold because it was dropped then.
      expect(Buffer.concat(out).subarray(0, output.stdout.length).equals(output.stdout)).toBe(true);
      expect(Buffer.concat(err).subarray(0, output.stderr.length).equals(output.stderr)).toBe(true);
    });

    if (live) liveContract(() => node);
  });
}

function liveContract(node: () => Node): void {
  test('100 MB of output neither fill the memory nor get lost', async () => {
    const maxBytes = 1_000_000;
    let seen = 0;
    let peak = 0;
    const before = process.memoryUsage().rss;
    const output = await node().run(
      {line: 'head -c 100000000 /dev/zero'},
      {
        timeoutMs: 100_000,
        maxBytes,
        onStdout: chunk => {
          seen += chunk.length;
          peak = Math.max(peak, process.memoryUsage.rss());
        },
      },
    ).ended;
    expect(output.end).toEqual({kind: 'exited', code: 0});
    expect(seen).toBe(100_000_000);
    expect(output.stdout.length).toBe(maxBytes);
    expect(output.dropped.stdout).toBe(99_000_000);
    expect(peak - before).toBeLessThan(80_000_000);
  }, 120_000);

  test('a time limit ends the whole process group', async () => {
    const seconds = uniqueSeconds();
    const running = node().run({line: `echo on; sleep ${seconds} & sleep ${seconds}`}, {timeoutMs: 500});
    const output = await running.ended;
    expect(output.end).toEqual({kind: 'timed-out', afterMs: 500});
    expect(text(output.stdout)).toBe('on\n');
    expect(sleepers(seconds)).toEqual([]);
  });

  test('a time limit ends processes that ignore SIGTERM', async () => {
    const seconds = uniqueSeconds();
    const line = `trap '' TERM; sleep ${seconds} & sleep ${seconds}; sleep ${seconds}`;
    const output = await node().run({line}, {timeoutMs: 300}).ended;
    expect(output.end.kind).toBe('timed-out');
    expect(sleepers(seconds)).toEqual([]);
  });

  test('a process left behind by a command that ignores SIGTERM ends with it', async () => {
    const seconds = uniqueSeconds();
    const output = await node().run({line: `(trap '' TERM; sleep ${seconds}) & sleep ${seconds}`}, {timeoutMs: 300})
      .ended;
    expect(output.end.kind).toBe('timed-out');
    expect(sleepers(seconds)).toEqual([]);
  });

  test('an interrupt is SIGINT, which the command may answer', async () => {
    const running = node().run(
      {line: `trap 'echo bye; exit 7' INT; echo on; while :; do sleep 0.05; done`},
      {
        ...LIMIT,
        onStdout: chunk => {
          if (text(chunk) === 'on\n') running.stop('interrupt');
        },
      },
    );
    const output = await running.ended;
    expect(output.end).toEqual({kind: 'stopped'});
    expect(text(output.stdout)).toBe('on\nbye\n');
  });

  test('a command that ignores the interrupt goes on until it is killed', async () => {
    const seconds = uniqueSeconds();
    let chunks = 0;
    const line = `trap '' INT; sleep ${seconds} & while :; do echo on; sleep 0.05; done`;
    const running = node().run(
      {line},
      {
        ...LIMIT,
        onStdout: () => {
          chunks += 1;
          if (chunks === 2) running.stop('interrupt');
          if (chunks === 6) running.stop('kill');
        },
      },
    );
    const output = await running.ended;
    expect(output.end).toEqual({kind: 'stopped'});
    expect(chunks).toBeGreaterThanOrEqual(6);
    await until(() => sleepers(seconds).length === 0, 'the killed group is gone');
  });

  // It puts what it runs into a process group of its own.
  test.each(['interrupt', 'kill'] as const)('what timeout runs is stopped as well: %s', async how => {
    const seconds = uniqueSeconds();
    const running = node().run({line: `timeout 900 sleep ${seconds}; echo after`}, LIMIT);
    await until(() => sleepers(seconds).length > 0, 'it sleeps');
    running.stop(how);
    const output = await running.ended;
    expect([output.end, text(output.stdout)]).toEqual([{kind: 'stopped'}, '']);
    await until(() => sleepers(seconds).length === 0, 'nothing of it runs');
  });

  test('a time limit ends what timeout runs', async () => {
    const seconds = uniqueSeconds();
    const line = `timeout 900 sleep ${seconds} & timeout 900 sh -c "trap '' TERM; sleep ${seconds}; :"; echo after`;
    const output = await node().run({line}, {timeoutMs: 500}).ended;
    expect(output.end.kind).toBe('timed-out');
    expect(sleepers(seconds)).toEqual([]);
  });

  test('aborting interrupts', async () => {
    const abort = new AbortController();
    const running = node().run(
      {line: 'echo on; sleep 1000'},
      {
        ...LIMIT,
        signal: abort.signal,
        onStdout: () => abort.abort(),
      },
    );
    expect((await running.ended).end).toEqual({kind: 'stopped'});
  });

  test('what was aborted before does not run', async () => {
    const output = await node().run({line: 'echo on'}, {...LIMIT, signal: AbortSignal.abort()}).ended;
    expect(output.end).toEqual({kind: 'stopped'});
    expect(text(output.stdout)).toBe('');
  });

  test('stopping at once and twice does no harm', async () => {
    const seconds = uniqueSeconds();
    const running = node().run({line: `sleep ${seconds}`}, LIMIT);
    running.stop('interrupt');
    running.stop('kill');
    expect((await running.ended).end).toEqual({kind: 'stopped'});
    running.stop('kill');
    await until(() => sleepers(seconds).length === 0, 'nothing of it runs');
  });

  test('an interrupt that arrives while the shell starts a command ends it too', async () => {
    const runs = Array.from({length: 8}, () => {
      const running = node().run(
        {line: 'echo started; sleep 60; echo not interrupted'},
        {...LIMIT, onStdout: () => running.stop('interrupt')},
      );
      return running.ended;
    });
    for (const output of await Promise.all(runs)) {
      expect(output.end).toEqual({kind: 'stopped'});
      expect(text(output.stdout)).toBe('started\n');
    }
  });

  test('a process in the background neither holds up the command nor ends with it', async () => {
    const seconds = uniqueSeconds();
    const output = await node().run({line: `sleep ${seconds} & echo started; echo warned >&2`}, LIMIT).ended;
    expect(output.end).toEqual({kind: 'exited', code: 0});
    expect(text(output.stdout)).toBe('started\n');
    expect(text(output.stderr)).toBe('warned\n');
    // The shell may have ended before its child has become the sleep.
    await expect.poll(() => sleepers(seconds), {timeout: 10_000}).toHaveLength(1);
    for (const pid of sleepers(seconds)) process.kill(pid, 'SIGKILL');
  });

  test('twenty commands at once all get their own answer', async () => {
    const numbers = Array.from({length: 20}, (_, index) => index);
    const outputs = await Promise.all(
      numbers.map(index => node().run({line: `sleep 0.2; echo ${index}; exit ${index}`}, LIMIT).ended),
    );
    expect(outputs.map(output => text(output.stdout))).toEqual(numbers.map(index => `${index}\n`));
    expect(outputs.map(output => output.end)).toEqual(numbers.map(code => ({kind: 'exited', code})));
  });

  test.each([
    ['too long for a command line', `: ${'x'.repeat(200_000)}`, /too long .*200002 bytes/],
    ['with a zero byte', 'echo a\0b', /zero byte/],
  ])('a command %s is not run, and that is said', async (_name, line, reason) => {
    const output = await node().run({line}, LIMIT).ended;
    expect(output.end).toMatchObject({kind: 'unreachable', reason: expect.stringMatching(reason)});
  });
}
