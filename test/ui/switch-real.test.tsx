import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {clustersFor} from '../../src/commands/cluster-switch.ts';
import {openStudentSession} from '../../src/commands/student.ts';
import type {Session} from '../../src/session/session.ts';
import {KEY, show, tooWide} from './terminal-model.ts';

const before = process.env.XDG_STATE_HOME;
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'switch-'));
  process.env.XDG_STATE_HOME = home;
});

afterEach(() => {
  if (before === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = before;
  rmSync(home, {recursive: true});
});

test('from one recording to another and back: the step stays, and so does the progress of each', async () => {
  const options = {module: 'swarm-networking', cluster: 'recording'};
  const {session: first} = await openStudentSession(options, 'instant');
  first.go('routing-mesh');
  await first.catchUp(
    'routing-mesh',
    first.state().module.lessons.find(({id}) => id === 'routing-mesh')!.steps[1]!.id,
    true,
  );
  const {step} = first.state();
  const passed = Object.values(first.state().steps).filter(({status}) => status === 'assisted').length;
  expect(passed).toBeGreaterThan(0);
  let last: Session = first;
  const switched = (to: Session) => {
    last = to;
  };
  const shown = await show(first, 100, 30, {clusters: clustersFor(options), switched, open: 'step'});
  await shown.press('C');
  await shown.until('recorded: docker 17.10-18.06');
  expect(shown.terminal.text()).toMatch(new RegExp(`recorded +✔ you are here +${passed}/\\d+ steps`));
  await shown.press('G', 'g', KEY.down, KEY.enter);
  await shown.until('RECORDED docker 1');
  expect(last.state()).toMatchObject({lesson: 'routing-mesh', step, cluster: {name: 'recording:docker-17.10-18.06'}});
  expect(Object.values(last.state().steps).filter(({status}) => status === 'assisted')).toEqual([]);
  await shown.press('C');
  await shown.until('you are here');
  await shown.press('g', KEY.enter);
  await shown.until('RECORDED docker 26');
  expect(last.state()).toMatchObject({lesson: 'routing-mesh', step, cluster: {name: 'recording'}});
  expect(Object.values(last.state().steps).filter(({status}) => status === 'assisted')).toHaveLength(passed);
  // What the step says of the nodes is filled in, as where it is opened from Home.
  await expect.poll(() => last.state().cluster.nodes.map(({reached}) => reached)).toEqual(['yes', 'yes', 'yes']);
  expect(tooWide(shown.terminal)).toEqual([]);
  await shown.press('q');
  await shown.ended;
  await last.close();
}, 60_000);
