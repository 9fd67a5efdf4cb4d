import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {Screen} from '../../src/ui/screen.ts';
import {TerminalModel} from './terminal-model.ts';

const row = fc.oneof(
  fc.string({unit: fc.constantFrom('a', 'b', ' ', '日'), maxLength: 6}),
  fc.constantFrom('0123456789ab', '\u001b[32mgreen\u001b[0m', ''),
);
const frame = fc.array(row, {minLength: 1, maxLength: 6}).map(rows => rows.join('\n'));

describe('the painter', () => {
  test('shows the last frame, whatever came before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, {minLength: 1, maxLength: 5}), async frames => {
        const terminal = new TerminalModel(12, 5);
        const screen = new Screen(terminal);
        screen.enter();
        for (const one of frames) screen.write(one);
        await terminal.settled();
        // Frames of no visible character are mode switches to the painter.
        const last = frames.findLast(one => one.replaceAll('\n', '') !== '');
        const rows = (last ?? '')
          .replace(/\u001b\[\d+m/g, '')
          .split('\n')
          .slice(0, 5);
        expect(terminal.screen().map(one => one.trimEnd())).toEqual(
          Array.from({length: 5}, (_, y) => (rows[y] ?? '').trimEnd()),
        );
      }),
      {numRuns: 60},
    );
  });

  test('writes changed rows only, in one synchronized update', () => {
    const terminal = new TerminalModel(20, 5);
    const screen = new Screen(terminal);
    screen.enter();
    screen.write('one\ntwo\nthree');
    terminal.written = '';
    screen.write('one\n2\nthree');
    expect(terminal.written).toBe('\u001b[?2026h\u001b[2;1H2\u001b[0m\u001b[K\u001b[?2026l');
    terminal.written = '';
    screen.write('one\n2\nthree');
    expect(terminal.written).toBe('');
  });

  test('swallows mode switches, and all that comes after it left', () => {
    const terminal = new TerminalModel(20, 5);
    const screen = new Screen(terminal);
    screen.enter();
    screen.write('x');
    const length = terminal.written.length;
    screen.write('\u001b[?25h');
    screen.write('\n');
    expect(terminal.written).toHaveLength(length);
    screen.leave();
    const left = terminal.written.length;
    screen.write('late');
    screen.leave();
    expect(terminal.written).toHaveLength(left);
  });

  test('a slow terminal gets the newest frame only', async () => {
    const terminal = new TerminalModel(20, 5) as TerminalModel & {writableNeedDrain: boolean};
    const screen = new Screen(terminal);
    screen.enter();
    terminal.writableNeedDrain = true;
    terminal.written = '';
    screen.write('old');
    screen.write('new');
    expect(terminal.written).toBe('');
    terminal.writableNeedDrain = false;
    terminal.emit('drain');
    await terminal.settled();
    expect(terminal.text().trim()).toBe('new');
    expect(terminal.written).not.toContain('old');
  });
});
