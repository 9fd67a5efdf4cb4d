import {describe, expect, test} from 'vitest';
import {EXIT} from '../../src/core/failure.ts';
import {FakeSession} from './fake-session.ts';
import {watchingSession, workingSession} from './sample-states.ts';
import {KEY, show} from './terminal-model.ts';

test('quitting gives the terminal back and leaves a line on how to go on', async () => {
  const shown = await show(new FakeSession(), 80, 24);
  expect(shown.terminal.isAlternate()).toBe(true);
  expect(shown.stdin.isRaw).toBe(true);
  await shown.press('q');
  await shown.ended;
  await shown.terminal.settled();
  expect(shown.terminal.isAlternate()).toBe(false);
  expect(shown.stdin.isRaw).toBe(false);
  expect(shown.terminal.text().trim()).toMatchInlineSnapshot(`
    "Swarm networking: A service on an overlay, and its forwarding table
                                                                         step 1 of 3
    , Launch a service on the overlay, 0 of 5 points; all is saved
                                                                    go on with: deep
    dive"
  `);
  expect(shown.terminal.written).toMatch(/\u001b\[\?25h.*\u001b\[\?7h/s);
});

test('the line on how to go on is broken between words', async () => {
  const shown = await show(workingSession(), 40, 12);
  await shown.press('q');
  await shown.ended;
  const rows = shown.terminal.written.slice(shown.terminal.written.lastIndexOf('Swarm networking: ')).split('\n');
  expect(rows.filter(row => row.length > 40)).toEqual([]);
  expect(rows.map(row => row.trim()).join(' ')).toContain(
    'Read the forwarding table, 1 of 5 points; all is saved go on',
  );
});

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s', signal => {
  test('gives the terminal back and ends with the exit code of an interruption', async () => {
    const shown = await show(new FakeSession(), 80, 24);
    shown.lifecycle.emit(signal);
    await expect(shown.ended).rejects.toMatchObject({exitCode: EXIT.interrupted});
    await shown.terminal.settled();
    expect(shown.terminal.isAlternate()).toBe(false);
    expect(shown.stdin.isRaw).toBe(false);
  });
});

test.each(['exit', 'uncaughtExceptionMonitor'])('%s gives the terminal back at once', async event => {
  const shown = await show(new FakeSession(), 80, 24);
  shown.lifecycle.emit(event);
  await shown.terminal.settled();
  expect(shown.terminal.isAlternate()).toBe(false);
  expect(shown.stdin.isRaw).toBe(false);
  shown.lifecycle.emit('SIGTERM');
  await shown.ended.catch(() => undefined);
});

test('nothing listens any more after the end', async () => {
  const shown = await show(new FakeSession(), 80, 24);
  await shown.press('q');
  await shown.ended;
  expect(shown.lifecycle.eventNames()).toEqual([]);
  expect(shown.terminal.listenerCount('resize')).toBe(0);
});

test('Ctrl-Z steps aside and comes back to the same place', async () => {
  let alternate = true;
  const shown = await show(new FakeSession(), 80, 24, {
    suspend: async () => {
      await shown.terminal.settled();
      alternate = shown.terminal.isAlternate();
    },
  });
  await shown.press('n', KEY.down, KEY.ctrlZ);
  await shown.until('step 2/3');
  expect(alternate).toBe(false);
  expect(shown.terminal.isAlternate()).toBe(true);
  expect(shown.stdin.isRaw).toBe(true);
  await shown.press('b');
  await shown.until('step 1/3');
  await shown.press('q');
  await shown.ended;
});

test.each([
  ['what is edited', ['e', 'x'], 'Edit and run'],
  ['words that are looked for', ['/', 'fdb'], 'Search: fdb'],
  ['a question', [KEY.enter], 'y run it'],
  ['another screen', ['v'], 'Values'],
])('Ctrl-Z leaves %s as it is', async (_, keys, seen) => {
  let times = 0;
  const suspend = async () => {
    times += 1;
  };
  const shown = await show(new FakeSession(), 80, 24, {suspend});
  await shown.press(...keys);
  await shown.until(seen);
  const before = shown.terminal.text();
  await shown.press(KEY.ctrlZ);
  await expect.poll(() => times).toBe(1);
  await shown.until(seen);
  expect(shown.terminal.text()).toBe(before);
  await shown.press(KEY.esc, KEY.esc);
  shown.lifecycle.emit('SIGTERM');
  await shown.ended.catch(() => undefined);
});

test('Esc that comes twice in one chunk goes back twice', async () => {
  const shown = await show(new FakeSession(), 80, 24);
  await shown.press('v', '?');
  await shown.until('Keys');
  await shown.press('\u001b\u001b');
  await shown.until('step 1/3');
  await shown.press('q');
  await shown.ended;
});

test('continued after a stop from outside, it draws everything anew', async () => {
  const shown = await show(new FakeSession(), 80, 24);
  shown.terminal.write('\u001b[?1049l\u001b[2Jsome shell prompt');
  shown.stdin.isRaw = false;
  shown.lifecycle.emit('SIGCONT');
  await shown.until('step 1/3');
  expect(shown.terminal.text()).not.toContain('some shell prompt');
  expect(shown.stdin.isRaw).toBe(true);
  await shown.press('q');
});

test('p opens a shell on the node, twice in a row, with the terminal its own', async () => {
  const opened: string[] = [];
  const session = watchingSession();
  const shown = await show(session, 80, 24, {
    interactive: async argv => {
      await shown.terminal.settled();
      opened.push(`${argv.at(-1)} alternate=${shown.terminal.isAlternate()} raw=${shown.stdin.isRaw}`);
      shown.stdin.read();
    },
  });
  await shown.press('p');
  await shown.until('step 3/3');
  await shown.press('N', KEY.down, 'p');
  await shown.until('Nodes');
  expect(opened).toEqual([
    'echo shell on swarm-01 alternate=false raw=false',
    'echo shell on swarm-02 alternate=false raw=false',
  ]);
  await shown.press('q');
  await shown.ended;
});

test.each([
  ['ssh', 255, true],
  ['ssh', 1, false],
  ['sh', 255, false],
] as const)('of a shell by %s that ends with %i a failure is told: %s', async (program, status, isTold) => {
  const session = watchingSession();
  session.shell = () => [program, 'swarm-01'];
  const shown = await show(session, 80, 24, {interactive: async () => status});
  await shown.press('p');
  await shown.until('step 3/3');
  if (isTold) await shown.until('! the connection to swarm-01 failed');
  else expect(shown.terminal.text()).not.toContain('the connection to');
  await shown.press('q');
  await shown.ended;
});

test('a recording offers no shell', async () => {
  const session = new FakeSession();
  const shown = await show(session, 160, 24);
  expect(shown.terminal.screen().at(-1)).not.toContain('p shell');
  await shown.press('p');
  expect(shown.terminal.isAlternate()).toBe(true);
  await shown.press('q');
});
