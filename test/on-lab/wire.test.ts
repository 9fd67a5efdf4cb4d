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

async function untilHeld(checks: Parameters<typeof judge>[0]): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const verdicts = await judge(checks);
    if (verdicts.every(({ok}) => ok === true)) return;
    if (attempt === 30) expect(verdicts).toEqual([]);
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
  await untilHeld([
    ['wire.vxlan', {network: 'w-open'}],
    ['wire.encrypted', {network: 'w-secret'}],
  ]);
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

  test('gossip that a node drops, on its way in or out, is missed by the pair that it concerns', async () => {
    const out = 'OUTPUT -p udp --dport 7946 -d 10.77.0.11';
    const into = 'INPUT -p udp --dport 7946 -s 10.77.0.13';
    await lab.on('swarm-03', `iptables -I ${out} -j DROP`);
    const [one, two, whole] = await during('swarm-02', `iptables -I ${into} -j DROP`, `iptables -D ${into} -j DROP`, [
      ['gossip.seen', {a: 'swarm-01', b: 'swarm-03'}],
      ['gossip.seen', {a: 'swarm-02', b: 'swarm-03'}],
      ['gossip.seen', {a: 'swarm-01', b: 'swarm-02'}],
    ]).finally(() => lab.on('swarm-03', `iptables -D ${out} -j DROP`));
    expect(one).toMatchObject({
      code: 'one_way',
      reason: expect.stringMatching(/^swarm-01: .* nothing came from swarm-03/),
    });
    // On the wire everything is there, as what is dropped on its way in has come.
    expect(two).toMatchObject({
      code: 'unanswered',
      reason: expect.stringMatching(/^swarm-03: .* swarm-02 answered nothing/),
    });
    expect(whole).toMatchObject({ok: true});
    await untilHeld([['gossip.seen', {a: 'all', b: 'all'}]]);
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
    await untilHeld([['wire.encrypted', {network: 'w-secret'}]]);
  });

  // The last: only a new endpoint on the other nodes would make the engine set up all of it anew.
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
  });
});
