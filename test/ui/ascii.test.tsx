import {describe, expect, test} from 'vitest';
import {fixture} from '../snapshot/fixture.ts';
import {FakeSession} from './fake-session.ts';
import {workingSession} from './sample-states.ts';
import {KEY, type Shown, show, tooWide} from './terminal-model.ts';

const SIZES = [
  [40, 10],
  [80, 24],
  [160, 50],
] as const;

const ENVIRONMENTS = [
  ['a locale without UTF-8', {LC_ALL: 'C', LANG: 'C.UTF-8'}],
  ["a kernel's console", {LANG: 'C.UTF-8', TERM: 'linux'}],
] as const;

const SCREENS: readonly (readonly [name: string, keys: readonly string[], seen: string])[] = [
  ['step', [], 'FAIL'],
  ['home', [KEY.esc], 'routing mesh'],
  ['why', ['w'], 'FAIL'],
  ['list', ['l'], 'Read the'],
  ['help', ['?'], 'hint'],
  ['output', ['o'], 'swarm-01'],
];

/** Leaves the screen, too: what is said then counts as well. */
async function expectAscii({terminal, press, ended}: Shown): Promise<void> {
  expect(tooWide(terminal)).toEqual([]);
  await press('q');
  await ended;
  expect(terminal.written).toMatch(/^[\x00-\x7f]*$/);
}

describe.each(ENVIRONMENTS)('on %s', (_, env) => {
  test.each(SIZES.flatMap(size => SCREENS.map(screen => [...size, ...screen] as const)))(
    'at %i×%i %s is drawn in ASCII',
    async (columns, rows, _name, keys, seen) => {
      const shown = await show(workingSession(), columns, rows, {env});
      await shown.press(...keys);
      await shown.until(seen);
      await expectAscii(shown);
    },
  );
});

const env = {LC_ALL: 'C'};

test('verdicts are words, and lines, marks and progress have signs that a typewriter has', async () => {
  const shown = await show(workingSession(), 110, 24, {env});
  await shown.press('c');
  const rows = shown.terminal.screen();
  expect(rows.slice(0, 3)).toMatchInlineSnapshot(`
    [
      " Swarm networking > A service on an overlay, and its forwarding table                   RECORDED docker 26.1 ",
      " step 2/3  *o.  Read the forwarding table                                                          1/5 points",
      "--------------------------------------------------------------------------------------------------------------",
    ]
  `);
  expect(shown.terminal.text()).toMatch(/^> +x FAIL /m);
  await shown.press('q');
  await shown.ended;
});

test('the topology is drawn in ASCII', async () => {
  const session = new FakeSession();
  session.seen = fixture('wired');
  const shown = await show(session, 120, 40, {env});
  await shown.press('t');
  await shown.until('l look now');
  await shown.press('l');
  await shown.until('swarm-01');
  await shown.press('a');
  await shown.until('+- ');
  expect(shown.terminal.text()).toMatch(/\+- [\s\S]*==> swarm-/);
  await expectAscii(shown);
});
