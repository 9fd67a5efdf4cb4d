import {execFileSync, spawnSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {espLengths} from '../../src/core/esp-length.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import {packedLine} from '../../src/snapshot/script.ts';
import {gossipPeers, planWire, type WirePlan} from '../../src/snapshot/wire-plan.ts';
import {gossipScript, wireAskScript, wireCaptureScript} from '../../src/snapshot/wire-script.ts';
import {edited} from '../assertions/edit.ts';
import {fixture} from './fixture.ts';

const NONCE = '0123456789abcdef0123456789abcdef';
const NODES = ['swarm-01', 'swarm-02', 'swarm-03'];
const wire = fixture('wire');

function plan(snapshot: Snapshot, nodes = NODES): ReadonlyMap<string, WirePlan> {
  return planWire(snapshot.facts, nodes, NONCE);
}

function vnis(snapshot: Snapshot, node: string): readonly number[] {
  return [
    ...new Set(
      plan(snapshot)
        .get(node)
        ?.asks.map(({vni}) => vni),
    ),
  ].sort();
}

describe('who asks whom over the wire', () => {
  test('each node of an overlay asks every other, from the namespace of its load balancer', () => {
    const {asks, port, peers, encrypted} = plan(wire).get('swarm-02')!;
    expect([port, [...peers].sort(), encrypted]).toEqual([4789, ['10.77.0.11', '10.77.0.13'], [4100]]);
    expect(asks.map(({vni, dst, netns}) => `${vni} ${dst} ${netns}`).sort()).toEqual([
      '4096 10.77.0.11 ingress_sbox',
      '4096 10.77.0.13 ingress_sbox',
      expect.stringMatching(/^4099 10\.77\.0\.11 lb_[a-z0-9]{9}$/),
      expect.stringMatching(/^4099 10\.77\.0\.13 lb_[a-z0-9]{9}$/),
      expect.stringMatching(/^4100 10\.77\.0\.11 lb_[a-z0-9]{9}$/),
      expect.stringMatching(/^4100 10\.77\.0\.13 lb_[a-z0-9]{9}$/),
    ]);
    // Who is asked at an address is who has it.
    const there = plan(wire)
      .get('swarm-01')!
      .asks.find(({vni}) => vni === 4100)!;
    expect(asks.find(({vni, dst}) => vni === 4100 && dst === '10.77.0.11')?.inner.dst).toBe(there.inner.src);
  });

  test('a node without a part of an overlay takes no part in it', () => {
    expect(vnis(fixture('redis-2'), 'swarm-02')).toEqual([4096, 4097]);
    const apart = edited(fixture('redis-2'), 'docker.networks', 'swarm-02', rows =>
      rows.filter(({name}) => name !== 'vote'),
    );
    expect(vnis(apart, 'swarm-02')).toEqual([4096]);
    expect(vnis(apart, 'swarm-03')).toEqual([4096]);
  });

  test('the sizes of the overlays are apart by more than what ESP may add', () => {
    for (const first of ['00000000', '00000017', 'ffffffff', '12345678']) {
      const {sizes} = planWire(wire.facts, NODES, first.padEnd(32, '0')).get('swarm-01')!;
      const ranges = sizes.map(espLengths).sort((a, b) => a.from - b.from);
      expect(new Set(sizes).size).toBe(3);
      for (const [index, {from}] of ranges.entries()) {
        if (index > 0) expect(from).toBeGreaterThan(ranges[index - 1]!.to);
      }
      expect(Math.max(...sizes)).toBeLessThan(1000);
    }
  });

  test('where no manager tells the data-path port, nothing is asked', () => {
    expect(plan(wire, ['swarm-02', 'swarm-03']).size).toBe(0);
  });

  test.each([
    ['a tunnel end', (text: string) => text.replaceAll('"hostIp":"10.77.0.13"', '"hostIp":"1;reboot"')],
    ['an address', (text: string) => text.replaceAll('"ipv4":"10.0.4.7"', '"ipv4":"$(reboot)"')],
    [
      'a network id',
      (text: string) => text.replaceAll(/"id":"[a-z0-9]{25}","name":"vote"/g, '"id":"a b","name":"vote"'),
    ],
  ])('%s that is none comes into no shell line', (_, change) => {
    const facts = new Map([...wire.facts].map(([key, fact]) => [key, JSON.parse(change(JSON.stringify(fact)))]));
    expect(JSON.stringify([...facts])).not.toBe(JSON.stringify([...wire.facts]));
    const all = [...planWire(facts, NODES, NONCE).values()];
    expect(JSON.stringify(all)).not.toMatch(/reboot|a b/);
    expect(all.length).toBeGreaterThan(0);
  });

  test('gossip is heard with every other node', () => {
    expect(gossipPeers(wire.facts, NODES, 'swarm-02')).toEqual(['10.77.0.11', '10.77.0.13']);
  });
});

describe('the scripts of the wire', () => {
  const one = plan(wire).get('swarm-01')!;
  const large: WirePlan = {
    ...one,
    peers: Array.from({length: 8}, (_, i) => `10.77.0.${i + 100}`),
    encrypted: [4097, 4098, 4099, 4100, 16_777_215],
    sizes: [800, 832, 864, 896, 128],
    asks: Array.from({length: 40}, (_, i) => ({...one.asks[0]!, network: `abcdefghijklmnopqrstuvw${10 + i}`, size: i})),
  };

  test.each([
    ['listening', wireCaptureScript(large, NONCE)],
    ['asking', wireAskScript(large, NONCE)],
    ['listening to gossip', gossipScript(large.peers, 20, NONCE)],
  ])('%s is a shell script, and fits into the command of a small ssh server', (_, script) => {
    execFileSync('sh', ['-n', '-c', script]);
    expect(packedLine(script).length).toBeLessThan(3000);
  });

  test('the port is that of the swarm; where tcpdump does not know it, it is told what is there', () => {
    expect(wireCaptureScript(one, NONCE)).toContain('udp dst port 4789 ');
    expect(wireCaptureScript(one, NONCE)).not.toContain('-T vxlan');
    expect(wireCaptureScript({...one, port: 5789}, NONCE)).toMatch(/-T vxlan .*udp dst port 5789 /);
  });

  test('of a packet without the mark no data is kept', () => {
    const script = wireCaptureScript(one, NONCE);
    const awk = /exec awk -v m="\$n" '([^']+)'/.exec(script)?.[1] ?? '';
    const dump = (data: string) => `IP 10.77.0.11.1 > 10.77.0.12.4789: VXLAN\n\t0x0000:  4500 ${data}\n`;
    const marked = NONCE.replace(/..../g, '$& ');
    const said = execFileSync('awk', ['-v', `m=${NONCE}`, awk], {
      input: `${dump('7365 6372 6574')}${dump(`${marked}0123`)}${dump('7365')}exit 0\n`,
      encoding: 'utf8',
    });
    const head = 'IP 10.77.0.11.1 > 10.77.0.12.4789: VXLAN';
    expect(said).toBe(`${head}\n${head}\n\t0x0000:  4500${NONCE} 0123\n${head}\nexit 0\n`);
  });

  test('a node without tcpdump says so', () => {
    const script = wireCaptureScript(one, NONCE).replace(/PATH=\S+/, 'PATH=/nowhere');
    const {stdout, stderr} = spawnSync('/bin/sh', ['-c', script], {encoding: 'utf8'});
    expect([stdout, stderr]).toEqual([
      expect.stringContaining(`${NONCE} end 95`),
      expect.stringContaining('no timeout'),
    ]);
  });
});
