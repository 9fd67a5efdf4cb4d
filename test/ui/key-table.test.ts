import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Choice, ClustersShown, Making} from '../../src/ui/clusters/clusters.ts';
import {editKey, editLine} from '../../src/ui/edit-line.ts';
import {keyNames} from '../../src/ui/key-name.ts';
import {KEYS, type KeyBinding, validKeys} from '../../src/ui/key-table.ts';
import {createSearchModel} from '../../src/ui/search/search-model.ts';
import type {Situation} from '../../src/ui/situation.ts';
import {createStepModel} from '../../src/ui/step-model.ts';
import {createStore} from '../../src/ui/store.ts';
import {openingView, type ScreenName} from '../../src/ui/view.ts';
import {checkState, FakeSession} from './fake-session.ts';
import {watchingSession, workingSession} from './sample-states.ts';

const SCREENS: readonly ScreenName[] = [
  'home',
  'step',
  'why',
  'list',
  'nodes',
  'values',
  'report',
  'help',
  'output',
  'topology',
  'evidence',
  'ways',
  'search',
  'clusters',
  'lab',
];

function lookedSession(): FakeSession {
  const session = workingSession();
  session.set({look: {snapshot: {takenAt: 0, nodes: [], facts: new Map()}, isOld: false}});
  return session;
}

function lockedSession(): FakeSession {
  const session = new FakeSession();
  session.set({step: 'fdb'});
  return session;
}

/** What the step needs is not on this cluster. */
function unavailableSession(): FakeSession {
  const session = workingSession();
  const none = {status: 'unavailable', reason: 'needs a swarm', hints: 0, solutionShown: false} as const;
  session.set({steps: {...session.state().steps, 'overlay/fdb': none}});
  return session;
}

/** All is done, and the student is at the last step. */
function endedSession(): FakeSession {
  const session = new FakeSession();
  const passed = {status: 'passed', reason: '', hints: 0, solutionShown: false} as const;
  session.set({lesson: 'mesh', step: 'publish', steps: {...session.state().steps, 'mesh/publish': passed}});
  return session;
}

/** Two checks of the step were judged. */
function judgedSession(): FakeSession {
  const session = workingSession();
  const {checks} = session.state();
  session.set({checks: {...checks, 'overlay/other-end': checkState({status: 'pass', points: 1})}});
  return session;
}

const LAB: Choice = {
  kind: 'cluster',
  name: 'lab',
  title: 'lab',
  about: '',
  use: {kind: 'make', takes: 'about 15 s', does: []},
  progress: null,
};
const MAKING: Making = {name: 'lab', takes: '', since: 0, phases: [], line: '', end: null, stopping: false};

/** Nowhere else to go; a lab that could be made; one that is being made. */
const CLUSTERS: readonly (ClustersShown | undefined)[] = [
  undefined,
  {choices: [LAB], asked: LAB, making: null},
  {choices: [LAB], asked: LAB, making: MAKING},
];

function situations(): readonly Situation[] {
  const sessions = [
    ...[new FakeSession(), workingSession(), watchingSession()],
    ...[lookedSession(), judgedSession(), lockedSession(), unavailableSession(), endedSession()],
  ];
  return CLUSTERS.flatMap(clusters => sessions.flatMap(session => situationsIn(session, clusters)));
}

const A_WALK = {from: {kind: 'outside', node: 'swarm-01'}, to: {kind: 'port', port: 80}} as const;

function situationsIn(session: FakeSession, clusters: ClustersShown | undefined): readonly Situation[] {
  return SCREENS.flatMap(screen => {
    const store = createStore({
      session,
      view: openingView(screen, 80, 24),
      theme: {},
      clock: () => 0,
      steps: createStepModel(session),
      clusters,
    });
    store.setSearch(createSearchModel(session, () => false));
    const ids = [null, ...store.snapshot().document.places.map(place => place.block.id)];
    return ids.map(focus => {
      store.update(view => ({
        ...view,
        focus,
        map: {...view.map, all: focus !== null, walk: focus === null ? null : A_WALK},
        search: {text: 'fdb', cursor: 0},
        find: {text: focus === null ? '' : '02:42', hit: null},
        list: {filter: focus === null ? 'all' : 'to-do', text: ''},
      }));
      return store.snapshot().situation;
    });
  });
}

test('no key means two things at once', () => {
  for (const now of situations()) {
    const keys = validKeys(now).flatMap((binding: KeyBinding) => binding.keys);
    expect([...new Set(keys)].sort()).toEqual([...keys].sort());
  }
});

test('help and quitting are there on every screen', () => {
  for (const now of situations()) {
    const actions = validKeys(now).map(binding => binding.action);
    expect(actions).toContain('quit');
    expect(actions).toContain('help');
  }
});

test('every binding is valid somewhere', () => {
  const all = situations();
  const never = KEYS.filter(one => !all.some(now => validKeys(now).includes(one)));
  // What needs something under way, undone, compared or answered is tested in keys.test.tsx and inspector.test.tsx.
  const later = new Set([
    'more-left',
    'more-right',
    'stop',
    'undo',
    'swap',
    'fold',
    'next',
    'hint',
    'solution',
    'notes',
    'go-on',
  ]);
  expect(never.map(one => one.action).filter(action => !later.has(action))).toEqual([]);
});

const none = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

describe('keyNames', () => {
  test.each([
    ['one letter', 'n', {}, ['n']],
    ['a chunk of typed text', 'a b\r', {}, ['a', 'space', 'b', 'enter']],
    ['a wide character', '日', {}, ['日']],
    ['a control key', 'c', {ctrl: true}, ['ctrl-c']],
    ['an arrow', '', {upArrow: true}, ['up']],
    ['a sequence that nobody knows', '[1;5A', {}, []],
    ['a paste', '[200~', {}, ['paste-start']],
  ])('%s', (_, input, key, names) => {
    expect(keyNames(input, {...none, ...key})).toEqual(names);
  });
});

describe('the line editor', () => {
  const type = (text: string, ...keys: readonly string[]) =>
    keys.reduce((edit, key) => editKey(edit, key) ?? edit, editLine(text));

  test.each([
    ['inserts at the cursor', 'ab', ['left', 'x'], 'axb'],
    ['removes before the cursor', 'ab', ['left', 'backspace'], 'b'],
    ['removes whole characters', 'ae\u0301', ['backspace'], 'a'],
    ['removes a word', 'ip link show', ['ctrl-w'], 'ip link '],
    ['removes to the start', 'abc', ['left', 'ctrl-u'], 'c'],
    ['removes to the end', 'abc', ['home', 'right', 'ctrl-k'], 'a'],
  ])('%s', (_, text, keys, expected) => {
    expect(type(text, ...keys).text).toBe(expected);
  });

  test('the cursor stays inside the text, whatever is pressed', () => {
    const key = fc.constantFrom(
      'left',
      'right',
      'home',
      'end',
      'backspace',
      'delete',
      'ctrl-w',
      'ctrl-k',
      'a',
      '日',
      'space',
    );
    fc.assert(
      fc.property(fc.string(), fc.array(key), (text, keys) => {
        const edit = type(text, ...keys);
        expect(edit.at).toBeGreaterThanOrEqual(0);
        expect(edit.at).toBeLessThanOrEqual(edit.text.length);
      }),
    );
  });
});
