import {appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterAll, expect, test} from 'vitest';
import {lint} from '../../src/author/lint.ts';
import {nextPreview, openPreview, type Preview, previewLines} from '../../src/author/preview/preview.ts';
import {lineCells, lineText} from '../../src/render/line.ts';
import {createStepRenderer} from '../../src/render/step-lines.ts';

const folder = join(mkdtempSync(join(tmpdir(), 'deepdive-preview-')), 'overlay');
cpSync('test/lesson/fixtures/overlay', folder, {recursive: true});
afterAll(() => rmSync(folder, {recursive: true}));

const lesson = join(folder, 'overlay-forwarding.md');
const whole = readFileSync(lesson, 'utf8');
const draw = createStepRenderer();
const size = {columns: 80, rows: 200};

const screen = (preview: Preview) => previewLines(preview, draw).map(lineText);
const text = (preview: Preview) => screen(preview).join('\n');
const pressed = (preview: Preview, ...keys: readonly string[]) =>
  keys.reduce((now, key) => nextPreview(now, {kind: 'key', key}, draw)!, preview);

/** What is shown once the lesson was saved with this text in it. */
async function saved(preview: Preview, content: string): Promise<Preview> {
  writeFileSync(lesson, content);
  try {
    return nextPreview(preview, {kind: 'saved', found: await lint([folder])}, draw)!;
  } finally {
    writeFileSync(lesson, whole);
  }
}

const opened = async (wanted?: string) => openPreview(await lint([folder]), wanted, size);

test('a step is shown with all variants, hints and solutions open, and values by their samples', async () => {
  const shown = text(await opened('overlay-forwarding/fdb'));
  for (const part of [
    /^step 2 of 3 · /,
    'where overlay netns:',
    'where overlay host:',
    '▾ Hint 1',
    '│ $ nsenter',
    'captures mac (mac), such as 02:42:0a:00:02:08',
    'the way back to the task on swarm-01',
    'no problem',
  ])
    expect(shown).toMatch(part);
});

test('a problem is told below what it is about, with its place', async () => {
  const before = await opened('overlay-forwarding/fdb');
  const after = await saved(before, whole.replace('parse=ip.addr', 'parse=ip.adr'));
  const rows = screen(after);
  expect(rows[0]).toMatch(/1 error$/);
  const run = rows.findIndex(row => row.startsWith('$ docker exec'));
  const told = rows.findIndex(row => row.startsWith('✘ '));
  expect(rows[told]).toMatch(/^✘ \d+:\d+ parse: no parser "ip\.adr"; did you mean "ip\.addr"\?$/);
  expect(told).toBeGreaterThan(run);
  expect(rows.slice(run, told).filter(row => row.startsWith('$ '))).toHaveLength(1);
  expect(text(await saved(after, whole))).toContain('no problem');
});

test('the place is kept over a save, wherever the step is by then', async () => {
  const low = {...(await opened('overlay-forwarding/fdb')), size: {columns: 80, rows: 12}};
  const before = pressed(low, 'down', 'down', 'pagedown');
  const moved = whole.replace(
    '## Launch a service',
    '## A step before\n<!-- @step\nid: earlier\n-->\n\nMore.\n\n## Launch a service',
  );
  const after = await saved(before, moved);
  expect(screen(after)[0]).toMatch(/^step 3 of 4 · /);
  expect(screen(after).slice(1)).toEqual(screen(before).slice(1));
});

test('what no step shows stands above: a lesson that cannot be read, or another file', async () => {
  const none = await saved(await opened(), whole.replace('lesson: overlay-forwarding', 'lesson: [')); // its front matter
  expect(screen(none)[0]).toMatch(/^nothing to show .*error/);
  expect(text(none)).toMatch(/✘ overlay-forwarding\.md:\d+:\d+ /);
  expect(text(await saved(none, whole))).toMatch(/^step 1 of 3 /);
  appendFileSync(join(folder, 'module.yaml'), 'nonsense: 1\n');
  try {
    expect(text(openPreview(await lint([folder]), undefined, size))).toMatch(/✘ module\.yaml:\d+:1 unknown key/);
  } finally {
    cpSync('test/lesson/fixtures/overlay/module.yaml', join(folder, 'module.yaml'));
  }
});

test('keys go from step to step, to the next problem and round, and out', async () => {
  const first = await opened();
  const heads = [first, pressed(first, 'n'), pressed(first, 'n', 'n', 'n'), pressed(first, 'n', 'p', 'p')].map(
    preview => screen(preview)[0]?.slice(0, 11),
  );
  expect(heads).toEqual(['step 1 of 3', 'step 2 of 3', 'step 3 of 3', 'step 1 of 3']);
  const wrong = await saved(
    {...first, size: {columns: 80, rows: 8}},
    whole.replace('use: mark.to-fwm', 'use: mark.to-fmw'),
  );
  const there = pressed(wrong, 'e');
  expect(screen(there)[0]).toMatch(/^step 3 of 3/);
  expect(text(there)).toContain('no assertion "mark.to-fmw"; did you mean "mark.to-fwm"?');
  expect(nextPreview(first, {kind: 'key', key: 'q'}, draw)).toBeUndefined();
  expect(nextPreview(first, {kind: 'key', key: 'ctrl-c'}, draw)).toBeUndefined();
});

test('at any size the screen is as many rows as the terminal, none wider, after whatever keys', async () => {
  const first = await opened();
  const keys = fc.array(fc.constantFrom('n', 'p', 'e', 'up', 'down', 'pageup', 'pagedown', 'x'), {maxLength: 12});
  fc.assert(
    fc.property(fc.integer({min: 20, max: 200}), fc.integer({min: 4, max: 60}), keys, (columns, rows, typed) => {
      const sized = nextPreview(first, {kind: 'resized', size: {columns, rows}}, draw)!;
      const lines = previewLines(pressed(sized, ...typed), draw);
      expect(lines).toHaveLength(rows);
      for (const line of lines) expect(lineCells(line)).toBeLessThanOrEqual(columns);
    }),
    {numRuns: 60},
  );
});
