import {expect, test} from 'vitest';
import {edit, problemsOf, read} from './example.ts';

const inVariant = (text: string): string => edit('Show the way back.\n', text);

const ARMS = `<!-- @when {overlay: netns} -->
\`\`\`sh {#ns on=manager parse=lines}
ls /run/docker/netns
\`\`\`
<!-- @run ns
capture: {device: {type: iface, from: "[0]", sample: vxlan0}}
-->
<!-- @when {overlay: host} -->
\`\`\`sh {#ns on=manager parse=lines}
ls /sys/class/net
\`\`\`
<!-- @run ns
capture: {device: {type: iface, from: "[1]", sample: vx-001001-7672d}}
-->
<!-- @end -->
`;

test('two arms may declare the same run and the same capture, which is then known behind them', async () => {
  expect(await problemsOf(inVariant(`${ARMS}\nIt is \`<device>\`.\n`))).toEqual([]);
});

test('each arm keeps its own run, and a note outside of them belongs to both', async () => {
  const notes = '<!-- @notes ns\n- {row: {name: <device>}, say: here}\n-->\n';
  const {lesson, problems} = await read(inVariant(ARMS + notes));
  expect(problems).toEqual([]);
  const item = lesson!.steps[1]!.items.find(one => one.kind === 'variants')!;
  const runs = item.variants.flatMap(arm => arm.items.flatMap(one => (one.kind === 'run' ? [one.run] : [])));
  expect(item.variants.map(({when}) => when)).toEqual([{overlay: 'netns'}, {overlay: 'host'}]);
  expect(runs.map(run => run.captures[0]!.from)).toEqual(['[0]', '[1]']);
  expect(runs.map(run => run.notes.length)).toEqual([1, 1]);
});

const FIRST_ARM = ARMS.slice(0, ARMS.indexOf('<!-- @when {overlay: host}'));

test('a capture of one arm is not known behind the arms', async () => {
  expect(await problemsOf(inVariant(`${FIRST_ARM}<!-- @end -->\n\nIt is \`<device>\`.\n`))).toEqual([
    'm/fdb.md:87:8 <device> is captured in some arms of a @when only (overlay: netns), and this stands outside of them',
  ]);
});

test('a capture of one arm is known in a later arm of the same condition', async () => {
  const later = '<!-- @when {overlay: netns} -->\nIt is `<device>`.\n<!-- @end -->\n';
  expect(await problemsOf(inVariant(`${FIRST_ARM}<!-- @end -->\n\n${later}`))).toEqual([]);
});

test('a description in another arm than its run is refused', async () => {
  const moved = `<!-- @when {overlay: netns} -->\n<!-- @run fdb\ntimeout: 5s\n-->\n<!-- @end -->\n`;
  expect(await problemsOf(inVariant(moved))).toEqual([
    'm/fdb.md:79:11 @run fdb stands in another arm of @when than its run',
  ]);
});
