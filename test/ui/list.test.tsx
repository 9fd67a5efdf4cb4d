import {describe, expect, test} from 'vitest';
import {checkState, sampleState} from './fake-session.ts';
import {workingSession} from './sample-states.ts';
import {KEY, show, tooWide} from './terminal-model.ts';

describe('the list', () => {
  test('shows minutes and points of each lesson', async () => {
    const shown = await show(workingSession(), 80, 24);
    await shown.press('l');
    await shown.until('25 min  1/5 points');
    expect(shown.terminal.text()).toContain('20 min');
    await shown.press('q');
    await shown.ended;
  });

  test('f shows what is still to do, what fails or is old, what this engine has not, and all again', async () => {
    const session = workingSession();
    const shown = await show(session, 80, 24);
    await shown.press('l', 'f');
    await shown.until('still to do  3 steps');
    expect(shown.terminal.text()).not.toContain('Launch a service');
    await shown.press('f');
    await shown.until('failing or old  1 step');
    expect(shown.terminal.text()).toContain('Read the forwarding table');
    await shown.press('f');
    await shown.until('unavailable here  0 steps');
    expect(shown.terminal.text()).toContain('No step is like this');
    await shown.press('f');
    await shown.until('Launch a service');
    expect(shown.terminal.text()).not.toContain('all steps');
    await shown.press('q');
    await shown.ended;
  });

  test('the selection stays at its step while filters come and go', async () => {
    const shown = await show(workingSession(), 80, 24);
    const selected = () => shown.terminal.screen().find(row => row.startsWith('▌')) ?? '';
    await shown.press('l', KEY.down);
    await shown.until('▌ · Watch the packets');
    expect(shown.terminal.screen().at(-1)).toContain('Esc back');
    await shown.press('f');
    await shown.until('still to do  3 steps');
    expect(selected()).toContain('Watch the packets');
    expect(shown.terminal.screen().at(-1)).toContain('Esc all');
    await shown.press(KEY.esc);
    await shown.until('Launch a service');
    expect(selected()).toContain('Watch the packets');
    await shown.press('/', 'watch', KEY.esc);
    await shown.until('Launch a service');
    expect(selected()).toContain('Watch the packets');
    await shown.press('q');
    await shown.ended;
  });

  test('an old check and a step of another engine are found', async () => {
    const session = workingSession();
    session.set({
      checks: {'overlay/converged': checkState({status: 'old'})},
      steps: {
        ...sampleState().steps,
        'mesh/publish': {status: 'unavailable', reason: 'needs docker', hints: 0, solutionShown: false},
      },
    });
    const shown = await show(session, 80, 24);
    await shown.press('l', 'f', 'f');
    await shown.until('Launch a service');
    await shown.press('f');
    await shown.until('Publish a port');
    await shown.press('q');
    await shown.ended;
  });

  test('words narrow it, and Enter goes to what is left', async () => {
    const session = workingSession();
    const shown = await show(session, 80, 24);
    await shown.press('l', '/', 'OUTSIDE');
    await shown.until('all steps · “OUTSIDE”  1 step');
    await shown.press(KEY.enter, KEY.enter);
    expect(session.calls).toContain('go mesh publish');
    await shown.press('q');
    await shown.ended;
  });

  test('Esc takes the filter away first, and Tab looks for the words in all text', async () => {
    const shown = await show(workingSession(), 80, 24);
    await shown.press('l', '/', 'leaves', KEY.enter);
    await shown.until('0 steps');
    await shown.press('/', KEY.tab);
    await shown.until('«leaves»');
    await shown.press(KEY.esc, KEY.esc);
    await shown.until('Launch a service');
    await shown.press(KEY.esc);
    await shown.until('step 2/3');
    await shown.press('q');
    await shown.ended;
  });

  test.each([
    [40, 12],
    [80, 24],
    [100, 30],
    [160, 50],
  ])('narrowed it fits at %i×%i', async (columns, rows) => {
    const shown = await show(workingSession(), columns, rows);
    await shown.press('l', 'f', '/', 'the');
    await shown.until('still to do · “the”');
    await shown.press(KEY.down, KEY.enter);
    expect(tooWide(shown.terminal)).toEqual([]);
    await shown.press('q');
    await shown.ended;
  });
});
