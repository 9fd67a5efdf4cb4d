import {expect, test} from 'vitest';
import {type Entry, lane, type Pass} from '../../src/cluster/lane.ts';

/** Lets everything that can go on go on. */
const settle = () => new Promise(resolve => setImmediate(resolve));

function visitors(count: number, now?: () => number) {
  const way = lane(now);
  const entries: Entry[] = [];
  const come = () => way.enter().then(entry => entries.push(entry));
  for (let i = 0; i < count; i++) void come();
  const pass = (index: number): Pass => {
    const entry = entries[index];
    if (entry?.kind !== 'pass') throw new Error(`number ${index} has no pass`);
    return entry.pass;
  };
  return {entries, pass, come};
}

test('the first goes alone until the connection is open, then at most eight at once', async () => {
  const {entries, pass} = visitors(20);
  await settle();
  expect(entries).toHaveLength(1);
  pass(0).opened();
  await settle();
  expect(entries).toHaveLength(8);
  pass(3).leave();
  pass(3).leave();
  pass(0).leave();
  await settle();
  expect(entries).toHaveLength(10);
});

test('when the first fails, those who wait are refused with its reason, and later ones try anew', async () => {
  const {entries, pass, come} = visitors(3);
  await settle();
  pass(0).failed('refused');
  pass(0).leave();
  await settle();
  expect(entries.slice(1)).toEqual([
    {kind: 'refused', reason: 'refused'},
    {kind: 'refused', reason: 'refused'},
  ]);
  void come();
  await settle();
  expect(entries[3]?.kind).toBe('pass');
});

test('when the first leaves without a word, the next opens', async () => {
  const {entries, pass} = visitors(3);
  await settle();
  pass(0).leave();
  await settle();
  expect(entries).toHaveLength(2);
});

test('after a broken connection one goes alone again, though another still runs', async () => {
  const {entries, pass, come} = visitors(2);
  await settle();
  pass(0).opened();
  await settle();
  pass(1).failed('broken');
  pass(1).leave();
  void come();
  void come();
  await settle();
  expect(entries).toHaveLength(3);
  pass(2).opened();
  await settle();
  expect(entries).toHaveLength(4);
});

test('after a long pause the connection is gone, and one goes alone again', async () => {
  let now = 0;
  const {entries, pass, come} = visitors(1, () => now);
  await settle();
  pass(0).opened();
  pass(0).leave();
  now += 60_000;
  void come();
  void come();
  await settle();
  expect(entries).toHaveLength(2);
});
