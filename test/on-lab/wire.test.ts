import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {SnapshotAssertion} from '../../assertions/assertion.ts';
import {assertions} from '../../assertions/registry.ts';
import type {Verdict} from '../../src/core/verdict.ts';
import {type TestLab, testLab} from './lab.ts';

let lab: TestLab;

/** Judges checks of one and the same look: `id` → arguments. */
async function judge(checks: readonly (readonly [string, Readonly<Record<string, string>>])[]): Promise<Verdict[]> {
  const used = checks.map(([id, args]) => [assertions.get(id) as SnapshotAssertion, args] as const);
  const kinds = new Set(used.flatMap(([{needs}]) => [...needs]));
  const snapshot = await lab.snapshot(kinds);
  return used.map(([assertion, args]) => assertion.judge(args, snapshot));
}

async function untilHeld(id: string, args: Readonly<Record<string, string>>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const [verdict] = await judge([[id, args]]);
    if (verdict?.ok === true) return;
    if (attempt === 15) expect(verdict).toMatchObject({ok: true});
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

/** Does harm, judges, and undoes it whatever was found. */
async function during(node: string, harm: string, undo: string, checks: Parameters<typeof judge>[0]) {
  await lab.on(node, harm);
  try {
    return await judge(checks);
  } finally {
    await lab.on(node, undo);
  }
}

beforeAll(async () => {
  lab = await testLab();
  await lab.on('swarm-01', 'docker network create --driver overlay --opt encrypted w-secret');
  await lab.on('swarm-01', 'docker network create --driver overlay w-open');
  const spread = '--mode global --detach --no-resolve-image --network w-secret --network w-open';
  await lab.on('swarm-01', `docker service create ${spread} --name w-redis ${lab.cluster.images.redis}`);
  await untilHeld('wire.vxlan', {network: 'w-open'});
});

afterAll(async () => {
  await lab?.on('swarm-01', 'docker service rm w-redis; sleep 5; docker network rm w-secret w-open; true');
  await lab?.down();
});

describe('what is on the wire between the nodes', () => {
  test('is ESP of an encrypted overlay, VXLAN of any other, and gossip', async () => {
    const verdicts = await judge([
      ['wire.encrypted', {network: 'w-secret'}],
      ['wire.vxlan', {network: 'w-open'}],
      ['wire.vxlan', {network: 'ingress'}],
      ['gossip.seen', {a: 'all', b: 'all'}],
      ['wire.encrypted', {network: 'w-open'}],
      ['wire.vxlan', {network: 'w-secret'}],
      ['wire.encrypted', {network: 'ingress'}],
    ]);
    expect(verdicts).toMatchObject([
      ...Array(4).fill({ok: true}),
      {ok: false, code: 'in_clear', fraction: 0},
      {ok: false, code: 'only_esp', fraction: 0},
      {ok: false, code: 'in_clear', fraction: 0},
    ]);
  });

  test('one node has lost what it encrypts with: what it sends is in clear, and it alone is blamed', async () => {
    await lab.on('swarm-02', 'ip xfrm state flush && ip xfrm policy flush');
    const [all, own, other, plain] = await judge([
      ['wire.encrypted', {network: 'w-secret'}],
      ['wire.encrypted', {network: 'w-secret', node: 'swarm-02'}],
      ['wire.encrypted', {network: 'w-secret', node: 'swarm-01'}],
      ['wire.vxlan', {network: 'w-open'}],
    ]);
    expect(all).toMatchObject({ok: false, code: 'in_clear', fraction: expect.closeTo(4 / 6)});
    expect(own).toMatchObject({
      code: 'in_clear',
      reason: expect.stringMatching(
        /^swarm-01: what swarm-02 sent over w-secret is in clear on the wire: 10\.77\.0\.12 > 10\.77\.0\.11 udp 4789 VNI \d+: \S+ > \S+ with the mark/,
      ),
    });
    expect([other, plain]).toMatchObject([{ok: true}, {ok: true}]);
    // A new endpoint on each of the others makes the engine set up all of it anew.
    await lab.on('swarm-01', 'docker service update --detach --force --update-parallelism 0 w-redis');
    await untilHeld('wire.encrypted', {network: 'w-secret'});
  });

  test.each([
    ['comes in', 'INPUT -p udp --dport 7946', 'unanswered'],
    ['goes out to one other', 'OUTPUT -p udp --dport 7946 -d 10.77.0.11', 'one_way'],
  ])('one node drops gossip that %s', async (_, rule, code) => {
    const [cut, whole] = await during('swarm-03', `iptables -I ${rule} -j DROP`, `iptables -D ${rule} -j DROP`, [
      ['gossip.seen', {a: 'swarm-01', b: 'swarm-03'}],
      ['gossip.seen', {a: 'swarm-01', b: 'swarm-02'}],
    ]);
    expect(cut).toMatchObject({ok: false, code, reason: expect.stringMatching(/^swarm-01: in 6 s .*swarm-03/)});
    expect(whole).toMatchObject({ok: true});
    await untilHeld('gossip.seen', {a: 'swarm-01', b: 'swarm-03'});
  });

  test('a node without tcpdump, or without sshd, cannot be looked at: nothing passes or fails that needs it', async () => {
    const [blind] = await during('swarm-02', 'mv $(command -v tcpdump) /run/tcpdump', 'mv /run/tcpdump /usr/bin/', [
      ['wire.encrypted', {network: 'w-secret'}],
    ]);
    expect(blind).toMatchObject({ok: null, cause: 'unsupported', detail: expect.stringContaining('no tcpdump')});
    const stop = 'pkill -x dropbear; sleep 12; pidof dropbear || dropbear -s -r /etc/dropbear/host_key';
    await lab.on('swarm-03', `setsid sh -c 'sleep 1; ${stop}' >/dev/null 2>&1 </dev/null &`);
    await new Promise(resolve => setTimeout(resolve, 2500));
    const gone = await judge([
      ['wire.encrypted', {network: 'w-secret'}],
      ['wire.vxlan', {network: 'w-open'}],
      ['gossip.seen', {a: 'swarm-01', b: 'swarm-03'}],
      ['gossip.seen', {a: 'swarm-01', b: 'swarm-02'}],
    ]);
    const unreachable = {ok: null, cause: 'unreachable', detail: expect.stringContaining('swarm-03')};
    expect(gone).toMatchObject([unreachable, unreachable, unreachable, {ok: true}]);
    await untilHeld('wire.encrypted', {network: 'w-secret'});
  });
});
