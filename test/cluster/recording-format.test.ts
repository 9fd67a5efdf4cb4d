import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {brotliCompressSync, constants} from 'node:zlib';
import fc from 'fast-check';
import {afterAll, describe, expect, test} from 'vitest';
import {hideNonce, showNonce} from '../../src/cluster/nonce-placeholder.ts';
import {paced} from '../../src/cluster/pace.ts';
import {recordingText} from '../../src/cluster/pack-recording.ts';
import {pack} from '../../src/cluster/packing.ts';
import {readRecording} from '../../src/cluster/read-recording.ts';
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
  return {header, bodies: new Map(stored.map(body => [body.body, body])), entries};
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function problemOf(file: string) {
  const read = readRecording(file);
  return read.kind === 'unusable' ? read.problem : undefined;
}

test('what is written is read again, byte for byte, but for snapshots of a cluster that had not settled', () => {
  fc.assert(
    fc.property(fc.array(ran, {maxLength: 8}), runs => {
      const read = readRecording(write('a.ndjson.br', pack(recordingText(recordingOf(runs)))));
      if (read.kind === 'unusable') throw new Error(read.problem.message);
      const {entries, bodies} = read.recording;
      const plain = (list: readonly unknown[]) => list.map(each => JSON.stringify(each)).sort();
      const back = entries.map(entry => {
        const [out, err] = [bodies.get(entry.stdout), bodies.get(entry.stderr)];
        return {...entry, stdout: out && [...fromBody(out)], stderr: err && [...fromBody(err)]};
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
        expect(recordingText({...recording, entries})).toBe(recordingText(recording));
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
  const good = recordingText(
    recordingOf([
      {
        state: [],
        node: 'swarm-01',
        key: 'ip link',
        end: {kind: 'exited', code: 0},
        durationMs: 3,
        stdout: new Uint8Array(Buffer.from('1: lo\n')),
        stderr: new Uint8Array(Buffer.from('@nonce@ begin a\n@nonce@ begin b\n')),
      },
    ]),
  );
  const lines = good.trimEnd().split('\n');
  const edited = (index: number, edit: (line: string) => string) =>
    `${lines.map((line, each) => (each === index ? edit(line) : line)).join('\n')}\n`;

  test('is whole to begin with', () => {
    const kinds = lines.map(line => Object.keys(JSON.parse(line))[0]);
    expect(kinds).toEqual(['format', 'states', 'body', 'piece', 'piece', 'body', 'state']);
    expect(problemOf(write('good.ndjson.br', pack(good)))).toBeUndefined();
  });

  test.each([
    ['a line that is not JSON', edited(3, line => line.slice(0, -3)), 4, /not JSON/],
    ['a cut off last line', good.slice(0, -5), 7, /cut off in this line/],
    ['another format', edited(0, line => line.replace('recording/1', 'recording/9')), 1, /not the header.*format/],
    ['an unknown key', edited(6, line => line.replace('"node"', '"knot"')), 7, /entry cannot be used/],
    ['an impossible exit code', edited(6, line => line.replace('"code":0', '"code":-1')), 7, /end\.code/],
    ['an unknown node', edited(6, line => line.replace('swarm-01', 'swarm-09')), 7, /swarm-09/],
    ['an unknown state', edited(6, line => line.replace('"state":0', '"state":1')), 7, /names a state/],
    ['states that are none', edited(1, line => line.replace('[[]]', '[0]')), 2, /states cannot be used/],
    ['a missing body', `${lines.toSpliced(2, 1).join('\n')}\n`, 6, /names a body/],
    ['a missing piece', `${lines.toSpliced(3, 1).join('\n')}\n`, 5, /names a piece/],
    ['a piece that is no text', edited(3, line => line.replace(/".*"}/, '"piece":7}')), 4, /piece cannot be used/],
    ['a body that is not base64', edited(2, line => line.replace(/"text":".*"/, '"base64":"%%"')), 3, /body cannot/],
    ['nothing', '', 1, /empty/],
  ])('%s is named with its line', (_name, content, line, message) => {
    const problem = problemOf(write('bad.ndjson.br', pack(content)));
    expect(problem).toMatchObject({file: join(folder, 'bad.ndjson.br'), line, column: 1});
    expect(problem?.message).toMatch(message);
  });

  test('a missing file is a clear sentence', () => {
    expect(problemOf(join(folder, 'none.ndjson.br'))?.message).toBe('there is no such recording');
  });

  test('a damaged file is a clear sentence, wherever the damage is', () => {
    const packed = pack(good);
    const whole = readRecording(write('good.ndjson.br', packed));
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.integer({min: 1, max: 255}), fc.boolean(), (at, flip, cut) => {
        const damaged = Buffer.from(packed);
        damaged[at] = damaged[at]! ^ flip;
        const file = write('damaged.ndjson.br', cut ? packed.subarray(0, at) : damaged);
        const read = readRecording(file);
        // Some bits do not matter (the window, unused ends): what is read is then what was written, as the seal says.
        if (read.kind === 'read') expect(read).toEqual(whole);
        else expect(read.problem.message).toMatch(/damaged|unpacks to more/);
      }),
    );
  });

  test('a small file that unpacks to a huge one is refused', () => {
    const bomb = brotliCompressSync(Buffer.alloc(257 * 1024 * 1024), {params: {[constants.BROTLI_PARAM_QUALITY]: 1}});
    expect(problemOf(write('bomb.ndjson.br', bomb))?.message).toMatch(/unpacks to more than 268435456 bytes/);
  });

  test('a torn last line of a journal costs that line only', () => {
    for (const length of [1, 10, lines[6]!.length]) {
      const read = readRecording(write('torn.ndjson', `${good}${lines[6]!.slice(0, length)}`));
      expect(read.kind === 'read' && read.recording.entries.length).toBe(1);
    }
  });
});
