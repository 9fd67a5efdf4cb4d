import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {marked} from 'marked';
import {describe, expect, test} from 'vitest';
import type {SessionState} from '../../src/session/state.ts';
import {keepFile} from '../../src/session/transcript/keep.ts';
import {fenced, inCode, plainWords} from '../../src/session/transcript/quote.ts';
import {saveTranscript} from '../../src/session/transcript/save.ts';
import {MARK, transcriptOf} from '../../src/session/transcript/transcript.ts';
import {nodeRun, result} from '../ui/fake-session.ts';
import {workingSession} from '../ui/sample-states.ts';
import {openLocal} from './open.ts';

const PLAIN = {whole: false, redacted: false, at: 0};

function printed(stdout: string): SessionState {
  const session = workingSession();
  session.set({
    runs: {'overlay/fdb': {status: 'done', nodes: {'swarm-01': nodeRun('swarm-01', 'cat', result(stdout))}}},
  });
  return session.state();
}

/** What a reader of Markdown takes for code, and whether anything became HTML. */
function codeBlocks(markdown: string): readonly string[] {
  return marked.lexer(markdown).flatMap(token => (token.type === 'code' ? [token.text as string] : []));
}

test('all that was done stands in it, also after the program was left', async () => {
  const {session, home} = await openLocal();
  await session.run('write', {confirmed: true});
  session.next();
  await session.run('list');
  session.answer('decimal', '258');
  session.answer('decimal', '259');
  await session.reply('blue');
  session.hint();
  await session.close();
  const again = (await openLocal(home)).session;
  const path = join(home, 'mine.md');
  expect(await saveTranscript(again, path, {...PLAIN, at: Date.UTC(2026, 0, 5)})).toEqual({
    kind: 'kept',
    replaced: false,
  });
  const text = readFileSync(path, 'utf8');
  expect(text).toContain('Written 2026-01-05 00:00:00 UTC');
  expect(text).toContain(`printf 'red 0x102\\nblue 0x103\\n' > "$DEEPDIVE_TEST/colours"`);
  expect(codeBlocks(text)).toContain('red 0x102\nblue 0x103');
  expect(text).toMatch(/PASS the file has two lines \(1 of 1\)\n {2}- saw `[^`]+`, your output of write on here/);
  expect(text).toContain('answered `259`, right (1 of 1) after 2 tries');
  expect(text).toContain('- What is `0x103` in decimal?');
  expect(text).not.toContain('Look once more');
  await again.close();
});

describe('whatever a node prints', () => {
  test.each([
    ['a fence', '```\n# Not a heading\n```\n'],
    ['a longer fence', 'a\n`````\nb\n'],
    ['HTML', '<script>alert(1)</script>\n'],
    ['an end of a comment', '-->\n<!-- deepdive\n'],
    ['controls', 'a\u001b[31mred\u001b[0m\u0007\n'],
    ['a heading', '# big\n---\n'],
  ])('%s stays inside its block', (_, stdout) => {
    const text = transcriptOf(printed(stdout), PLAIN);
    const tokens = marked.lexer(text);
    expect(
      codeBlocks(text).some(block =>
        block.includes(stdout.replace(/\u001b\[\d+m|\u0007/g, match => (match === '\u0007' ? '·' : '')).trim()),
      ),
    ).toBe(true);
    expect(tokens.filter(token => token.type === 'heading' && token.text.includes('big'))).toEqual([]);
    expect(tokens.filter(token => token.type === 'html').map(token => token.raw.trim())).toEqual([MARK]);
    expect(text).not.toContain('\u001b');
  });

  test.each(['`', '``a', 'a`b``c', ' x ', '<b>', ''])('%j can be quoted within a line', text => {
    const [paragraph] = marked.lexer(`saw ${inCode(text)}.`);
    const tokens = (paragraph as {tokens?: {type: string; text: string}[]}).tokens ?? [];
    const code = tokens.filter(token => token.type === 'codespan').map(token => token.text);
    expect(code).toEqual(text === '' ? [] : [text.trim()]);
  });

  test('words are words', () => {
    expect(marked.parseInline(plainWords('a <b>*x*</b> [y](z) `k` &amp;'))).not.toMatch(/<(?:b|em|a|code)/);
  });

  test('a fence is longer than any in it', () => {
    expect(fenced('````', 'text')).toBe('`````text\n````\n`````');
  });
});

test('a long output is cut and says so, and is whole when asked for', () => {
  const stdout = Array.from({length: 500}, (_, index) => `row ${index}`).join('\n');
  const cut = transcriptOf(printed(stdout), PLAIN);
  expect(cut).toContain('row 59\n');
  expect(cut).not.toContain('row 60\n');
  expect(cut).toContain('The first 60 of 500 lines; `--all` has them all.');
  const whole = transcriptOf(printed(stdout), {...PLAIN, whole: true});
  expect(whole).toContain('row 499\n');
  expect(whole).not.toContain('--all');
});

test('a redacted one names no node, address or id of the cluster', () => {
  const state = printed('02:42:0a:00:02:09 dst 10.77.0.12 dev eth0 on swarm-02\n');
  const text = transcriptOf(state, {...PLAIN, redacted: true});
  expect(text).not.toMatch(/swarm-0|10\.77|02:42:0a:00:02:09|k3v8z0m3c1/);
  expect(text).toContain('Ran on `node-1`');
  expect(text).toMatch(/on node-2/);
  expect(text).toContain('stand-ins');
});

test('a file of someone else stays, one of this program is replaced and it is said', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'keep-')), 'a.md');
  expect(keepFile(path, `${MARK}\none`, MARK, false)).toEqual({kind: 'kept', replaced: false});
  expect(keepFile(path, `${MARK}\ntwo`, MARK, false)).toEqual({kind: 'kept', replaced: true});
  writeFileSync(path, 'my own notes');
  expect(keepFile(path, `${MARK}\nthree`, MARK, false)).toMatchObject({kind: 'refused'});
  expect(readFileSync(path, 'utf8')).toBe('my own notes');
  expect(keepFile(path, `${MARK}\nfour`, MARK, true)).toEqual({kind: 'kept', replaced: true});
  expect(keepFile(tmpdir(), 'x', MARK, true)).toMatchObject({kind: 'refused'});
  expect(keepFile(join(path, 'b.md'), 'x', MARK, false)).toMatchObject({kind: 'refused'});
  expect(keepFile('/nowhere/b.md', 'x', MARK, false)).toMatchObject({kind: 'refused'});
});
