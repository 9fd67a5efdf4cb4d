import {describe, expect, test} from 'vitest';
import {Failure} from '../../src/core/failure.ts';
import type {Session} from '../../src/session/session.ts';
import type {Choice, Clusters, MakeEvent, Wanted} from '../../src/ui/clusters/clusters.ts';
import {FakeSession, sampleState} from './fake-session.ts';
import {workingSession} from './sample-states.ts';
import {KEY, type Shown, show, tooWide} from './terminal-model.ts';

const progress = {passed: 1, steps: 4};
const base = {kind: 'cluster', progress} as const;

const RECORDED: Choice = {
  ...base,
  name: 'recording',
  title: 'recorded',
  about: 'instant, read-only · docker 26.1',
  use: {kind: 'ready'},
};
const MINE: Choice = {
  ...base,
  name: 'mine',
  title: 'yours: mine',
  about: '3 nodes over ssh, not reached yet',
  use: {kind: 'ready'},
};
const LAB: Choice = {
  ...base,
  name: 'lab',
  title: 'lab',
  about: 'three real kernels: about 15 s',
  use: {kind: 'make', takes: 'about 15 s', does: ['three real Linux kernels run on this machine']},
};
const NEEDS_ROOT: Choice = {
  ...LAB,
  use: {
    kind: 'missing',
    missing: [
      {what: 'a lab makes network namespaces, which only root may do', mend: 'sudo deepdive lab up'},
      {what: 'mmdebstrap is not installed', mend: 'apt-get install -y mmdebstrap'},
    ],
  },
};

/** Clusters whose sessions and labs are made by hand; what was asked for is written down. */
class FakeClusters implements Clusters {
  readonly calls: string[] = [];
  readonly sessions = new Map<string, FakeSession>();
  tell: (event: MakeEvent) => void = () => undefined;
  /** Ends the making; with a message it fails. */
  finish: (failure?: string) => void = () => undefined;
  #choices: readonly Choice[];

  constructor(...choices: readonly Choice[]) {
    this.#choices = choices;
  }

  async list() {
    return this.#choices;
  }

  async open({cluster, module}: Wanted): Promise<Session> {
    this.calls.push(`open ${cluster} ${module}`);
    if (cluster === 'broken') throw new Failure('the cluster broken is gone');
    const session = this.sessions.get(cluster) ?? sessionOn(cluster);
    this.sessions.set(cluster, session);
    return session;
  }

  make(name: string, tell: (event: MakeEvent) => void, signal: AbortSignal): Promise<void> {
    this.calls.push(`make ${name}`);
    this.tell = tell;
    return new Promise((resolve, reject) => {
      this.finish = failure => (failure === undefined ? resolve() : reject(new Failure(failure)));
      signal.addEventListener('abort', () => {
        this.calls.push('removed');
        reject(signal.reason);
      });
    });
  }
}

function sessionOn(name: string): FakeSession {
  const state = sampleState();
  const session = new FakeSession(
    sampleState({cluster: {...state.cluster, name, transport: 'ssh'}, lesson: 'mesh', step: 'publish', trusted: false}),
  );
  const {close} = session;
  session.close = async () => {
    session.calls.push('close');
    await close.call(session);
  };
  return session;
}

const quit = async (shown: Shown) => {
  await shown.press('q');
  await shown.ended;
};

const SIZES = [
  [40, 12],
  [80, 24],
  [100, 30],
  [160, 50],
] as const;

describe.each(SIZES)('at %i×%i', (columns, rows) => {
  test('each cluster is shown with how it stands, what is missing, and the command that mends it', async () => {
    const clusters = new FakeClusters(RECORDED, NEEDS_ROOT, MINE);
    const shown = await show(new FakeSession(), columns, rows, {clusters, open: 'clusters'});
    await shown.until('recorded');
    let seen = shown.terminal.text();
    for (const key of [KEY.down, KEY.down]) {
      await shown.press(key);
      seen += shown.terminal.text();
    }
    const words = seen.replace(/\s+/g, ' ');
    for (const part of [
      '✔ you are here',
      '✔ ready',
      '✘ not usable',
      'sudo deepdive lab up',
      'yours: mine',
      '1/4 steps',
    ])
      expect(words).toContain(part);
    expect(words).toContain('apt-get install -y mmdebstrap');
    expect(tooWide(shown.terminal)).toEqual([]);
    await quit(shown);
  });

  test('a lab is asked for, made with its steps in sight, and gone to', async () => {
    const clusters = new FakeClusters(RECORDED, LAB);
    const shown = await show(new FakeSession(), columns, rows, {clusters, open: 'home'});
    await shown.press('C');
    await shown.until('not running');
    await shown.press(KEY.down, KEY.enter);
    await shown.until('Make lab?');
    expect(clusters.calls).toEqual([]);
    await shown.press('y');
    await shown.until('Making lab');
    clusters.tell({kind: 'phase', text: 'start 3 kernels'});
    clusters.tell({kind: 'line', text: 'Setting up \u001b[2Jdocker'});
    await shown.until('… start 3 kernels');
    expect(shown.terminal.text()).toContain('Setting up docker');
    clusters.tell({kind: 'done', text: 'start 3 kernels', milliseconds: 3200});
    await shown.until('✔ start 3 kernels');
    expect(shown.terminal.text()).toMatch(/✔ start 3 kernels +3 s/);
    expect(shown.terminal.screen().at(-1)).toContain('s stop');
    expect(tooWide(shown.terminal)).toEqual([]);
    clusters.finish();
    await expect.poll(() => clusters.calls).toEqual(['make lab', expect.stringMatching(/^open lab /)]);
    await expect.poll(() => shown.terminal.screen()[0]).toMatch(/lab$/);
    await quit(shown);
  });
});

test('the first start shows where to work, and Esc goes on to the lessons', async () => {
  const clusters = new FakeClusters(RECORDED, LAB);
  const shown = await show(new FakeSession(), 80, 24, {clusters, open: 'clusters'});
  await shown.until('Where do you want to work?');
  await shown.press(KEY.esc);
  await shown.until('The routing mesh');
  expect(clusters.calls).toEqual([]);
  await quit(shown);
});

test('a switch from within a lesson opens the same step, without leaving the terminal, and closes what was left', async () => {
  const session = sessionOn('recording');
  session.set({lesson: 'overlay', step: 'fdb'});
  const clusters = new FakeClusters(RECORDED, MINE);
  const shown = await show(session, 100, 30, {clusters, open: 'step'});
  await shown.press('C');
  await shown.until('yours: mine');
  const before = shown.terminal.written.length;
  await shown.press(KEY.down, KEY.enter);
  await shown.until('Read the forwarding table');
  await expect.poll(() => shown.terminal.screen()[0]).toMatch(/mine$/);
  const other = clusters.sessions.get('mine');
  expect(other?.calls).toEqual(['go overlay fdb']);
  expect(session.calls).toContain('close');
  // Neither the alternate screen is left nor all of it cleared.
  expect(shown.terminal.written.slice(before)).not.toMatch(/\u001b\[\?1049|\u001b\[2J/);
  expect(shown.stdin.isRaw).toBe(true);
  await quit(shown);
  expect(other?.calls).not.toContain('close');
  await shown.terminal.settled();
  // The lines of the model's shell wrap where they like.
  expect(shown.terminal.text().replace(/\s/g, '')).toContain('goonwith:deepdive--clustermine');
});

test('and back again: each session keeps its own progress', async () => {
  const first = workingSession();
  const clusters = new FakeClusters(RECORDED, MINE);
  clusters.sessions.set('recording', first);
  const shown = await show(first, 80, 24, {clusters, open: 'home'});
  await shown.press('C');
  await shown.until('yours: mine');
  await shown.press(KEY.down, KEY.enter);
  await shown.until('mine over ssh  3 nodes');
  expect(shown.terminal.text()).toContain('0/3 steps');
  await shown.press('C');
  await shown.until('yours: mine');
  await shown.press(KEY.up, KEY.enter);
  await shown.until('1/3 steps');
  expect(first.calls).toEqual([]);
  expect(clusters.calls.map(call => call.split(' ')[1])).toEqual(['mine', 'recording']);
  await quit(shown);
});

test('from Home the student goes on where they were there', async () => {
  const clusters = new FakeClusters(RECORDED, MINE);
  const shown = await show(new FakeSession(), 80, 24, {clusters, open: 'home'});
  await shown.press('C');
  await shown.until('yours: mine');
  await shown.press(KEY.down, KEY.enter);
  await shown.until('mine over ssh  3 nodes');
  expect(clusters.sessions.get('mine')?.calls).toEqual([]);
  expect(clusters.sessions.get('mine')?.state().lesson).toBe('mesh');
  await quit(shown);
});

test('where the student is already, Enter just goes back', async () => {
  const clusters = new FakeClusters(RECORDED, MINE);
  const shown = await show(new FakeSession(), 80, 24, {clusters, open: 'step'});
  await shown.press('C');
  await shown.until('yours: mine');
  await shown.press(KEY.enter);
  await shown.until('step 1/3');
  expect(clusters.calls).toEqual([]);
  await quit(shown);
});

test('a cluster that cannot be opened says why, and one that needs root does not begin', async () => {
  const clusters = new FakeClusters(RECORDED, {...MINE, name: 'broken'}, NEEDS_ROOT);
  const shown = await show(new FakeSession(), 100, 30, {clusters, open: 'clusters'});
  await shown.until('yours: mine');
  await shown.press(KEY.down, KEY.enter);
  await shown.until('! the cluster broken is gone');
  await shown.press(KEY.down, KEY.enter);
  await shown.until('! a lab makes network namespaces, which only root may do: sudo deepdive lab up');
  expect(clusters.calls.map(call => call.split(' ')[1])).toEqual(['broken']);
  await quit(shown);
});

test('a session that comes after the student has left is closed', async () => {
  const clusters = new FakeClusters(RECORDED, MINE);
  const late = sessionOn('mine');
  let come: () => void = () => undefined;
  clusters.open = () =>
    new Promise(resolve => {
      come = () => resolve(late);
    });
  const shown = await show(new FakeSession(), 80, 24, {clusters, open: 'clusters'});
  await shown.until('yours: mine');
  await shown.press(KEY.down, KEY.enter);
  await shown.until('opening mine');
  await shown.press('q');
  come();
  await shown.ended;
  expect(late.calls).toEqual(['close']);
});

describe('a lab that is being made', () => {
  async function making(): Promise<{readonly clusters: FakeClusters; readonly shown: Shown}> {
    const clusters = new FakeClusters(RECORDED, LAB, MINE);
    const shown = await show(new FakeSession(), 80, 24, {clusters, open: 'clusters'});
    await shown.until('not running');
    await shown.press(KEY.down, KEY.enter, 'y');
    await shown.until('Making lab');
    clusters.tell({kind: 'phase', text: 'boot'});
    await shown.until('… boot');
    return {clusters, shown};
  }

  test.each(['s', KEY.ctrlC])('%j stops it, and says that nothing is left', async key => {
    const {clusters, shown} = await making();
    await shown.press(key);
    await shown.until('Stopped: lab was removed');
    expect(clusters.calls).toEqual(['make lab', 'removed']);
    expect(shown.terminal.text()).toMatch(/✘ boot +not finished/);
    await shown.press('y');
    await shown.until('Making lab');
    expect(clusters.calls).toEqual(['make lab', 'removed', 'make lab']);
    await shown.press('s');
    await shown.until('Stopped');
    await quit(shown);
  });

  test('tells why it failed, with the command that mends it, and can be tried again', async () => {
    const {clusters, shown} = await making();
    clusters.finish('a lab cannot be made here:\n- /dev/net/tun is missing: modprobe tun');
    await shown.until('lab could not be made:');
    expect(shown.terminal.text()).toContain('- /dev/net/tun is missing: modprobe tun');
    expect(shown.terminal.screen().at(-1)).toContain('y make it');
    await quit(shown);
  });

  test('goes on while the student reads, and then says that it is up', async () => {
    const {clusters, shown} = await making();
    await shown.press(KEY.esc, KEY.esc);
    await shown.until('The routing mesh');
    clusters.finish();
    await shown.until('the lab is up: C goes there');
    expect(clusters.calls).toEqual(['make lab']);
    await quit(shown);
  });

  test('is removed when the student quits, before the program ends', async () => {
    const {clusters, shown} = await making();
    await quit(shown);
    expect(clusters.calls).toEqual(['make lab', 'removed']);
    expect(shown.terminal.isAlternate()).toBe(false);
  });

  test('is removed after a signal', async () => {
    const {clusters, shown} = await making();
    shown.lifecycle.emit('SIGTERM');
    await expect(shown.ended).rejects.toMatchObject({exitCode: 130});
    expect(clusters.calls).toEqual(['make lab', 'removed']);
  });

  test('keeps the student from going elsewhere meanwhile', async () => {
    const {clusters, shown} = await making();
    await shown.press(KEY.esc);
    await shown.until('Where do you want to work?');
    await shown.press('G', KEY.enter);
    await shown.until('! a lab is being made: wait for it, or stop it first');
    await shown.press(KEY.up, KEY.enter);
    await shown.until('Making lab');
    expect(clusters.calls).toEqual(['make lab']);
    await quit(shown);
  });
});

test('with several modules they are a choice of their own; the cluster stays', async () => {
  const [one, two] = ['swarm', 'ebpf'].map(
    (name): Choice => ({kind: 'module', name, title: name, about: '', use: {kind: 'ready'}, progress: null}),
  );
  const clusters = new FakeClusters(one!, two!, RECORDED);
  const shown = await show(new FakeSession(), 80, 24, {clusters, open: 'clusters'});
  await shown.until('modules');
  await shown.press('g', KEY.down, KEY.enter);
  await expect.poll(() => clusters.calls).toEqual(['open recording ebpf']);
  await quit(shown);
});

test('without other clusters there is no key for them', async () => {
  const shown = await show(new FakeSession(), 160, 24, {open: 'home'});
  expect(shown.terminal.screen().at(-1)).not.toContain('C cluster');
  await shown.press('C');
  expect(shown.terminal.text()).toContain('The routing mesh');
  await quit(shown);
});
