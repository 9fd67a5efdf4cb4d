import {describe, expect, test} from 'vitest';
import {checkState, FakeSession, nodeRun, result, sampleState} from './fake-session.ts';
import {watchingSession, workingSession} from './sample-states.ts';
import {KEY, show} from './terminal-model.ts';

const quit = async (shown: Awaited<ReturnType<typeof show>>) => {
  await shown.press('q');
  await shown.ended;
};

describe('Enter', () => {
  test('asks before a command that changes something, showing how to take it back', async () => {
    const session = new FakeSession();
    const shown = await show(session, 80, 24);
    await shown.press(KEY.enter);
    expect(shown.terminal.text()).toContain('It changes service/redis');
    expect(shown.terminal.text()).toContain('x takes it back: docker service rm redis');
    await shown.press(KEY.enter, 'n');
    expect(session.calls).toEqual(['run create {}', 'reply false']);
    await shown.press(KEY.enter, 'y');
    await shown.until('✔ done');
    expect(session.calls.slice(-2)).toEqual(['reply true', 'run create {"confirmed":true}']);
    await quit(shown);
  });

  test('moves on to what is to be done next, and leaves the output in sight', async () => {
    const session = new FakeSession(
      sampleState({checks: {'overlay/converged': checkState({status: 'pass', points: 1})}}),
    );
    const shown = await show(session, 120, 30);
    await shown.press(KEY.enter, 'y');
    await shown.until('▌ $ docker service ps');
    session.outputs.where = 'redis.1 on swarm-01\n';
    await shown.press(KEY.enter);
    await shown.until('redis.1 on swarm-01');
    await quit(shown);
  });

  test('runs on the picked node only, and on all again', async () => {
    const session = workingSession();
    const shown = await show(session, 80, 24);
    await shown.press(KEY.up, KEY.up, '2');
    await shown.until('@ all');
    await shown.press(KEY.enter);
    await shown.press(KEY.up, KEY.up, '@', KEY.enter);
    expect(session.calls).toEqual(['run mac {"on":["swarm-02"]}', 'run mac {}']);
    await quit(shown);
  });

  test('does not act on what is out of sight', async () => {
    const session = workingSession();
    const shown = await show(session, 80, 24);
    await shown.press('g', KEY.enter);
    expect(session.calls).toEqual([]);
    expect(shown.terminal.text()).toContain('▌ ✘ FAIL');
    await quit(shown);
  });
});

test('where a step is not available Enter only tries, and nothing is edited', async () => {
  const session = workingSession();
  const none = {status: 'unavailable', reason: 'needs a swarm', hints: 0, solutionShown: false} as const;
  session.set({steps: {...session.state().steps, 'overlay/fdb': none}});
  const shown = await show(session, 120, 30);
  await shown.press(KEY.up);
  await shown.until('▌ $ nsenter');
  expect(shown.terminal.screen().at(-1)).toMatch(/ Enter try {2}.*q quit$/);
  expect(shown.terminal.screen().at(-1)).not.toMatch(/ run | e edit/);
  await shown.press(KEY.enter);
  expect(session.calls).toEqual(['run fdb {}']);
  await quit(shown);
});

test('at both ends no key is promised that leads further, and it says why', async () => {
  const session = new FakeSession();
  const shown = await show(session, 160, 50);
  const keys = () => shown.terminal.screen().at(-1);
  expect(keys()).toMatch(/ n next /);
  expect(keys()).not.toMatch(/ b back /);
  session.set({lesson: 'mesh', step: 'publish'});
  await shown.until('Publish a port');
  expect(keys()).toMatch(/ b back /);
  expect(keys()).not.toMatch(/ n next /);
  await shown.press('n');
  await shown.until('! no step there');
  await quit(shown);
});

describe('a stream', () => {
  test('shows its last lines, is interrupted once, killed the second time', async () => {
    const session = watchingSession();
    const shown = await show(session, 80, 24);
    session.stop = how => void session.calls.push(`stop ${how}`);
    await shown.press(KEY.enter);
    session.tail('dump', 'swarm-01')?.push('packet one\npacket two\n');
    await shown.until('packet two');
    expect(shown.terminal.screen().at(-1)).toContain('s stop');
    await shown.press('s', KEY.ctrlC);
    expect(session.calls).toEqual(['run dump {}', 'stop interrupt', 'stop kill']);
    await quit(shown);
  });

  test('once it has ended Ctrl-C quits', async () => {
    const session = watchingSession();
    const shown = await show(session, 80, 24);
    await shown.press(KEY.enter, KEY.ctrlC);
    await shown.until('■ stopped');
    await shown.press(KEY.ctrlC);
    await shown.ended;
    expect(session.calls).toEqual(['run dump {}', 'stop interrupt']);
  });

  test('can be scrolled back while it runs, and follows again at its end', async () => {
    const session = watchingSession();
    const shown = await show(session, 80, 24);
    await shown.press(KEY.enter, 'o');
    const tail = session.tail('dump', 'swarm-01');
    tail?.push(Array.from({length: 100}, (_, n) => `packet ${n}.\n`).join(''));
    await shown.until('packet 99.');
    await shown.press('g');
    await shown.until('packet 0.');
    tail?.push('packet 100.\n');
    await shown.press('G');
    await shown.until('packet 100.');
    await quit(shown);
  });
});

describe('a question', () => {
  test('stays in sight above the line it is answered in, and the text is where it was after', async () => {
    const shown = await show(watchingSession(), 40, 10);
    await shown.press(KEY.down);
    await shown.until('▌ ? ');
    const before = shown.terminal.text();
    await shown.press(KEY.enter);
    await shown.until('Answer:');
    expect(shown.terminal.text()).toContain('▌   Enter: answer · 3 tries left');
    await shown.press(KEY.esc);
    await shown.until('q quit');
    expect(shown.terminal.text()).toBe(before);
    await quit(shown);
  });

  test('is answered in a line at the bottom', async () => {
    const session = watchingSession();
    const shown = await show(session, 80, 24);
    await shown.press(KEY.down, KEY.enter, '478x', KEY.backspace, '9', KEY.enter);
    expect(session.calls).toEqual(['answer port 4789']);
    await shown.until('PASS  4789');
    await quit(shown);
  });

  test('keeps what explains it closed until it is answered', async () => {
    const session = watchingSession();
    const shown = await show(session, 80, 24);
    expect(shown.terminal.text()).toContain('▸ Why  after your answer');
    await shown.press(KEY.down, KEY.enter, '4789', KEY.enter);
    await shown.until('▸ Why  Enter opens it');
    await shown.press(KEY.down, KEY.enter);
    await shown.until('IANA');
    await quit(shown);
  });

  test('letters go into the line and not to the keys; Esc leaves it', async () => {
    const session = watchingSession();
    const shown = await show(session, 80, 24);
    await shown.press(KEY.down, KEY.enter, 'q', 'n', KEY.esc);
    expect(session.calls).toEqual([]);
    expect(shown.terminal.text()).not.toContain('Answer:');
    await quit(shown);
  });
});

test('e edits the command before it runs', async () => {
  const session = workingSession();
  const shown = await show(session, 80, 24);
  await shown.press(KEY.up, 'e', '\u0001', 'time ', KEY.enter);
  expect(session.calls).toHaveLength(1);
  expect(session.calls[0]).toContain('run fdb {"on":["swarm-01"],"line":"time nsenter');
  await quit(shown);
});

test('several values are chosen from', async () => {
  const session = workingSession();
  const shown = await show(session, 80, 24);
  session.set({
    asking: {kind: 'choose-value', run: 'overlay/fdb', name: 'vxlan', node: null, options: ['vx-1', 'vx-2', 'vx-3']},
  });
  await shown.until('Which one is <vxlan>?');
  await shown.press(KEY.down, KEY.enter);
  expect(session.calls).toEqual(['reply vx-2']);
  await quit(shown);
});

test('h opens the hints in order, and is offered first after two failures', async () => {
  const session = workingSession();
  const shown = await show(session, 80, 40);
  expect(shown.terminal.screen().at(-1)?.trim()).toMatch(/^h hint/);
  await shown.press('h');
  await shown.until('The table you need');
  await shown.press('h');
  await shown.until('nsenter there too');
  await quit(shown);
});

test('a hint leaves the focus on what it helps with', async () => {
  const session = workingSession();
  const shown = await show(session, 80, 40);
  await shown.press('h');
  await shown.until('The table you need');
  expect(shown.terminal.text()).toContain('▌ ✘ FAIL');
  expect(shown.terminal.text()).not.toContain('▌ ▾ Hint');
  expect(shown.terminal.screen().at(-1)).toContain('Enter look now');
  await quit(shown);
});

test('S asks before it shows the solution', async () => {
  const session = workingSession();
  const shown = await show(session, 80, 40);
  await shown.press('S');
  await shown.until('counts as assisted');
  await shown.press('y');
  await shown.until('▾ Solution');
  // Its command is what comes next.
  expect(shown.terminal.text()).toContain('▌ │ $ nsenter --net=/x');
  expect(shown.terminal.screen().at(-1)).toContain('Enter run');
  await quit(shown);
});

test('x shows what it will take back', async () => {
  const session = new FakeSession();
  const shown = await show(session, 80, 24);
  await shown.press(KEY.enter, 'y');
  await shown.until('✔ done');
  await shown.press('x');
  await shown.until('Take back what this step did?');
  await shown.press('n');
  expect(session.calls.slice(-2)).toEqual(['undo', 'reply false']);
  await quit(shown);
});

test('n and b go on and back, and a refusal is said', async () => {
  const session = new FakeSession();
  const shown = await show(session, 80, 24);
  await shown.press('n');
  await shown.until('step 2/3');
  await shown.press('b');
  await shown.until('step 1/3');
  await shown.press('b');
  await shown.until('! no step there');
  await shown.press(KEY.down);
  expect(shown.terminal.text()).not.toContain('no step there');
  await quit(shown);
});

test('the list jumps, and catches up', async () => {
  const session = new FakeSession();
  const shown = await show(session, 80, 24);
  await shown.press('l', KEY.down, KEY.down, KEY.enter);
  expect(session.calls).toEqual(['go overlay watch', 'probe']);
  await shown.press('l', KEY.up, 'X');
  expect(session.calls.at(-1)).toBe('catchUp overlay fdb');
  await quit(shown);
});

test.each([
  [40, 12],
  [80, 24],
])('at %i×%i a student who is being caught up is told how far, and starts nothing meanwhile', async (columns, rows) => {
  const session = new FakeSession(sampleState({catchingUp: {nth: 2, of: 6}}));
  const shown = await show(session, columns, rows);
  await shown.press('g');
  expect(shown.terminal.text()).toContain('· catching you up: step 2 of 6');
  await shown.press(KEY.enter, KEY.enter, 'c', 'e', 'n', 'b', 'x');
  expect(session.calls).toEqual([]);
  expect(shown.terminal.screen().at(-1)).not.toMatch(/run|check|edit|next/);
  expect(shown.terminal.text()).toContain('· catching you up: step 2 of 6');
  session.set({catchingUp: null});
  await shown.until('Enter');
  expect(shown.terminal.text()).not.toContain('catching you up');
  await quit(shown);
});

test('home opens a lesson where it was left', async () => {
  const session = workingSession();
  const shown = await show(session, 80, 24, {open: 'home'});
  await shown.press(KEY.enter);
  await shown.until('step 2/3');
  // It has run commands on these nodes before, so they may be asked what they are.
  expect(session.calls).toEqual(['probe']);
  await shown.press(KEY.esc, KEY.down, KEY.enter);
  expect(session.calls).toEqual(['probe', 'go mesh publish', 'probe']);
  await quit(shown);
});

test('on a cluster where nothing was run yet opening a lesson asks no node', async () => {
  const session = new FakeSession();
  session.set({cluster: {...sampleState().cluster, transport: 'ssh'}});
  const shown = await show(session, 80, 24, {open: 'home'});
  await shown.press(KEY.enter);
  await shown.until('step 1/3');
  expect(session.calls).toEqual([]);
  await quit(shown);
});

test('Tab swaps text and output, d compares with the run before', async () => {
  const shown = await show(workingSession(), 80, 24);
  await shown.press(KEY.tab);
  await shown.until('link-netnsid');
  await shown.press('d');
  await shown.until('dst 10.77.0.13 → 10.77.0.12');
  await shown.press('d', KEY.tab);
  await shown.until('▌ ✘ FAIL');
  await quit(shown);
});

test('r shows the rows that were understood', async () => {
  const shown = await show(workingSession(), 120, 24);
  await shown.press('r');
  await shown.until('30 of 30 lines read');
  await quit(shown);
});

test('with one pane r and d show what they change, in place of the text', async () => {
  const shown = await show(workingSession(), 80, 24);
  await shown.press('r');
  await shown.until('30 of 30 lines read');
  await shown.press('r');
  await shown.until('link-netnsid');
  await shown.press(KEY.tab);
  await shown.until('▌ ✘ FAIL');
  await shown.press('d');
  await shown.until('dst 10.77.0.13 → 10.77.0.12');
  await quit(shown);
});

test('Enter in the output of a narrow screen runs nothing unseen: it goes back to the text', async () => {
  const session = workingSession();
  const shown = await show(session, 80, 24);
  await shown.press(KEY.up, KEY.tab);
  await shown.until('Tab text');
  expect(shown.terminal.screen().at(-1)).toMatch(/^ (?:h hint {2})?Enter go on/);
  await shown.press(KEY.enter);
  expect(session.calls).toEqual([]);
  await shown.until('Tab output');
  await quit(shown);
});

test('where the next command has no output yet, that of the one above is a key away', async () => {
  const session = new FakeSession(
    sampleState({
      checks: {'overlay/converged': checkState({status: 'pass', points: 1})},
      runs: {'overlay/create': {status: 'done', nodes: {'swarm-01': nodeRun('swarm-01', 'x', result('made it\n'))}}},
    }),
  );
  const shown = await show(session, 80, 24);
  await shown.until('▌ $ docker service ps');
  expect(shown.terminal.screen().at(-1)).toContain('Tab output');
  await shown.press(KEY.tab);
  await shown.until('made it');
  await quit(shown);
});

test('y asks the terminal to copy the command', async () => {
  const shown = await show(new FakeSession(), 80, 24);
  await shown.press('y');
  const copied = /\u001b\]52;c;([^\u0007]*)\u0007/.exec(shown.terminal.written)?.[1] ?? '';
  expect(Buffer.from(copied, 'base64').toString()).toContain('--network vote --replicas 2 redis:7');
  await quit(shown);
});

test('pasted text never acts as keys', async () => {
  const session = new FakeSession();
  const shown = await show(session, 80, 24);
  await shown.press('\u001b[200~n\rq\u001b[201~');
  expect(session.calls).toEqual([]);
  await shown.press('e', '\u0015', '\u001b[200~ip link\necho two\n\u001b[201~');
  await shown.until('$ ip link↵echo two↵');
  await shown.press(KEY.enter);
  // Two commands stay two, and the end of the last is none of them.
  expect(session.calls[0]).toContain('"line":"ip link\\necho two"');
  await shown.press('n');
  await quit(shown);
});

test.each(['\u001b[1;5P', '\u001b[23;6~', '\u001b[1;7I'])(
  'a key that nothing is known of, %j, does nothing',
  async key => {
    const session = new FakeSession();
    const shown = await show(session, 80, 24);
    await shown.press(key, 'n');
    await shown.press(key.slice(0, 4), `${key.slice(4)}b`);
    expect(session.calls).toEqual(['go overlay fdb', 'go overlay launch']);
    await quit(shown);
  },
);

test('of pasted text with colours the text is taken', async () => {
  const session = new FakeSession();
  const shown = await show(session, 80, 24);
  const colours = 'ip \u001b[31mlink\u001b[0m\u001b[A sh\u0001\u001b[1;5Dow\u007f';
  await shown.press('e', '\u0015', `\u001b[200~${colours}\u001b[201~`, KEY.enter);
  expect(session.calls[0]).toContain('"line":"ip link show"');
  await shown.press('n');
  await quit(shown);
});

test('fast typing in one chunk is many keys', async () => {
  const session = new FakeSession();
  const shown = await show(session, 80, 24);
  await shown.press('nnb');
  expect(session.calls).toEqual(['go overlay fdb', 'go overlay watch', 'go overlay fdb']);
  await quit(shown);
});

test('moving on goes block by block, and never past text unread', async () => {
  const shown = await show(workingSession(), 40, 10);
  await shown.press('g');
  const seen = new Set<string>();
  for (let n = 0; n < 60; n++) {
    for (const row of shown.terminal.screen().slice(1, -1)) seen.add(row.slice(2).trim());
    await shown.press(KEY.down);
  }
  for (const text of ['Read the forwarding table', '• a row without it stays', '▸ Solution  S shows it']) {
    expect(seen).toContain(text);
  }
  await quit(shown);
});

test.each([
  [KEY.down, 'g'],
  [KEY.up, 'G'],
])('%j leads to what has the focus out of sight, and not to what lies behind', async (key, away) => {
  const session = workingSession();
  const shown = await show(session, 60, 16);
  await shown.press(away);
  for (let n = 0; n < 20 && !shown.terminal.text().includes('▌'); n++) await shown.press(key);
  expect(shown.terminal.text()).toContain('▌ ✘ FAIL  the table knows');
  await quit(shown);
});

test('keys of a command do nothing while it is out of sight, and are not offered', async () => {
  const session = workingSession();
  const shown = await show(session, 100, 16);
  await shown.press(KEY.up, KEY.up);
  expect(shown.terminal.screen().at(-1)).toContain('1-9 node');
  await shown.press('G');
  expect(shown.terminal.screen().at(-1)).not.toMatch(/1-9 node|e edit|y copy/);
  await shown.press('2', 'y', KEY.up, KEY.up, KEY.up, KEY.up, KEY.up, KEY.enter);
  expect(shown.terminal.written).not.toContain('\u001b]52');
  expect(session.calls).toEqual(['run mac {}']);
  await quit(shown);
});

test('an impatient Enter starts nothing twice', async () => {
  const session = watchingSession();
  const shown = await show(session, 80, 24);
  let finish: () => void = () => undefined;
  session.run = id => {
    session.calls.push(id);
    return new Promise(resolve => {
      finish = () => resolve({ok: true});
    });
  };
  await shown.press(KEY.enter, KEY.enter, KEY.enter);
  expect(session.calls).toEqual(['dump']);
  finish();
  await shown.press('', KEY.enter);
  expect(session.calls).toEqual(['dump', 'dump']);
  finish();
  await quit(shown);
});

test('beside the text the last output stays while the next command has the focus', async () => {
  const session = new FakeSession(
    sampleState({checks: {'overlay/converged': checkState({status: 'pass', points: 1})}}),
  );
  session.outputs.create = 'k3v8z0m3c1d7\n';
  const shown = await show(session, 120, 30);
  await shown.press(KEY.enter, 'y');
  await shown.until('▌ $ docker service ps');
  expect(shown.terminal.text()).toContain('create · swarm-01');
  expect(shown.terminal.text()).toContain('k3v8z0m3c1d7');
  await quit(shown);
});
