import fc from 'fast-check';
import {expect, test} from 'vitest';
import {demux} from '../../src/cluster/demux.ts';

function piece(stream: number, bytes: Uint8Array): Buffer {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

function parts(chunks: readonly Uint8Array[]): {readonly out: string; readonly err: string} {
  const [out, err]: [Uint8Array[], Uint8Array[]] = [[], []];
  const push = demux({out: chunk => out.push(chunk), err: chunk => err.push(chunk)});
  for (const chunk of chunks) push(chunk);
  return {out: Buffer.concat(out).toString('hex'), err: Buffer.concat(err).toString('hex')};
}

test('however the stream is cut, each piece goes where its header says', () => {
  const pieces = fc.array(fc.record({stream: fc.constantFrom(1, 2), bytes: fc.uint8Array({maxLength: 20})}));
  fc.assert(
    fc.property(pieces, fc.integer({min: 1, max: 40}), (all, size) => {
      const whole = Buffer.concat(all.map(({stream, bytes}) => piece(stream, bytes)));
      const chunks = Array.from({length: Math.ceil(whole.length / size)}, (_, i) =>
        whole.subarray(i * size, (i + 1) * size),
      );
      const of = (stream: number) =>
        Buffer.concat(all.filter(one => one.stream === stream).map(({bytes}) => bytes)).toString('hex');
      expect(parts(chunks)).toEqual({out: of(1), err: of(2)});
    }),
  );
});

test('a hundred thousand short pieces in one chunk are neither slow nor too deep', () => {
  const one = piece(1, Buffer.from('x\n'));
  const {out} = parts([Buffer.concat(Array.from({length: 100_000}, () => one))]);
  expect(out.length).toBe(400_000);
});

test('plain text, as of an engine that could not start the command, is all told as stderr', () => {
  const text = Buffer.from('OCI runtime exec failed: no such file');
  expect(parts([text.subarray(0, 3), text.subarray(3)])).toEqual({out: '', err: text.toString('hex')});
});
