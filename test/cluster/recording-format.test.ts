import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {brotliCompressSync, constants} from 'node:zlib';
import fc from 'fast-check';
import {afterAll, describe, expect, test} from 'vitest';
import {hideNonce, showNonce} from '../../src/cluster/nonce-placeholder.ts';
import {paced} from '../../src/cluster/pace.ts';
import {recordingLines} from '../../src/cluster/pack-recording.ts';
import {pack} from '../../src/cluster/packing.ts';
import {type ReadRecording, readRecording} from '../../src/cluster/read-recording.ts';
import {playbackCluster} from '../../src/cluster/recording.ts';
import {fromBody, toBody} from '../../src/cluster/recording-body.ts';
import type {Entry, Header, RecordedChunk} from '../../src/cluster/recording-format.ts';

const folder = mkdtempSync(join(tmpdir(), 'dd-format-'));
afterAll(() => rmSync(folder, {recursive: true}));

const header: Header = {
  format: 'deepdive-recording/1',
  module: 'm',
  cluster: 'lab',
  recordedAt: '2026-01-01T00:00:00Z',
  engine: 'docker 26.1.5',
  nodes: [
    {id: 'swarm-02', role: 'worker'},
    {id: 'swarm-01', role: 'manager'},
  ],
  images: {},
};

/** What a collector prints: commands one after the other, the same ones again and again. */
const frames = fc
  .array(fc.constantFrom('@nonce@ begin a\n1\n@nonce@ end 0\n', '@nonce@ begin b\n', '@nonce@ end 0\n', 'x', '\n'))
  .map(each => new Uint8Array(Buffer.from(each.join(''))));

const bytes = fc.oneof(
  fc.uint8Array(),
  fc.string({unit: 'grapheme'}).map(each => new Uint8Array(Buffer.from(each))),
  frames,
);

const ran = fc.record({
  state: fc.array(fc.constantFrom('one/create', 'one/scale', 'two/"odd"\n'), {maxLength: 3}),
  node: fc.constantFrom('swarm-01', 'swarm-02'),
  key: fc.oneof(fc.constantFrom('ip link', 'snapshot'), fc.string({unit: 'binary'})),
  end: fc.oneof(
    fc.record({kind: fc.constant('exited' as const), code: fc.nat(255)}),
    fc.record({kind: fc.constant('signalled' as const), signal: fc.constantFrom('SIGKILL', 'SIGINT')}),
  ),
  durationMs: fc.nat(),
  stdout: bytes,
  stderr: bytes,
});
type Ran = typeof ran extends fc.Arbitrary<infer Each> ? Each : never;

function recordingOf(runs: readonly Ran[]) {
  const stored = runs.flatMap(run => [toBody(run.stdout), toBody(run.stderr)]);
  const entries = runs.map(
    (run, n): Entry => ({...run, stdout: toBody(run.stdout).body, stderr: toBody(run.stderr).body, n}),
  );
  return {header, bodies: new Map(stored.map(body => [body.body, () => fromBody(body)])), entries};
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** With the bodies' bytes in place of what reads them. */
function plainly(read: ReadRecording) {
  if (read.kind === 'unusable') return read;
  return {...read.recording, bodies: [...read.recording.bodies].map(([name, bytes]) => [name, [...bytes()]])};
}

function problemOf(file: string) {
  const read = readRecording(file);
  return read.kind === 'unusable' ? read.problem : undefined;
}

test('what is written is read again, byte for byte, but for snapshots of a cluster that had not settled', () => {
  fc.assert(
    fc.property(fc.array(ran, {maxLength: 8}), runs => {
      const read = readRecording(write('a.recording', pack(recordingLines(recordingOf(runs)))));
      if (read.kind === 'unusable') throw new Error(read.problem.message);
      const {entries, bodies} = read.recording;
      const plain = (list: readonly unknown[]) => list.map(each => JSON.stringify(each)).sort();
      const back = entries.map(entry => {
        const [out, err] = [bodies.get(entry.stdout), bodies.get(entry.stderr)];
        return {...entry, stdout: out && [...out()], stderr: err && [...err()]};
      });
      const stays = runs.map(
        (_, i) => runs.slice(1, i + 1).filter((run, k) => !same(run.state, runs[k]!.state)).length,
      );
      const told = runs.filter(run => {
        const alike = runs.flatMap(({key, state, node}, k) =>
          same([key, state.join(), node], [run.key, run.state.join(), run.node]) ? [k] : [],
        );
        return !run.key.startsWith('snapshot') || runs[alike.findLast(k => stays[k] === stays[alike[0]!])!] === run;
      });
      const given = told.map(run => ({...run, stdout: [...run.stdout], stderr: [...run.stderr]}));
      expect(plain(back)).toEqual(plain(given));
    }),
  );
});

test('the order of the file is that of the starts, not of the ends', () => {
  fc.assert(
    fc.property(
      fc.array(ran, {minLength: 2, maxLength: 8}).chain(runs => {
        const recording = recordingOf(runs);
        return fc.shuffledSubarray(recording.entries, {minLength: runs.length}).map(entries => ({recording, entries}));
      }),
      ({recording, entries}) => {
        expect(recordingLines({...recording, entries})).toEqual(recordingLines(recording));
      },
    ),
  );
});

test('the placeholder of a nonce is byte-exact both ways', () => {
  const piece = fc.constantFrom('@', 'nonce', '@nonce@', 'n0nce', '\xff', 'é', 'a');
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const output = Buffer.from(pieces.join(''), 'latin1');
      const hidden = hideNonce(output, 'n0nce');
      expect(hidden.includes('n0nce')).toBe(false);
      expect(showNonce(hidden, 'n0nce').equals(output)).toBe(true);
      const other = Buffer.from(pieces.map(each => (each === 'n0nce' ? 'OTHER!' : each)).join(''), 'latin1');
      expect(showNonce(hidden, 'OTHER!').equals(other)).toBe(true);
    }),
  );
});

test('no pause of a replay is longer than 0.4 s, no replay longer than 8 s, and times do not go back', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000)), fc.nat(100_000), (at, durationMs) => {
      const chunks = at.sort((a, b) => a - b).map((each): RecordedChunk => [each, 'out', 1]);
      const times = paced(chunks, durationMs, 'real');
      const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(400);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
      expect(times.at(-1)).toBeLessThanOrEqual(8_000);
    }),
  );
});

describe('a file that cannot be used', () => {
  const recording = recordingOf([
    {
      state: [],
      node: 'swarm-01',
      key: 'ip link',
      end: {kind: 'exited', code: 0},
      durationMs: 3,
      stdout: new Uint8Array(Buffer.from('1: lo\n')),
      stderr: new Uint8Array(Buffer.from('@nonce@ begin a\n@nonce@ begin b\n')),
    },
  ]);
  const good = recordingLines(recording);
  const lines = good.lines.trimEnd().split('\n');
  const stored = [...recording.bodies].map(([body, bytes]) => ({body, text: bytes().toString()}));
  const journaled = [header, ...stored, ...recording.entries].map(line => JSON.stringify(line));
  const journal = `${journaled.join('\n')}\n`;
  const edited = (index: number, edit: (line: string) => string) =>
    `${lines.map((line, each) => (each === index ? edit(line) : line)).join('\n')}\n`;

  test('is whole to begin with', () => {
    const kinds = lines.map(line => Object.keys(JSON.parse(line))[0]);
    expect(kinds).toEqual(['format', 'states', 'bodies', 'state']);
    expect(good.whole).toEqual(['"1: lo\\n"']);
    expect(good.pieces).toEqual(['"@nonce@ begin a\\n"', '"@nonce@ begin b\\n"']);
    expect(problemOf(write('good.recording', pack(good)))).toBeUndefined();
    expect(problemOf(write('good.ndjson', journal))).toBeUndefined();
  });

  test.each([
    ['a line that is not JSON', edited(2, line => line.slice(0, -3)), 3, /not JSON/],
    ['a cut off last line', good.lines.slice(0, -5), 4, /cut off in this line/],
    ['another format', edited(0, line => line.replace('recording/1', 'recording/9')), 1, /not the header.*format/],
    ['an unknown key', edited(3, line => line.replace('"node"', '"knot"')), 4, /entry cannot be used/],
    ['an impossible exit code', edited(3, line => line.replace('"code":0', '"code":-1')), 4, /end\.code/],
    ['an unknown node', edited(3, line => line.replace('swarm-01', 'swarm-09')), 4, /swarm-09/],
    ['an unknown state', edited(3, line => line.replace('"state":0', '"state":1')), 4, /names a state/],
    ['states that are none', edited(1, line => line.replace('[[]]', '[0]')), 2, /states cannot be used/],
    ['a missing body', edited(3, line => line.replace('"stderr":1', '"stderr":2')), 4, /names a body/],
    ['bodies that are none', edited(2, line => line.replace('[0]', '0')), 3, /bodies cannot be used/],
    ['a missing piece', edited(2, line => line.replace('[1,2]', '[1,3]')), 3, /names a piece/],
    ['nothing', '', 1, /empty/],
  ])('%s is named with its line', (_name, lines, line, message) => {
    const problem = problemOf(write('bad.recording', pack({...good, lines})));
    expect(problem).toMatchObject({file: join(folder, 'bad.recording'), line, column: 1});
    expect(problem?.message).toMatch(message);
  });

  /** A file whose seal fits, whatever is in it. */
  const sealed = (packedLines: Buffer, whole: string): Buffer => {
    const wholes = brotliCompressSync(whole);
    const streams = Buffer.concat([packedLines, wholes, brotliCompressSync('"a"\n"b"\n')]);
    const sizes = `{"lines":${packedLines.length},"whole":[${wholes.length},1],"pieces":2`;
    const sha256 = createHash('sha256').update(sizes).update(streams).digest('hex');
    return Buffer.concat([Buffer.from(`${sizes},"sha256":"${sha256}"}\n`), streams]);
  };

  test('a line that is not UTF-8 is named, and one of a journal that was cut within a character is not read', () => {
    const bytes = Buffer.from(journal);
    bytes[bytes.indexOf('1: lo')] = 0xff;
    expect(problemOf(write('latin1.ndjson', bytes))).toMatchObject({
      line: 2,
      message: expect.stringMatching(/not JSON in UTF-8/),
    });
    const cut = Buffer.concat([Buffer.from(journal), Buffer.of(0x7b, 0xe2)]);
    expect(problemOf(write('cut.ndjson', cut))).toBeUndefined();
  });

  test.each([
    ['is no text', '7\n'],
    ['is no base64', '{"base64":"%%"}\n'],
    ['is not JSON', '"7\n'],
    ['is not there', ''],
  ])('a piece that %s leaves its command without an answer', async (_name, pieces) => {
    const read = readRecording(write('piece.recording', sealed(brotliCompressSync(good.lines), pieces)));
    if (read.kind === 'unusable') throw new Error(read.problem.message);
    const ask = (line: string) =>
      playbackCluster(read.recording, {pace: 'instant'}).nodes[1]!.run({line}, {timeoutMs: 1000}).ended;
    const {end} = await ask('ip link');
    expect(end).toMatchObject({kind: 'not-recorded', reason: expect.stringMatching(/damaged .*get the file anew/)});
  });

  test('a missing file is a clear sentence', () => {
    expect(problemOf(join(folder, 'none.recording'))?.message).toBe('there is no such recording');
  });

  test('a damaged file is a clear sentence, wherever the damage is', () => {
    const packed = pack(good);
    const whole = readRecording(write('good.recording', packed));
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.integer({min: 1, max: 255}), fc.boolean(), (at, flip, cut) => {
        const damaged = Buffer.from(packed);
        damaged[at] = damaged[at]! ^ flip;
        const file = write('damaged.recording', cut ? packed.subarray(0, at) : damaged);
        const read = readRecording(file);
        // Some bits do not matter (the window, unused ends): what is read is then what was written, as the seal says.
        if (read.kind === 'read') expect(plainly(read)).toEqual(plainly(whole));
        else expect(read.problem.message).toMatch(/damaged|unpacks to more/);
      }),
    );
  });

  test('the sizes in the first line are sealed as well', () => {
    const packed = pack(good);
    for (let at = 0; packed[at] !== 0x0a; at += 1)
      for (const other of Buffer.from('0123456789')) {
        if (packed[at] === other) continue;
        const damaged = Buffer.from(packed);
        damaged[at] = other;
        expect(problemOf(write('sizes.recording', damaged))?.message, `byte ${at}`).toMatch(/damaged/);
      }
  });

  test('a small file that unpacks to a huge one is refused', () => {
    const bomb = brotliCompressSync(Buffer.alloc(257 * 1024 * 1024), {params: {[constants.BROTLI_PARAM_QUALITY]: 1}});
    expect(problemOf(write('bomb.recording', sealed(bomb, '')))?.message).toMatch(
      /unpacks to more than 268435456 bytes/,
    );
  });

  test('a torn last line of a journal costs that line only', () => {
    const last = journaled.at(-1)!;
    for (const length of [1, 10, last.length]) {
      const read = readRecording(write('torn.ndjson', `${journal}${last.slice(0, length)}`));
      expect(read.kind === 'read' && read.recording.entries.length).toBe(1);
    }
  });
});
