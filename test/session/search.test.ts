import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {openParts, openSession} from '../../src/commands/student.ts';
import type {Item} from '../../src/core/lesson.ts';
import {createSearch, type Search} from '../../src/session/search.ts';
import type {Session} from '../../src/session/session.ts';
import {searchWords} from '../../src/session/words.ts';
import {FakeSession, nodeRun, result, sampleState} from '../ui/fake-session.ts';
import {watchingSession, workingSession} from '../ui/sample-states.ts';

const find = (session: FakeSession, typed: string, opened: readonly string[] = []) => {
  const {lesson, step} = session.state();
  return createSearch(session).find(session.state(), searchWords(typed), {place: `${lesson}/${step}`, opened}).hits;
};

describe('finds', () => {
  test.each([
    ['prose, without its marks', 'start TWO tasks', 'overlay/launch text'],
    ['prose of a list', 'leaves this machine', 'overlay/fdb text'],
    ['a row of a table', 'kept by the device', 'overlay/fdb text'],
    ['a command with its values', 'redis:7', 'overlay/launch command'],
    ['the title of a step in another lesson', 'publish port', 'mesh/publish step'],
    ['the title of a lesson', 'routing mesh', 'mesh/publish lesson'],
    ['what a step is for', 'reach vote', 'mesh/publish goal'],
    ['a check', 'other node knows', 'overlay/fdb check'],
    ['a task', 'way back', 'overlay/fdb task'],
    ['a question', 'udp port carries', 'overlay/watch question'],
    ['code', '4097', 'overlay/watch code'],
    ['an example of an output', 'current state', 'overlay/launch example'],
  ])('%s', (_, typed, place) => {
    expect(find(new FakeSession(), typed).map(hit => `${hit.lesson}/${hit.step} ${hit.kind}`)).toContain(place);
  });

  test('a line of the student’s own output, and no example of it any more', () => {
    const session = new FakeSession();
    const where = nodeRun('swarm-01', 'docker service ps redis', result('ID\nabc   redis.1   Running\n'));
    session.set({runs: {'overlay/where': {status: 'done', nodes: {'swarm-01': where}}}});
    expect(find(session, 'ABC running')).toEqual([
      {
        lesson: 'overlay',
        step: 'launch',
        block: 'where',
        kind: 'output',
        text: 'abc redis.1 Running',
        printed: {node: 'swarm-01', line: 1},
      },
    ]);
  });

  test('nothing without a word, and nothing where one word of two is missing', () => {
    expect(find(new FakeSession(), ' ')).toEqual([]);
    expect(find(new FakeSession(), 'udp zebra')).toEqual([]);
  });

  test('nothing in an output that is still running', () => {
    const session = new FakeSession();
    session.set({runs: {'overlay/where': {status: 'running', nodes: {'swarm-01': nodeRun('swarm-01', 'x')}}}});
    expect(find(session, 'abc').map(hit => hit.kind)).toEqual(['example']);
  });

  test('of a flood the first lines only, so that the rest of the module is still found', () => {
    const session = workingSession();
    const flood = nodeRun('swarm-01', 'x', result('the VTEP\n'.repeat(100_000)));
    session.set({runs: {'overlay/mac': {status: 'done', nodes: {'swarm-01': flood}}}});
    const hits = find(session, 'the vtep');
    expect(hits.filter(hit => hit.kind === 'output')).toHaveLength(20);
    expect(hits.some(hit => hit.kind === 'text')).toBe(true);
  });
});

describe('what is folded stays closed:', () => {
  test('a hint until it was asked for', () => {
    const session = workingSession();
    expect(find(session, 'its copy of the namespace')).toEqual([]);
    session.hint();
    expect(find(session, 'its copy of the namespace')).toHaveLength(1);
    expect(find(session, 'nsenter there too')).toEqual([]);
  });

  test('a solution and what its commands printed until it was shown', () => {
    const session = workingSession();
    const {runs} = session.state();
    const done = nodeRun('swarm-02', 'x', result('zebra\n'));
    session.set({runs: {...runs, 'overlay/back': {status: 'done', nodes: {'swarm-02': done}}}});
    expect(find(session, '--net=/x')).toEqual([]);
    expect(find(session, 'zebra')).toEqual([]);
    session.solution(true);
    expect(find(session, '--net=/x')).toHaveLength(1);
    expect(find(session, 'zebra')).toHaveLength(1);
  });

  test('an explanation until it was opened, and before the answer even then', () => {
    const session = watchingSession();
    const id = 'item.2';
    expect(find(session, 'IANA', [id])).toEqual([]);
    session.answer('port', '4789');
    expect(find(session, 'IANA')).toEqual([]);
    expect(find(session, 'IANA', [id])).toHaveLength(1);
    session.set({step: 'launch'});
    expect(find(session, 'IANA', [id])).toEqual([]);
  });
});

test('a value of a lesson is that of its own commands', () => {
  const session = new FakeSession(sampleState());
  const asked: (string | undefined)[] = [];
  session.fillText = (text: string, _?: string, lesson?: string) => {
    asked.push(lesson);
    return text;
  };
  session.set({lesson: 'mesh', step: 'publish'});
  find(session, 'x');
  // The fake fills its commands by itself.
  expect(new Set(asked.filter(lesson => lesson !== undefined))).toEqual(new Set(['overlay']));
});

describe('the module that is shipped', () => {
  let session: Session;
  let search: Search;
  beforeAll(async () => {
    const {module, cluster} = await openParts({module: 'swarm-networking', cluster: 'recording'}, 'instant');
    ({session} = openSession(module, cluster, mkdtempSync(join(tmpdir(), 'search-'))));
    search = createSearch(session);
    search.find(session.state(), ['vxlan']);
  }, 60_000);
  afterAll(() => session.close());

  test('is searched while a key is pressed', () => {
    const state = session.state();
    expect(state.module.lessons.length).toBeGreaterThanOrEqual(15);
    for (const typed of ['f', 'fdb', 'forwarding table', 'zebra', 'e', 'ipvs mark']) {
      const before = process.cpuUsage();
      search.find(state, searchWords(typed));
      const {user, system} = process.cpuUsage(before);
      expect((user + system) / 1000).toBeLessThan(50);
    }
  });

  test('that was read ahead reads nothing more, and after a command only its lesson', async () => {
    await session.probe();
    const [first, second] = session.state().module.lessons;
    const filled: string[] = [];
    const counting: Session = {
      ...session,
      fill(id, node) {
        filled.push(id.split('/')[0]!);
        return session.fill(id, node);
      },
    };
    const ahead = createSearch(counting);
    await ahead.readAhead(new AbortController().signal);
    expect(new Set(filled)).toEqual(new Set(session.state().module.lessons.map(({id}) => id)));
    filled.length = 0;
    expect(ahead.find(session.state(), ['zebra']).hits).toEqual([]);
    expect(filled).toEqual([]);
    session.go(second!.id);
    session.go(first!.id);
    expect(await session.run('brctl', {confirmed: true, unwatched: true})).toMatchObject({ok: true});
    ahead.find(session.state(), ['zebra']);
    expect(new Set(filled)).toEqual(new Set([first!.id]));
  });

  test('no word of a closed part is found anywhere', () => {
    const state = session.state();
    const closed = state.module.lessons.flatMap(({steps}) => steps.flatMap(step => step.items.flatMap(hiddenProse)));
    expect(closed.length).toBeGreaterThan(50);
    for (const text of closed) {
      const {hits} = search.find(state, searchWords(text));
      expect(hits.map(hit => hit.text)).toEqual([]);
    }
  });
});

/** The longest plain piece of each paragraph of a folded part. */
function hiddenProse(item: Item): readonly string[] {
  if (item.kind !== 'hidden') return [];
  return item.hidden.items.flatMap(one => {
    if (one.kind !== 'prose') return [];
    const pieces = one.markdown.split(/[`*|[\]<>&\n]+/).sort((a, b) => b.length - a.length);
    return (pieces[0]?.length ?? 0) > 40 ? [pieces[0]!] : [];
  });
}
