import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {lineText} from '../../src/render/line.ts';
import type {CheckState} from '../../src/session/state.ts';
import {createController} from '../../src/ui/controller.ts';
import {footerLines} from '../../src/ui/footer.ts';
import {keyLabel} from '../../src/ui/key-label.ts';
import {KEYS} from '../../src/ui/key-table.ts';
import {createSearchModel} from '../../src/ui/search/search-model.ts';
import {createStepModel} from '../../src/ui/step-model.ts';
import {createStore} from '../../src/ui/store.ts';
import {openingView} from '../../src/ui/view.ts';
import {checkState, FakeSession, nodeRun, result, sampleState} from './fake-session.ts';
import {watchingSession, workingSession} from './sample-states.ts';
import {KEY, type Shown, show, tooWide} from './terminal-model.ts';

const SIZES = [
  [40, 12],
  [80, 24],
  [160, 50],
] as const;

interface State {
  readonly session: () => FakeSession;
  /** Keys that lead into it. */
  readonly keys?: readonly string[];
  /** What is seen of it on the step, at every size. */
  readonly seen: RegExp;
}

const STATES: Readonly<Record<string, State>> = {
  'a step that was not begun': {session: () => new FakeSession(), seen: /Launch a service/},
  'a locked step': {session: lockedSession, seen: /locked: finish/},
  'a check that fails': {session: workingSession, seen: /✘ FAIL/},
  'a check that could not look': {
    session: () => judgedSession({status: 'error', reason: 'swarm-02: connection lost: the cable was pulled'}),
    seen: /! ERROR/,
  },
  'a check that is old': {session: () => judgedSession({status: 'old', points: 2}), seen: /↺ OLD/},
  'a check that waits': {session: () => judgedSession({status: 'wait', reason: 'run fdb first'}), seen: /○ WAIT/},
  'a check that is looking': {session: () => judgedSession({status: 'checking'}), seen: /… LOOKING/},
  'a step that is passed': {session: () => settledSession('passed'), seen: /✔ PASS/},
  'a step that is passed with help': {session: () => settledSession('assisted'), seen: /✔ PASS/},
  'a step that this engine has not': {session: unavailableSession, seen: /no such/},
  'a node that was lost in the middle of a command': {session: lostSession, seen: /lost/},
  'a node that does not answer': {session: watchingSession, seen: /tcpdump/},
  'a stream': {session: watchingSession, keys: [KEY.enter], seen: /● live/},
};

/** Every screen that keys lead to from a step. */
const SCREENS: Readonly<Record<string, readonly string[]>> = {
  step: [],
  'the output in place of the text': [KEY.tab],
  output: ['o'],
  why: ['w'],
  list: ['l'],
  nodes: ['N'],
  values: ['v'],
  topology: ['t'],
  report: ['R'],
  search: ['/', 'fdb', KEY.tab],
  help: ['?'],
};

/** The others stay on the step where nothing was run or judged. */
const OVER_THE_STEP: ReadonlySet<string> = new Set(['list', 'nodes', 'values', 'topology', 'report', 'search', 'help']);

function judgedSession(change: Partial<CheckState>): FakeSession {
  const session = workingSession();
  const {checks} = session.state();
  session.set({checks: {...checks, 'overlay/fdb-has-peer': checkState({maxPoints: 2, fails: 0, ...change})}});
  return session;
}

function lockedSession(): FakeSession {
  return new FakeSession(sampleState({step: 'fdb'}));
}

function settledSession(status: 'passed' | 'assisted'): FakeSession {
  const witnesses = [{fact: 'output:fdb@swarm-01', row: 'a row'}];
  const session = judgedSession({status: 'pass', points: 2, witnesses});
  const {steps, checks} = session.state();
  session.set({
    steps: {...steps, 'overlay/fdb': {...steps['overlay/fdb']!, status}},
    checks: {...checks, 'overlay/other-end': checkState({status: 'pass', points: 1, witnesses})},
  });
  return session;
}

function unavailableSession(): FakeSession {
  const session = workingSession();
  const {steps} = session.state();
  const reason = 'no such tables here: docker 17.10 keeps them elsewhere';
  session.set({
    steps: {...steps, 'overlay/fdb': {...steps['overlay/fdb']!, status: 'unavailable', reason}},
    checks: {},
  });
  return session;
}

function lostSession(): FakeSession {
  const session = judgedSession({status: 'error', reason: 'swarm-01: connection lost: the cable was pulled'});
  const lost = result('02:42:0a', {ok: false, end: {kind: 'lost', reason: 'the cable was pulled'}});
  const {runs, cluster} = session.state();
  session.set({
    runs: {...runs, 'overlay/fdb': {status: 'error', nodes: {'swarm-01': nodeRun('swarm-01', 'bridge fdb', lost)}}},
    cluster: {
      ...cluster,
      nodes: cluster.nodes.map(node =>
        node.id === 'swarm-01' ? {...node, reached: 'no', problem: 'the cable was pulled'} : node,
      ),
    },
  });
  return session;
}

async function open({session, keys = []}: State, columns: number, rows: number): Promise<[FakeSession, Shown]> {
  const opened = session();
  const shown = await show(opened, columns, rows, {folder: mkdtempSync(join(tmpdir(), 'states-'))});
  await shown.press(...keys);
  return [opened, shown];
}

/** `Enter run  c check` → the single hints; a question has its keys three cells apart. */
function offered({terminal}: Shown): readonly string[] {
  return (terminal.screen().at(-1) ?? '').trim().split(/ {2,}/);
}

describe.each(SIZES)('at %i×%i', (columns, rows) => {
  test.each(Object.keys(STATES))('%s fits on every screen, in words', async name => {
    const state = STATES[name]!;
    const [, shown] = await open(state, columns, rows);
    const seen = [shown.terminal.text()];
    await shown.press('g');
    for (let page = 0; page < (rows < 20 ? 12 : 3); page++) {
      seen.push(shown.terminal.text());
      await shown.press(KEY.pageDown);
    }
    expect(seen.join('\n')).toMatch(state.seen);
    for (const [screen, keys] of Object.entries(SCREENS)) {
      await shown.press(...keys);
      expect(shown.terminal.text(), screen).not.toMatch(/undefined|NaN|\[object/);
      expect(offered(shown), screen).toEqual(expect.arrayContaining(['? help', 'q quit']));
      if (OVER_THE_STEP.has(screen)) expect(offered(shown), screen).toContain('Esc back');
      await shown.press(KEY.esc);
      if (shown.terminal.screen()[columns < 80 || rows < 16 ? 0 : 1]?.includes('Home')) await shown.press(KEY.enter);
    }
    expect(tooWide(shown.terminal)).toEqual([]);
    await shown.press('q');
    await shown.ended;
  });
});

/** What the footer calls a key → the key. */
function keyOf(label: string): string {
  const {keys} = KEYS.find(one => `${keyLabel(one.keys[0]!)} ${one.label}` === label)!;
  return keys[0] === '1-9' ? '2' : keys[0]!;
}

/** The screen without glass: what keys lead to, and what they did outside. */
function keyboard({session, keys = []}: State, columns: number, rows: number) {
  const opened = session();
  const store = createStore({
    session: opened,
    view: openingView('step', columns, rows),
    theme: {},
    clock: () => 0,
    folder: mkdtempSync(join(tmpdir(), 'states-')),
    steps: createStepModel(opened),
  });
  const did: string[] = [];
  const act = createController(store, {
    quit: () => did.push('quit'),
    send: sequence => did.push(sequence),
    shell: node => did.push(`shell ${node}`),
    suspend: () => did.push('suspend'),
    loadTopology: () => undefined,
    loadSearch: () => store.setSearch(createSearchModel(opened, () => false)),
    clusters: undefined,
  });
  const press = async (...names: readonly string[]) => {
    for (const name of names) {
      act(name);
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  const labels = () => lineText(footerLines(store.snapshot().situation).at(-1)!).trim().split(/ {2,}/);
  const trace = () => {
    const {view, state} = store.snapshot();
    return JSON.stringify([view, state, opened.calls, did]);
  };
  return {press, labels, trace, ready: press(...keys.map(nameOf)), close: () => store.close()};
}

function nameOf(key: string): string {
  return Object.entries({enter: KEY.enter, tab: KEY.tab, esc: KEY.esc}).find(([, typed]) => typed === key)?.[0] ?? key;
}

test.each(Object.keys(STATES))(
  '%s: every key that is promised does something',
  async name => {
    const state = STATES[name]!;
    const dead: string[] = [];
    for (const [columns, rows] of [
      [80, 24],
      [300, 50],
    ] as const) {
      for (const [screen, keys] of Object.entries(SCREENS)) {
        const way = keys.flatMap(key => (key === 'fdb' ? ['f', 'd', 'b'] : [nameOf(key)]));
        const open = async () => {
          const shown = keyboard(state, columns, rows);
          await shown.ready;
          await shown.press(...way);
          return shown;
        };
        const {labels, close} = await open();
        close();
        for (const label of labels()) {
          const shown = await open();
          const before = shown.trace();
          await shown.press(keyOf(label));
          for (let tries = 0; tries < 300 && shown.trace() === before; tries++) await sleep(10);
          if (shown.trace() === before) dead.push(`${screen} at ${columns}: ${label}`);
          shown.close();
        }
      }
    }
    expect(dead).toEqual([]);
  },
  60_000,
);

test.each([
  [40, 12],
  [80, 24],
] as const)('at %i×%i a long word below the text does not cover what Enter acts on', async (columns, rows) => {
  const session = workingSession();
  const shown = await show(session, columns, rows);
  const focus = () => shown.terminal.screen().findIndex(row => row.startsWith('▌'));
  const footer = rows < 16 ? 1 : 2;
  await shown.press('g');
  for (let n = 0; n < 60 && focus() < rows - footer - 2; n++) await shown.press('j');
  // Its last row is that above the footer or nearly so, and Enter acts on it.
  expect(focus()).toBeGreaterThanOrEqual(rows - footer - 2);
  expect(shown.terminal.screen().at(-1)).not.toContain('go on');
  session.set({notice: {kind: 'bad', text: 'something that takes many words to be told '.repeat(9)}});
  await shown.until('something that takes');
  expect(focus()).toBeGreaterThan(0);
  await shown.press('q');
  await shown.ended;
});
