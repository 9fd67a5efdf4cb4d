import {readdirSync, statSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {readRecording} from '../../src/cluster/read-recording.ts';

const folder = fileURLToPath(new URL('../../lessons/swarm-networking/recordings/', import.meta.url));
const files = readdirSync(folder).filter(name => name.endsWith('.recording'));

/** What must never be in an output that everybody can read; what `redact` blots out is not it. */
const SECRETS = [
  /SWMTKN-1-(?!x+-x+)/,
  /SWMKEY-/,
  /\b0x(?!0+\b)[0-9a-f]{32,}/,
  /PRIVATE KEY/,
  /"Env":\s*\[\s*"/,
  /password\s*[=:]/i,
];

test('all recordings of the module together stay small', () => {
  const bytes = files.map(name => statSync(folder + name).size).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThanOrEqual(3 * 1024 * 1024);
});

describe.each(files)('%s', name => {
  const read = readRecording(folder + name);
  const recording = read.kind === 'read' ? read.recording : undefined;

  test('can be read', () => {
    expect(read.kind === 'unusable' ? read.problem : undefined).toBeUndefined();
  });

  test.each(SECRETS)('holds nothing like %s', secret => {
    const texts = [...(recording?.bodies.values() ?? [])].map(body => body().toString('utf8'));
    const keys = recording?.entries.map(({key}) => key) ?? [];
    const found = [...texts, ...keys].flatMap(text => secret.exec(text)?.[0] ?? []);
    expect(found).toEqual([]);
  });
});
