import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {factKey, type Snapshot} from '../../src/core/facts.ts';
import {keyLabel} from '../../src/ui/key-label.ts';
import {KEYS} from '../../src/ui/key-table.ts';
import {edited, netnsOf} from '../assertions/edit.ts';
import {fixture} from '../snapshot/fixture.ts';
import {FakeSession, nodeRun, result, sampleState} from './fake-session.ts';
import {KEY, type Shown, show, tooWide} from './terminal-model.ts';

const wired = fixture('wired');
/** The row that leads frames for redis.2 from swarm-03 to its node leads to another. */
const astray = edited(wired, 'ns.fdb', netnsOf(wired, 'swarm-03', 'vote'), rows =>
  rows.map(row => (row.mac === '02:42:0a:00:01:04' ? {...row, dst: '10.77.0.11'} : row)),
);

function looking(snapshot: Snapshot | undefined): FakeSession {
  const session = new FakeSession();
  session.seen = snapshot;
  return session;
}

/** The student has printed the interfaces of worker.1 and of the overlay on its node. */
function afterOutputs(): FakeSession {
  const session = looking(wired);
  const run = (netns: string) => {
    const links = wired.facts.get(factKey('ns.links', 'swarm-03', netns))!.rows;
    const parsed = {command: 'ip.addr', variant: 'text', lines: 9, consumed: 9, unparsed: [], notes: [], data: {links}};
    return {status: 'done', nodes: {'swarm-03': nodeRun('swarm-03', 'ip addr', result('…', {parsed}))}} as const;
  };
  session.set({runs: {'overlay/mac': run('9e81ebc90aa0'), 'overlay/fdb': run('1-qgs1bam0pt')}});
  return session;
}

async function opened(session: FakeSession, columns = 160, rows = 50): Promise<Shown> {
  const shown = await show(session, columns, rows);
  await shown.press('t');
  await shown.until('Topology');
  if (session.seen !== undefined) {
    await shown.until(columns < 60 ? 'looked' : 'l look now');
    await shown.press('l');
    await shown.until('swarm-01');
  }
  return shown;
}

const quit = async (shown: Shown) => {
  await shown.press('q');
  await shown.ended;
};

/** The row with the mark of the focus. */
const focused = ({terminal}: Shown) => terminal.screen().find(row => row.includes('▌')) ?? '';

async function walk(shown: Shown, from: string, to: string): Promise<void> {
  await shown.press('p');
  for (const name of [from, to]) {
    await shown.until(name);
    for (let n = 0; n < 40 && !focused(shown).includes(` ${name} `); n++) await shown.press('j');
    await shown.press(KEY.enter);
  }
  await shown.until('a packet');
}

test('before anybody has looked it says so, and what a look found out is drawn', async () => {
  const session = looking(wired);
  const shown = await show(session, 160, 50);
  await shown.press('t');
  await shown.until('Nobody has looked at the nodes since the start');
  expect(shown.terminal.screen().at(-1)).toContain('l look now');
  expect(shown.terminal.screen().at(-1)).not.toContain('Enter rows');
  await shown.press('l');
  await shown.until('you have met 0 of');
  expect(session.calls).toEqual(['look']);
  // Nothing is given away: the student has printed nothing yet.
  expect(shown.terminal.text()).toContain('namespaces not met yet');
  expect(shown.terminal.text()).not.toContain('veth');
  await shown.press('a');
  await shown.until('worker.1 · container');
  expect(shown.terminal.text()).toContain('├─ ○ veth2 ── eth0 of worker.1');
  await quit(shown);
});

test('a recording that has nothing for this state says so', async () => {
  const shown = await opened(looking(undefined), 80, 24);
  await shown.press('l');
  await shown.until('! the recording cannot answer');
  expect(shown.terminal.text()).toContain('Nobody has looked');
  await quit(shown);
});

test('what the student’s own outputs showed is drawn, and how much is left', async () => {
  const shown = await opened(afterOutputs());
  const text = shown.terminal.text();
  expect(text).toContain('● worker.1 · container');
  expect(text).toContain('● eth0 10.0.1.8/24 ── veth2 of vote');
  // The other end of this one was in no output.
  expect(text).toMatch(/└─ ● veth4 ── not met yet$/m);
  expect(text).not.toContain('redis.3');
  expect(text).toMatch(/● vxlan0 VNI 4097 ══> not met yet$/m);
  expect(text).toContain('you have met 9 of');
  expect(text).not.toContain('○ eth0');
  await quit(shown);
});

test('a tunnel that only rows of a forwarding table told of is drawn to its node', async () => {
  const session = looking(wired);
  const {rows} = wired.facts.get(factKey('ns.fdb', 'swarm-03', '1-qgs1bam0pt'))!;
  const parsed = {command: 'bridge.fdb', variant: 'text', lines: 9, consumed: 9, unparsed: [], notes: [], data: {rows}};
  const run = {status: 'done', nodes: {'swarm-03': nodeRun('swarm-03', 'bridge fdb', result('…', {parsed}))}} as const;
  session.set({runs: {'overlay/fdb': run}});
  const shown = await opened(session);
  // Nothing was shown of the devices over there.
  expect(shown.terminal.text()).not.toContain('● vxlan0 VNI 4097 ══> not met yet');
  expect(shown.terminal.text()).toMatch(/● vxlan0 VNI 4097 ══> swarm-0[12](, swarm-0[12])?$/m);
  await quit(shown);
});

test('a change makes it old, in words, and a look for less says what it was not for', async () => {
  const session = afterOutputs();
  const shown = await opened(session, 100, 30);
  session.set({look: {snapshot: wired, isOld: true}});
  await shown.until('OLD');
  const facts = new Map([...wired.facts].filter(([, {kind}]) => kind !== 'ns.ipvs' && kind !== 'ns.fdb'));
  session.set({look: {snapshot: {...wired, facts}, isOld: false}});
  await shown.until('this look left out fdb, ipvs');
  await shown.press('a');
  expect(shown.terminal.text()).not.toContain('was not collected');
  await quit(shown);
});

test('the keys move over namespaces and devices, and across machines; Enter shows the rows', async () => {
  const shown = await opened(looking(wired));
  await shown.press('a');
  await shown.until('○ host namespace');
  expect(focused(shown)).toMatch(/^▌ ○ host namespace/);
  await shown.press(KEY.down);
  expect(focused(shown)).toMatch(/^▌ {3}○ eth0 10\.77\.0\.11\/24/);
  await shown.press('k', '\u001b[C');
  expect(focused(shown)).toMatch(/│ ▌ ○ host namespace/);
  for (let n = 0; n < 60 && !focused(shown).includes('vxlan0 VNI 4097'); n++) await shown.press('j');
  // Beside the drawing stands what proves it.
  expect(shown.terminal.text()).toContain('vxlan0 of vote');
  await shown.press(KEY.enter);
  await shown.until('a tunnel of VNI 4097 to vxlan0 of vote on swarm-03');
  expect(shown.terminal.text()).toContain('a port of br0 of vote on swarm-02');
  expect(shown.terminal.text()).toMatch(
    /02:42:0a:00:01:09 dev vxlan0 dst 10\.77\.0\.13 .*\n +fdb on swarm-02, netns 1-/,
  );
  await shown.press(KEY.esc);
  expect(focused(shown)).toContain('vxlan0 VNI 4097');
  await quit(shown);
});

test('what was not found stays drawn as that', async () => {
  const lost = edited(wired, 'ns.links', netnsOf(wired, 'swarm-01', 'vote'), rows =>
    rows.map(row => (row.ifname === 'veth1' ? {...row, linkIndex: 99} : row)),
  );
  const shown = await opened(looking(lost), 100, 50);
  await shown.press('a');
  await shown.until('veth1 ? not found');
  for (let n = 0; n < 60 && !focused(shown).includes('? not found'); n++) await shown.press('j');
  await shown.press(KEY.enter);
  await shown.until('not found: the other end of veth1');
  await quit(shown);
});

test('a walk is chosen, highlighted and told hop by hop', async () => {
  const shown = await opened(looking(wired));
  await walk(shown, 'swarm-02', ':30000');
  await shown.until('a packet from outside to port 30000 of swarm-02: 2 of 2 tasks answer');
  const text = shown.terminal.text();
  expect(text).toContain('▌ ○ [1,2] host namespace');
  expect(text).toContain('○ [7,9] eth0 10.0.0.4/24 +1 VIP ── veth0 of in');
  expect(text).toMatch(/▌ {2}1 ✔ ok {6}the DNAT rule of the host · swarm-02: port 30000 becomes/);
  await shown.press('j', 'j');
  expect(shown.terminal.text()).toMatch(/▌ {2}3 ✔ ok/);
  await shown.press(KEY.enter);
  await shown.until('what decides');
  expect(shown.terminal.text()).toContain('links on swarm-02, netns ingress_sbox');
  await shown.press(KEY.esc, 'G');
  // The last hop belongs to the other branch, and now that one is highlighted.
  await shown.until('[18,19] vote.2 · container');
  await shown.press(KEY.esc);
  await shown.until('you have met');
  expect(shown.terminal.text()).not.toContain('[1,2]');
  await quit(shown);
});

test.each([
  ['to a service', 'worker.1', 'redis', '4 of 5 tasks answer'],
  ['to a task', 'worker.1', '10.0.1.4', '0 of 1 tasks answer'],
])('the first broken hop of a walk %s has the focus', async (_, from, to, answer) => {
  const shown = await opened(looking(astray));
  await walk(shown, from, to);
  await shown.until('the forwarding table on the way to redis.2');
  expect(shown.terminal.text()).toMatch(new RegExp(`broken at hop \\d+, .*; ${answer}`));
  expect(shown.terminal.text()).toMatch(/▌ *\d+ ✘ broken {2}the forwarding table · swarm-03 vote: /);
  expect(shown.terminal.text()).toMatch(/▌ {3}(?:[├└]─ )?○ \[[\d,]+ broken\] vxlan0 VNI 4097/);
  await shown.press(KEY.enter);
  await shown.until('rows that come close');
  expect(shown.terminal.text()).toContain('02:42:0a:00:01:04 dev vxlan0 dst 10.77.0.11');
  await quit(shown);
});

test('left and right go from machine to machine of a walk, through its branches', async () => {
  const shown = await opened(looking(wired));
  await walk(shown, 'swarm-02', ':30000');
  const at = () => /^▌ +(\d+) .*? · (swarm-\d+)/m.exec(shown.terminal.text())?.slice(1).join(' ');
  const seen = [at()];
  for (const key of ['\u001b[C', '\u001b[C', '\u001b[C', '\u001b[D', '\u001b[D', '\u001b[D']) {
    await shown.press(key);
    seen.push(at());
  }
  const first = '1 swarm-02';
  expect(seen).toEqual([first, '8 swarm-02', '14 swarm-01', '21 swarm-02', '14 swarm-01', '8 swarm-02', first]);
  await quit(shown);
});

test('a hop that could not be looked at is unknown in words', async () => {
  const blind = {
    ...wired,
    nodes: wired.nodes.map(node => (node.id === 'swarm-02' ? {...node, unreachable: 'no route to host'} : node)),
    facts: new Map([...wired.facts].filter(([, {node}]) => node !== 'swarm-02')),
  };
  const shown = await opened(looking(blind));
  expect(shown.terminal.text()).toContain('could not be looked at: no route to host');
  await walk(shown, 'worker.1', 'redis');
  await shown.until('unknown at hop');
  expect(shown.terminal.text()).toMatch(/▌ *\d+ \? unknown/);
  await quit(shown);
});

describe.each([
  [40, 10],
  [80, 24],
  [160, 50],
])('at %i×%i', (columns, rows) => {
  test.each([
    ['topology', []],
    ['topology', ['a', KEY.down]],
    ['evidence', ['a', KEY.down, KEY.enter]],
    ['ways', ['p']],
    ['ways', ['p', KEY.enter]],
    ['topology', ['p', KEY.enter, KEY.enter]],
  ] as const)('%s after %j fits and offers valid keys only', async (name, keys) => {
    const session = looking(wired);
    session.set({look: {snapshot: wired, isOld: false}});
    const shown = await show(session, columns, rows);
    await shown.press('t');
    await shown.until('swarm-01');
    await shown.press(...keys);
    expect(tooWide(shown.terminal)).toEqual([]);
    const footer = shown.terminal.screen().at(-1)?.trim() ?? '';
    const possible = KEYS.filter(one => one.on?.includes(name) ?? true);
    const allowed = possible.map(one => `${keyLabel(one.keys[0]!)} ${one.label}`);
    expect(footer).toContain('q quit');
    for (const label of footer.split(/ {2,}/)) expect(allowed).toContain(label);
    await quit(shown);
  });
});

test('in the smallest terminal, and through every size, nothing breaks', async () => {
  const session = looking(wired);
  session.set({look: {snapshot: wired, isOld: true}, cluster: {...sampleState().cluster, transport: 'ssh'}});
  const shown = await show(session, 20, 5);
  await shown.press('t', 'a', 'p', KEY.enter, KEY.enter, KEY.down);
  for (const [columns, rows] of [
    [21, 12],
    [43, 13],
    [44, 15],
    [93, 16],
    [140, 17],
    [300, 80],
    [20, 5],
  ] as const) {
    shown.terminal.written = '';
    shown.terminal.resize(columns, rows);
    await shown.press('j', KEY.esc, 'j', 'p', KEY.enter, KEY.enter);
    expect(tooWide(shown.terminal)).toEqual([]);
  }
  await quit(shown);
});

test('machines stand in columns, cut at their own width', async () => {
  const shown = await opened(looking(wired));
  await shown.press('a');
  await shown.until('○ host namespace');
  const columns = shown.terminal.screen().map(row => [...row.matchAll(/ │ /g)].map(({index}) => index));
  expect(columns.filter(at => at.length === 2).length).toBeGreaterThan(20);
  expect(new Set(columns.filter(at => at.length > 0).map(String)).size).toBe(1);
  await quit(shown);
});

test('a low screen gives its rows to the hops of a walk', async () => {
  const shown = await opened(looking(wired), 60, 12);
  await shown.press('p', KEY.enter, KEY.enter);
  await shown.until('✔ ok');
  expect(shown.terminal.screen().filter(row => row.includes('✔ ok')).length).toBeGreaterThan(5);
  await quit(shown);
});

test('nothing of it is loaded before it is opened', () => {
  const folder = fileURLToPath(new URL('../../src/ui', import.meta.url));
  const files = readdirSync(folder).filter(name => /\.tsx?$/.test(name));
  const loading = files.filter(name =>
    /^(?:import|export) (?!type\b)[^;]*?from '\.{1,2}\/topology\//m.test(readFileSync(`${folder}/${name}`, 'utf8')),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(loading).toEqual([]);
});

test('a packet that has nowhere to go is not asked where', async () => {
  const facts = new Map([...wired.facts].filter(([, {kind}]) => kind === 'netns'));
  const shown = await opened(looking({...wired, facts}), 80, 24);
  expect(shown.terminal.text()).not.toContain('you have met');
  await shown.press('p');
  await shown.until('Where does the packet start?');
  await shown.press(KEY.enter);
  await shown.until('! no service that this look shows publishes a port');
  expect(shown.terminal.text()).toContain('Where does the packet start?');
  await quit(shown);
});

test('Esc says that it ends the walk before it leads back', async () => {
  const shown = await opened(looking(wired));
  await walk(shown, 'swarm-02', ':30000');
  expect(shown.terminal.screen().at(-1)).toContain('Esc map');
  await shown.press(KEY.esc);
  await shown.until('Esc back');
  expect(shown.terminal.text()).toContain('Topology');
  await quit(shown);
});
