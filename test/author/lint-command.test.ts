import {fileURLToPath} from 'node:url';
import {afterEach, expect, test, vi} from 'vitest';
import {lintCommand} from '../../src/commands/lint.ts';

const OVERLAY = fileURLToPath(new URL('../lesson/fixtures/overlay', import.meta.url));
const BROKEN = fileURLToPath(new URL('fixtures/broken', import.meta.url));

afterEach(() => vi.restoreAllMocks());

async function run(...args: string[]): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation(text => written.push(String(text)) > 0);
  try {
    await lintCommand().parseAsync(args, {from: 'user'});
  } finally {
    vi.restoreAllMocks();
  }
  return written.join('');
}

test('lessons without mistakes end with a summary', async () => {
  expect(await run(OVERLAY)).toBe('1 module, 1 lesson: no errors, no warnings\n');
});

test('a bundled module is found by its name', async () => {
  expect(await run('swarm-networking')).toMatch(/^1 module, \d+ lessons: no errors, no warnings\n$/);
});

test('lessons with errors end with exit code 2 and the summary as the reason', async () => {
  await expect(run(BROKEN, OVERLAY)).rejects.toMatchObject({
    exitCode: 2,
    message: 'lint: 2 modules, 2 lessons: 2 errors, 1 warning',
  });
});

test('JSON is all there is on standard output', async () => {
  expect(JSON.parse(await run('--format', 'json', OVERLAY))).toEqual({modules: 1, lessons: 1, problems: []});
});
