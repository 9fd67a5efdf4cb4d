import {existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {checkState, nodeRun, result} from './fake-session.ts';
import {workingSession} from './sample-states.ts';
import {KEY, show, tooWide} from './terminal-model.ts';

const folderOf = () => mkdtempSync(join(tmpdir(), 'screen-'));

/** A step of each kind: assisted, working with a fail, with an error and an old pass, locked. */
function mixedSession() {
  const session = workingSession();
  const {steps, checks} = session.state();
  session.set({
    steps: {...steps, 'overlay/launch': {status: 'assisted', reason: '', hints: 0, solutionShown: true}},
    checks: {
      ...checks,
      'overlay/converged': {...checks['overlay/converged']!, status: 'old'},
      'overlay/other-end': checkState({status: 'error', reason: 'swarm-02 does not answer within 30 s'}),
    },
    spent: {at: 1, steps: {'overlay/fdb': 7 * 60_000}},
  });
  return session;
}

test('the report tells points, help, time, what fails and what could not be looked at', async () => {
  const shown = await show(mixedSession(), 100, 30);
  await shown.press('R');
  await shown.until('steps passed');
  expect(shown.terminal.text()).toMatchInlineSnapshot(`
    " Swarm networking › A service on an overlay, and its forwarding table         RECORDED docker 26.1 
     Report                                                                                  1/5 points
    ────────────────────────────────────────────────────────────────────────────────────────────────────
      All: 1 of 4 steps passed (1 assisted), 1/5 points, 7 min spent, about 37 min left

      A service on an overlay, and its forwarding table
      1 of 3 steps passed (1 assisted), 1/5 points, 7 min spent, about 17 min left
      ◐ Launch a service on the overlay                      passed, assisted · 1/1 points · 1 old
    ▌ ◎ Read the forwarding table                                     working · 0/3 points · 7 min
    ▌     FAIL the table knows the task on the other node: The row points at 10.77.0.13: the task
    ▌     has moved since you looked.
    ▌     ERROR show that \`<away>\` knows the way back: could not look, no points lost: swarm-02
    ▌     does not answer within 30 s
    ▌     still to do: checks fdb-has-peer, other-end
      · Watch the packets                                                      locked · 0/1 points

      The routing mesh: from a published port to a task
      0 of 1 steps passed, about 20 min left
      ○ Publish a port                                                                       ready










     Enter open  s transcript  S redacted transcript  Esc back  ? help  q quit"
  `);
  await shown.press('q');
});

test('at 40 columns nothing is cut off that matters', async () => {
  const shown = await show(mixedSession(), 40, 20);
  await shown.press('R');
  await shown.until('steps passed');
  expect(shown.terminal.text()).toMatchInlineSnapshot(`
    " Swarm networking › A servi…  RECORDED 
     Report                      1/5 points
    ────────────────────────────────────────
      All: 1 of 4 steps passed (1
      assisted), 1/5 points, 7 min spent,
      about 37 min left

      1/5 points, 7 min spent, about 17
      min left
      ◐ Launch a service on the overlay
        passed, assisted · 1/1 points · 1
        old
    ▌ ◎ Read the forwarding table
    ▌   working · 0/3 points · 7 min
    ▌     FAIL the table knows the task on
    ▌     the other node: The row points
    ▌     at 10.77.0.13: the task has
      ↓ 16 more rows

     Enter open  Esc back  ? help  q quit"
  `);
  expect(tooWide(shown.terminal)).toEqual([]);
  await shown.press('q');
});

test('Enter goes to the step', async () => {
  const session = workingSession();
  const shown = await show(session, 80, 24);
  await shown.press('R', KEY.down, KEY.enter);
  await shown.until('Watch');
  expect(session.calls).toContain('go overlay watch');
  await shown.press('q');
});

describe('a transcript from the screen', () => {
  test('is written where the program was started, and again in its own place only', async () => {
    const folder = folderOf();
    const shown = await show(workingSession(), 80, 24, {folder});
    await shown.press('R', 's');
    await shown.until('kept in this folder: swarm-networking-transcript.md');
    const path = join(folder, 'swarm-networking-transcript.md');
    expect(readFileSync(path, 'utf8')).toContain('10.77.0.12');
    await shown.press('s');
    await shown.until('kept anew');
    writeFileSync(path, 'my notes');
    await shown.press('s');
    await shown.until('this program did not write');
    expect(readFileSync(path, 'utf8')).toBe('my notes');
    await shown.press('q');
  });

  test('has stand-ins when asked for', async () => {
    const folder = folderOf();
    const shown = await show(workingSession(), 160, 24, {folder});
    await shown.press('R', 'S');
    await shown.until('swarm-networking-transcript-redacted.md');
    await shown.until('some host names are not known');
    const text = readFileSync(join(folder, 'swarm-networking-transcript-redacted.md'), 'utf8');
    expect(text).not.toMatch(/10\.77|swarm-0/);
    await shown.press('q');
  });
});

describe('a bad check', () => {
  test('is written with the words of the student, and the screen says that nothing was sent', async () => {
    const folder = folderOf();
    const session = workingSession();
    const shown = await show(session, 80, 24, {folder});
    await shown.press('!');
    await shown.until('What is wrong with it?');
    expect(shown.terminal.text()).toMatch(/Nothing\s+is sent/);
    await shown.press(...'it is there', KEY.enter);
    await shown.until('bad-check-fdb-has-peer.json; nothing was sent');
    const bundle = JSON.parse(readFileSync(join(folder, 'bad-check-fdb-has-peer.json'), 'utf8'));
    expect(bundle).toMatchObject({words: 'it is there', verdict: {status: 'fail'}});
    await shown.press('q');
  });

  test('Esc leaves it, and the why screen reports the check that it shows', async () => {
    const folder = folderOf();
    const shown = await show(workingSession(), 40, 24, {folder});
    await shown.press('w', '!');
    await shown.until('the table knows');
    expect(tooWide(shown.terminal)).toEqual([]);
    await shown.press(KEY.esc);
    await shown.until('FAIL');
    expect(existsSync(join(folder, 'bad-check-fdb-has-peer.json'))).toBe(false);
    await shown.press('q');
  });

  test('is not offered before anything was judged', async () => {
    const session = workingSession();
    session.set({checks: {}});
    const shown = await show(session, 160, 50);
    await shown.press('!');
    expect(shown.terminal.text()).not.toContain('What is wrong');
    await shown.press('q');
  });
});

test('what was edited is seen while typing, and at the command after it ran', async () => {
  const session = workingSession();
  session.set({
    runs: {
      ...session.state().runs,
      'overlay/mac': {
        status: 'done',
        nodes: {
          'swarm-01': {
            ...nodeRun('swarm-01', session.fill('mac').line.replace('addr', 'route'), result('x\n')),
            edited: true,
          },
        },
      },
    },
  });
  const shown = await show(session, 100, 30);
  await shown.until('you ran this on swarm-01');
  expect(shown.terminal.text()).toMatch(/ip \[-addr-\]\{\+route\+\} show/);
  await shown.press(KEY.up, 'e');
  await shown.until('Edit and run');
  expect(shown.terminal.text()).not.toContain('changed:');
  await shown.press('X');
  await shown.until('changed:');
  expect(shown.terminal.text()).toContain('[-vxlan0-]{+vxlan0X+}');
  await shown.press(KEY.backspace);
  expect(shown.terminal.text()).not.toContain('changed:');
  await shown.press(KEY.esc, 'q');
});

test('a passed step says at its end what was just seen', async () => {
  const session = workingSession();
  session.set({step: 'launch'});
  const shown = await show(session, 80, 24);
  await shown.press('G');
  await shown.until('✔ step passed · you just saw: two redis tasks run');
  await shown.press('q');
});
