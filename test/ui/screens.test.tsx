import {describe, expect, test} from 'vitest';
import {keyLabel} from '../../src/ui/key-label.ts';
import {KEYS} from '../../src/ui/key-table.ts';
import {checkState, FakeSession} from './fake-session.ts';
import {watchingSession, workingSession} from './sample-states.ts';
import {KEY, show, tooWide} from './terminal-model.ts';

const SIZES = [
  [40, 10],
  [80, 24],
  [100, 30],
  [160, 50],
] as const;

/** Every screen: how to get there from the step, and what must be seen there. */
const SCREENS: readonly (readonly [name: string, keys: readonly string[], seen: string])[] = [
  ['step', [], 'FAIL'],
  ['home', [KEY.esc], 'routing mesh'],
  ['why', ['w'], 'FAIL'],
  ['list', ['l'], 'Read the'],
  ['nodes', ['N'], 'swarm-02'],
  ['values', ['v'], 'away'],
  ['report', ['R'], 'All:'],
  ['help', ['?'], 'hint'],
  ['output', ['o'], 'swarm-01'],
  ['search', ['/', 'leaves', KEY.tab], '«leaves»'],
];

describe.each(SIZES)('at %i×%i', (columns, rows) => {
  test.each(SCREENS)('%s fits, says where it is, and offers valid keys only', async (name, keys, seen) => {
    const shown = await show(workingSession(), columns, rows);
    await shown.press(...keys);
    await shown.until(seen);
    expect(tooWide(shown.terminal)).toEqual([]);
    const labels = offered(shown.terminal.screen().at(-1) ?? '');
    expect(labels).toContain('? help');
    expect(labels).toContain('q quit');
    const possible = KEYS.filter(one => one.on?.includes(name as never) ?? true);
    const allowed = possible.map(one => `${keyLabel(one.keys[0]!)} ${one.label}`);
    for (const label of labels) expect(allowed).toContain(label);
    await shown.press('q');
    await shown.ended;
  });
});

/** `Enter run  c check` → the single hints. */
function offered(row: string): readonly string[] {
  return row.trim().split(/ {2,}/);
}

test('a step on a wide screen has its output beside it', async () => {
  const shown = await show(workingSession(), 110, 24);
  expect(shown.terminal.text()).toMatchInlineSnapshot(`
    " Swarm networking › A service on an overlay, and its forwarding table                   RECORDED docker 26.1 
     step 2/3  ●◎○  Read the forwarding table                                                          1/5 points
    ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
      ────────────────────────────                         │ fdb · swarm-01 · 10:42:07 · exit 0
      dst   the VTEP, another node                         │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self
      self  kept by the device                             │      permanent
                                                           │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self
      $ docker exec $(docker ps -qf name=redis) ip addr    │      permanent
        show                                               │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self
        on 1 swarm-01 2 swarm-02 (all)        ✔ done 0.3 s │      permanent
                                                           │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self
      $ nsenter                                            │      permanent
        --net=/var/run/docker/netns/<overlay.vote.netns>   │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self
        bridge fdb show dev vxlan0                         │      permanent
        on swarm-01                           ✔ done 0.3 s │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self
        looked up when it runs: <overlay.vote.netns>       │      permanent
                                                           │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self
    ▌ ✘ FAIL  the table knows the task on the     2 points │      permanent
    ▌         other node                                   │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self
    ▌   The row points at 10.77.0.13: the task has moved   │      permanent
    ▌   since you looked.                                  │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self
                                                           │ ↓ 43 more rows
                                                                                           ↓ 12 more rows of text 
     h hint  Enter look now  c check  w why  Tab output  r raw or parsed  d compare  o full output  ? help  q quit"
  `);
  await shown.press('q');
});

test('a step on a narrow screen has the head of each output below the command', async () => {
  const shown = await show(workingSession(), 80, 24);
  expect(shown.terminal.text()).toMatchInlineSnapshot(`
    " Swarm networking › A service on an overlay, and its fo…  RECORDED docker 26.1 
     step 2/3  ●◎○  Read the forwarding table                            1/5 points
    ────────────────────────────────────────────────────────────────────────────────
        │ swarm-02
        │ 1: lo

      $ nsenter --net=/var/run/docker/netns/<overlay.vote.netns> bridge fdb show
        dev vxlan0
        on swarm-01                                                    ✔ done 0.3 s
        looked up when it runs: <overlay.vote.netns>
        │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self permanent
        │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self permanent
        │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self permanent
        │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self permanent
        │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self permanent
        │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self permanent
        │ 02:42:0a:00:02:09 dst 10.77.0.12 link-netnsid 0 self permanent
        │ … 23 more lines (o)

    ▌ ✘ FAIL  the table knows the task on the other node                   2 points
    ▌   The row points at 10.77.0.13: the task has moved since you looked.

                                                              ↓ 9 more rows of text 
     h hint  Enter look now  c check  w why  Tab output  d compare  ? help  q quit"
  `);
  await shown.press('q');
});

test('home shows the module, the recording and the progress of each lesson', async () => {
  const shown = await show(workingSession(), 80, 24, {open: 'home'});
  expect(shown.terminal.text()).toMatchInlineSnapshot(`
    " Swarm networking                                         RECORDED docker 26.1 
     Home
    ────────────────────────────────────────────────────────────────────────────────

      Follow a packet through overlays, tunnels and the routing mesh of Docker
      Swarm, on a real cluster of three machines.

      RECORDED docker 26.1  3 nodes: swarm-01, swarm-02, swarm-03
      A recording of a real cluster answers your commands; nothing runs on a
      machine. For a real one of your own: deepdive lab up

    ▌ 1  A service on an overlay, and its forwarding table                  25 min
    ▌    ●○○  1/3 steps  1/5 points  you are at step 2

      2  The routing mesh: from a published port to a task                  20 min
         ○  0/1 steps







     Enter open  l list  / search  t topology  v values  N nodes  ? help  q quit"
  `);
  await shown.press('q');
});

test('the why card shows expected, found, the row and where it was, and what to do', async () => {
  const shown = await show(workingSession(), 80, 30);
  await shown.press('w');
  expect(shown.terminal.text()).toMatchInlineSnapshot(`
    " Swarm networking › A service on an overlay, and its fo…  RECORDED docker 26.1 
     Why                                                                 1/5 points
    ────────────────────────────────────────────────────────────────────────────────

      ✘ FAIL  the table knows the task on the other node
      looked at 10:42:09 · 0/2 points

      the table on swarm-01 sends 02:42:0a:00:02:09 to 10.77.0.13, not to
      10.77.0.12

      expected
        02:42:0a:00:02:09 → 10.77.0.12

      found
        02:42:0a:00:02:09 → 10.77.0.13

      rows that come close
        02:42:0a:00:02:09 dst 10.77.0.13 self permanent
          fdb on swarm-01, netns 1-k3v8z0m3c1

      what to do
        The row points at 10.77.0.13: the task has moved since you looked.
        Enter runs fdb again, and looks anew.






     Enter rerun  c check  h hint  t topology  N nodes  Esc back  ? help  q quit"
  `);
  await shown.press('q');
});

test('at the end of the module n leads to how one stands, once all of the step is done', async () => {
  const session = new FakeSession();
  session.set({lesson: 'mesh', step: 'publish'});
  const shown = await show(session, 80, 24);
  expect(shown.terminal.screen().at(-1)).not.toContain('n ');
  const {steps} = session.state();
  session.set({steps: {...steps, 'mesh/publish': {...steps['mesh/publish']!, status: 'passed'}}});
  await shown.until('n how you stand');
  await shown.press('n');
  await shown.until('All: ');
  expect(shown.terminal.text()).toMatch(/▌ . Publish a port/);
  await shown.press('q');
  await shown.ended;
});

test('nodes show which do not answer', async () => {
  const shown = await show(watchingSession(), 80, 24);
  await shown.press('N');
  expect(shown.terminal.text()).toContain('swarm-03  worker  ✘ no answer');
  expect(shown.terminal.text()).toContain('no route to host');
  await shown.press('q');
});

test.each([
  [40, 12],
  [80, 24],
] as const)(
  'at %i×%i nodes that do not answer come with a remedy, and Enter asks them again',
  async (columns, rows) => {
    const session = watchingSession();
    const shown = await show(session, columns, rows);
    await shown.press('N', 'G');
    expect(shown.terminal.text().replace(/\s+/g, ' ')).toContain(
      'deepdive doctor --cluster lab looks for what is in the way; Enter asks them again',
    );
    expect(shown.terminal.screen().at(-1)).toContain('Enter retry');
    session.calls = [];
    await shown.press(KEY.enter);
    expect(session.calls).toEqual(['probe']);
    await shown.press('q');
  },
);

test('a recording tells the same each time, so its nodes are not asked again', async () => {
  const shown = await show(workingSession(), 80, 24);
  await shown.press('N');
  expect(shown.terminal.screen().at(-1)).not.toContain('retry');
  await shown.press('q');
});

test('a locked step says why', async () => {
  const session = new FakeSession();
  session.set({step: 'fdb'});
  const shown = await show(session, 80, 24);
  expect(shown.terminal.text()).toContain('locked: finish “Launch a service on the overlay” first');
  expect(shown.terminal.screen().at(-1)).toContain('X catch me up');
  await shown.press('q');
});

test.each<readonly [string, readonly string[]]>([
  ['list', ['l', KEY.down]],
  ['report', ['R', KEY.down]],
  ['nodes', ['N', KEY.down, KEY.down]],
  ['values', ['v', KEY.down]],
  ['output', ['o', KEY.down, KEY.down]],
  ['why', ['w', KEY.tab]],
  ['home', [KEY.esc, KEY.down]],
])('%s is as it was left when help is closed', async (_, keys) => {
  const session = workingSession();
  const {checks} = session.state();
  session.set({checks: {...checks, 'overlay/other-end': checkState({status: 'pass', points: 1})}});
  const shown = await show(session, 60, 12);
  await shown.press(...keys);
  const before = shown.terminal.text();
  await shown.press('?');
  await shown.until('Keys');
  await shown.press(KEY.esc);
  await shown.until(before.split('\n')[0]!);
  expect(shown.terminal.text()).toBe(before);
  await shown.press('q');
});

test('Esc from a lesson goes back to it on home', async () => {
  const shown = await show(workingSession(), 80, 24, {open: 'home'});
  await shown.press(KEY.down, KEY.enter);
  await shown.until('Publish a port');
  await shown.press(KEY.esc);
  await shown.until('Home');
  expect(shown.terminal.text()).toContain('▌ 2  The routing mesh');
  await shown.press('q');
});

test.each([
  [40, 12],
  [80, 24],
])('at %i×%i values are read whole, each with its age and where it is from', async (columns, rows) => {
  const shown = await show(workingSession(), columns, rows);
  await shown.press('v');
  await shown.until('Values');
  const text = shown.terminal.text();
  expect(text).toContain('home  swarm-01');
  expect(text).toMatch(/away {2}swarm-02\n {4}\d+ days ago, from overlay\/where/);
  expect(text).toContain('02:42:0a:00:02:09');
  await shown.press('q');
});

test('resizing draws everything anew, also where two panes begin', async () => {
  const shown = await show(workingSession(), 80, 24);
  shown.terminal.resize(120, 30);
  await shown.until('full output');
  expect(tooWide(shown.terminal)).toEqual([]);
  expect(shown.terminal.screen().filter(row => row.includes('│')).length).toBeGreaterThan(20);
  shown.terminal.written = '';
  shown.terminal.resize(50, 12);
  await shown.until('2/3 Read');
  expect(tooWide(shown.terminal)).toEqual([]);
  await shown.press('q');
});

test('through every size what has the focus stays in sight', async () => {
  const shown = await show(workingSession(), 160, 50);
  const focused = () => shown.terminal.screen().find(row => row.startsWith('▌')) ?? '';
  for (const [columns, rows] of [
    [40, 12],
    [100, 30],
    [60, 10],
    [80, 24],
    [30, 12],
    [160, 50],
  ] as const) {
    shown.terminal.resize(columns, rows);
    await shown.until('▌ ');
    expect(focused()).toContain('✘ FAIL');
  }
  await shown.press('q');
});

test('however narrow the screen is, nothing of a line of nodes is cut', async () => {
  const shown = await show(workingSession(), 40, 12);
  await shown.press(KEY.up, KEY.up);
  await shown.until('▌ $ docker exec');
  expect(shown.terminal.text()).toMatch(/▌ {3}on 1 swarm-01 2 swarm-02 \(all\)\n▌ {3}✔ done/);
  await shown.press('q');
});

test('before there is a value, what a value is is read whole', async () => {
  const session = workingSession();
  session.set({values: []});
  const shown = await show(session, 40, 12);
  await shown.press('v');
  await shown.until('own\n  outputs.');
  expect(shown.terminal.text()).not.toContain('…');
  await shown.press('q');
});

test('what holds of a node is said in words', async () => {
  const session = workingSession();
  const {cluster} = session.state();
  session.set({
    cluster: {...cluster, nodes: cluster.nodes.map(node => ({...node, probed: {ipvs: 'true', esp: 'false'}}))},
  });
  const shown = await show(session, 80, 24);
  await shown.press('N');
  await shown.until('ipvs yes   esp no');
  await shown.press('q');
});

test('the help says once what a key does', async () => {
  const shown = await show(workingSession(), 80, 24);
  await shown.press('?');
  await shown.until('next step');
  expect(shown.terminal.text()).toMatch(/^ {2}n +next step, how you stand$/m);
  expect(shown.terminal.text()).toMatch(/^ {2}h +hint$/m);
  await shown.press('q');
});

test('a terminal that is too small asks for room, and comes back', async () => {
  const shown = await show(workingSession(), 80, 24);
  shown.terminal.resize(19, 4);
  await shown.until('needs 20×5');
  shown.terminal.resize(80, 24);
  await shown.until('step 2/3');
  await shown.press('q');
});

test.each([
  [{NO_COLOR: '1'}, false],
  [{FORCE_COLOR: '0'}, false],
  [{}, true],
])('with %o colours are %s', async (env, styled) => {
  const shown = await show(workingSession(), 80, 24, {env});
  expect(shown.terminal.isStyled()).toBe(styled);
  await shown.press('q');
});
