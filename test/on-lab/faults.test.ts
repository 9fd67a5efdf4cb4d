import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {PROBE_FACTS, type Snapshot} from '../../src/core/facts.ts';
import {ALL_KINDS} from '../../src/snapshot/collect.ts';
import {FAULTS} from './faults/all.ts';
import {checksBy, judged} from './faults/checks.ts';
import {type Fault, type ProbeKind, SHELL} from './faults/fault.ts';
import {filled, placesOf} from './faults/places.ts';
import {type TestLab, testLab} from './lab.ts';

/** In seconds: after a fault of an engine its node has to become ready, and to start its tasks again. */
const HEALED_WITHIN = 240;

let lab: TestLab;
/** The last look at which everything held. */
let whole: Snapshot;

/** What does not hold, by check: the code and the reason of a failure, or why it could not be looked at. */
type NotHeld = Readonly<Record<string, string>>;

interface Seen {
  readonly snapshot: Snapshot;
  readonly failed: NotHeld;
  readonly unknown: NotHeld;
}

async function look(probes: readonly ProbeKind[] = []): Promise<Seen> {
  const snapshot = await lab.snapshot(new Set([...ALL_KINDS, ...probes]));
  const failed: Record<string, string> = {};
  const unknown: Record<string, string> = {};
  for (const check of checksBy(probes)) {
    const verdict = judged(check, snapshot);
    if (verdict.ok === false) failed[check] = `${verdict.code}: ${verdict.reason}`;
    if (verdict.ok === null) unknown[check] = `${verdict.cause}: ${verdict.detail}`;
  }
  return {snapshot, failed, unknown};
}

async function untilAllHolds(probes: readonly ProbeKind[] = []): Promise<void> {
  const deadline = Date.now() + HEALED_WITHIN * 1000;
  for (;;) {
    const {snapshot, failed, unknown} = await look(probes);
    const left = {...failed, ...unknown};
    if (Object.keys(left).length === 0) {
      whole = snapshot;
      return;
    }
    if (Date.now() > deadline) expect(left).toEqual({});
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

/** Does the harm, looks until what is due is there or time is over, and undoes the harm whatever was seen. */
async function during(fault: Fault, places: ReadonlyMap<string, string>): Promise<Seen> {
  // Traffic has two seconds for an answer, which is little on a machine that has much else to do.
  const {node, harm, undo, fails, probes, within = probes === undefined ? 0 : 60} = fault;
  try {
    await lab.on(node, SHELL + filled(harm, places));
    const start = Date.now();
    for (;;) {
      const seen = await look(probes);
      const isAsked = same(Object.keys(seen.unknown), unknownDuring(fault));
      if (isAsked && same(Object.keys(seen.failed), Object.keys(fails))) return seen;
      // On a machine that has much else to do an engine may not answer in time: that is no word on the cluster.
      if (Date.now() - start > 1000 * (isAsked ? within : HEALED_WITHIN)) return seen;
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  } finally {
    await lab.on(node, SHELL + filled(undo, places));
  }
}

function unknownDuring({unknown: [checks] = [/^$/], probes}: Fault): readonly string[] {
  return checksBy(probes).filter(check => checks.test(check));
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return [...some].sort().join() === [...others].sort().join();
}

beforeAll(async () => {
  lab = await testLab();
  const {redis, vote} = lab.cluster.images;
  const spread = '--mode global --detach --no-resolve-image';
  await lab.on('swarm-01', 'docker network create --driver overlay --opt encrypted f-net');
  await lab.on('swarm-01', `docker service create ${spread} --name f-redis --network f-net ${redis}`);
  // A killed task stays away long enough to be missed.
  const published = '--restart-delay 30s --publish 31999:80';
  await lab.on('swarm-01', `docker service create ${spread} --name f-vote --network f-net ${published} ${vote}`);
  await untilAllHolds();
});

afterAll(async () => {
  await lab?.on('swarm-01', 'docker service rm f-redis f-vote; sleep 5; docker network rm f-net; true');
  await lab?.down();
});

/** All take twenty minutes; where that is too long, the first few of each kind stand for them. */
const isEach = process.env.DEEPDIVE_ALL_FAULTS !== undefined;
const FEW = 3;
const chosen = FAULTS.map(({of, faults}) => ({of, faults: isEach ? faults : faults.slice(0, FEW)}));

describe.each(chosen)('a fault of $of is found by the right assertions, and by no other', ({faults}) => {
  test.each(faults)('$name', async fault => {
    const places = placesOf(whole);
    const {failed, unknown} = await during(fault, places);
    expect(Object.keys(failed).sort(), JSON.stringify(failed, null, 2)).toEqual(Object.keys(fault.fails).sort());
    for (const [check, [code, ...words]] of Object.entries(fault.fails)) {
      expect(failed[check]).toMatch(new RegExp(`^${code}: `));
      for (const word of words) expect(failed[check]).toContain(filled(word, places));
    }
    expect(Object.keys(unknown), JSON.stringify(unknown, null, 2)).toEqual(unknownDuring(fault));
    const [, ...why] = fault.unknown ?? [];
    for (const detail of Object.values(unknown)) for (const word of why) expect(detail).toContain(word);
    await untilAllHolds();
  });
});

test('without sshd a node cannot be looked at: nothing passes or fails that needs it', async () => {
  const stop = 'pkill -x dropbear; sleep 25; pidof dropbear || dropbear -s -r /etc/dropbear/host_key';
  await lab.on('swarm-03', `setsid sh -c 'sleep 1; ${stop}' >/dev/null 2>&1 </dev/null &`);
  await new Promise(resolve => setTimeout(resolve, 3000));
  const {failed, unknown} = await look();
  expect(failed).toEqual({});
  // What the manager alone knows can be told without the node.
  const told = /^(?:swarm\.size|svc\.spread .*|publish\.spec .*|net\.exists .*|net\.encrypted .*)$/;
  expect(Object.keys(unknown)).toEqual(checksBy().filter(check => !told.test(check)));
  for (const detail of Object.values(unknown)) expect(detail).toMatch(/^unreachable: .*swarm-03/);
  await untilAllHolds();
});

test('at the end traffic goes its way as well', () => untilAllHolds(PROBE_FACTS));
