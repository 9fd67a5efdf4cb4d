import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readFrames} from '../../src/snapshot/frames.ts';

const NONCE = '0123456789abcdef0123456789abcdef';

/** What the script's shell functions print. */
function framed(label: string, text: string, exit: number): string {
  return `\n${NONCE} begin ${label}\n${text}\n${NONCE} end ${exit}\n`;
}

const anyText = fc.uint8Array({maxLength: 40}).map(bytes => String.fromCharCode(...bytes));

describe('readFrames', () => {
  test('gives each sub-command its own bytes, whatever they are', () => {
    const texts = fc.array(anyText, {maxLength: 8});
    fc.assert(
      fc.property(texts, list => {
        const stdout = list.map((text, index) => framed(`ns.fdb ${index}`, text, index % 256)).join('');
        const frames = readFrames(stdout, '', NONCE);
        expect(frames.map(frame => frame.stdout)).toEqual(list);
        expect(frames.map(frame => frame.exit)).toEqual(list.map((_, index) => index % 256));
      }),
      {numRuns: 50},
    );
  });

  test('keeps both streams of a sub-command together', () => {
    const stdout = framed('a', 'one\n', 0) + framed('b', '', 1);
    const stderr = framed('a', '', 0) + framed('b', 'no such device\n', 1);
    expect(readFrames(stdout, stderr, NONCE)).toEqual([
      {label: 'a', exit: 0, stdout: 'one\n', stderr: ''},
      {label: 'b', exit: 1, stdout: '', stderr: 'no such device\n'},
    ]);
  });

  test.each([
    ['of another nonce', `f${NONCE.slice(1)} end 0`],
    ['with words before it', `x ${NONCE} end 0`],
    ['with words behind it', `${NONCE} end 0 x`],
    ['of an unknown kind', `${NONCE} over 0`],
    ['with an exit code that is none', `${NONCE} end 0000`],
    ['as a recording stores it', '@nonce@ end 0'],
  ])('does not take a line for a marker: %s', (_, line) => {
    const frames = readFrames(framed('a', `before\n${line}\nafter`, 3), '', NONCE);
    expect(frames).toEqual([{label: 'a', exit: 3, stdout: `before\n${line}\nafter`, stderr: ''}]);
  });

  test('a frame that the next one interrupts has no exit code', () => {
    const stdout = `\n${NONCE} begin a\nhalf` + framed('b', 'whole', 0);
    expect(readFrames(stdout, '', NONCE)).toEqual([
      {label: 'a', exit: null, stdout: 'half', stderr: ''},
      {label: 'b', exit: 0, stdout: 'whole', stderr: ''},
    ]);
  });

  test('an output that is cut anywhere never makes a frame end well that had not', () => {
    const whole = framed('a', 'one\n', 0) + framed('b', 'two', 0);
    for (let cut = 0; cut < whole.length - 1; cut++) {
      const frames = readFrames(whole.slice(0, cut), '', NONCE);
      const ended = frames.filter(frame => frame.exit === 0);
      expect(ended.map(frame => frame.stdout)).toEqual(['one\n', 'two'].slice(0, ended.length));
    }
  });

  test('what is printed outside of frames is left out', () => {
    expect(readFrames(`Welcome!\n${framed('a', 'x', 0)}bye\n`, 'motd\n', NONCE)).toEqual([
      {label: 'a', exit: 0, stdout: 'x', stderr: ''},
    ]);
  });

  test('text without frames gives none, and nothing throws', () => {
    fc.assert(fc.property(anyText, text => readFrames(text, text, NONCE).length === 0));
  });
});
