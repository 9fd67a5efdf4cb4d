import {marked} from 'marked';
import {parse} from 'parse5';
import {expect, test} from 'vitest';
import {githubAnnotations} from '../../src/report/github-annotations.ts';
import {githubSummary} from '../../src/report/github-summary.ts';
import {CLASS, check, manyResults, NASTY, result} from './sample.ts';

/** A runner's reading of a workflow command. */
function read(line: string) {
  const [, kind, properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const decoded = (text: string) =>
    text
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%25', '%');
  const pairs = properties.split(',').map(pair => pair.split('=') as [string, string]);
  return {kind, ...Object.fromEntries(pairs.map(([key, value]) => [key, decoded(value)])), message: decoded(message)};
}

test('one annotation for each check, at its line of the suite, with how many', () => {
  const lines = githubAnnotations(CLASS).trim().split('\n').map(read);
  expect(lines[0]).toEqual({
    kind: 'error',
    file: 'suites/swarm-net.yaml',
    line: '50',
    title: 'swarm-net: Each task is in the forwarding table # of every node',
    message: 'failed in 1 of 3 submissions, 2.67 points lost',
  });
  expect(lines.at(-1)).toMatchObject({kind: 'notice', message: 'advice for 1 of 3 submissions, worth no points'});
  expect(githubAnnotations(CLASS)).not.toContain('owned');
});

test('ten of a kind are shown, and the tenth says how many are left', () => {
  const checks = Array.from({length: 13}, (_, index) =>
    check(`c${index}`, {status: 'fail', points: {earned: 0, max: 1, waived: false}}),
  );
  const lines = githubAnnotations([result('s', checks)])
    .trim()
    .split('\n');
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toMatch(/\(3 more in the summary\)$/);
});

test('a title is a property of the command, whatever is in it', () => {
  const title = `50%: a, b::error::${NASTY}`;
  const failed = check('a', {title, status: 'fail', points: {earned: 0, max: 1, waived: false}});
  const text = githubAnnotations([result('s', [failed])]);
  expect(text.trim().split('\n')).toHaveLength(1);
  expect(read(text.trim())).toMatchObject({
    kind: 'error',
    title: expect.stringMatching(/^swarm-net: 50%: a, b::error::cell/),
  });
});

test('a Markdown reader sees tables of text', async () => {
  const page = await marked.parse(githubSummary(CLASS), {gfm: true});
  const names = JSON.stringify(
    [...page.matchAll(/<(\w+)/g)]
      .map(([, name]) => name)
      .filter(name => !/^(?:h2|table|thead|tbody|tr|th|td)$/.test(name!)),
  );
  expect(names).toBe('[]');
  const cells = [...page.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) => row!.match(/<t[dh]/g)!.length);
  expect(new Set(cells)).toEqual(new Set([4, 5]));
  expect(JSON.stringify(parse(page), (key, value) => (key === 'parentNode' ? undefined : value))).toContain(
    '<script>alert(1)</script> red · � � ::error::owned # SKIP \\\\ | `x`',
  );
});

test('a summary that would be dropped for its size loses rows and says how many', () => {
  const text = githubSummary(manyResults(2500));
  expect(Buffer.byteLength(text)).toBeGreaterThan(900_000);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
  expect(text).toMatch(/\n\d+ more rows have no room here; the other reports have them\.\n/);
});
