import fc from 'fast-check';
import {expect, test} from 'vitest';
import {framer} from '../../src/cluster/frame.ts';

const NONCE = 'n0nce';

function frame(words: string): Buffer {
  return Buffer.from(`\x1e${NONCE} ${words}\x1e`);
}

/** Feeds a stream in pieces of the given lengths. */
function feed(stream: Buffer, lengths: readonly number[]) {
  const output: Uint8Array[] = [];
  const frames: string[] = [];
  const framed = framer(NONCE, {
    onBytes: bytes => output.push(Buffer.from(bytes)),
    onFrame: words => frames.push(words),
  });
  let from = 0;
  for (const length of [...lengths, stream.length]) {
    framed.push(stream.subarray(from, from + length));
    from += length;
  }
  return {output: Buffer.concat(output), frames, preamble: framed.preamble()};
}

/** Output that comes as near to a frame as it can without knowing the nonce's place. */
const nearly = fc
  .array(fc.constantFrom('\x1e', '\x1en', '\x1en0nc', '\x1en0nce', 'n0nce ', 'end 0', '\x1eother end 0\x1e', 'a', '\n'))
  .map(pieces => pieces.join(''))
  .filter(text => !text.includes(`\x1e${NONCE} `));

test('frames are found and stripped wherever the stream is cut', () => {
  fc.assert(
    fc.property(nearly, nearly, nearly, fc.array(fc.nat(12)), (before, output, after, lengths) => {
      const pieces = [
        Buffer.from(before),
        frame('start 42'),
        Buffer.from(output),
        frame('end Killed\n137'),
        Buffer.from(after),
      ];
      const got = feed(Buffer.concat(pieces), lengths);
      expect(got.frames).toEqual(['start 42', 'end Killed\n137']);
      expect(got.output.toString()).toBe(output);
      expect(got.preamble).toBe(before);
    }),
  );
});

test('any bytes pass unchanged', () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 400}), fc.array(fc.nat(40)), (bytes, lengths) => {
      const got = feed(Buffer.concat([frame('start 1'), bytes, frame('end 0')]), lengths);
      expect(got.output.equals(Buffer.from(bytes))).toBe(true);
    }),
  );
});

test('a frame without end is output once it is longer than any frame', () => {
  const stream = Buffer.concat([frame('start 1'), Buffer.from(`\x1e${NONCE} ${'x'.repeat(10_000)}`), frame('end 0')]);
  const lengths = Array.from({length: 20}, () => 500);
  const {output, frames} = feed(stream, lengths);
  expect(frames).toEqual(['start 1', 'end 0']);
  expect(output.length).toBe(10_000 + NONCE.length + 2);
});
