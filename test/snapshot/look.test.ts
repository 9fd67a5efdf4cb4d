import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {type Fact, type FactKind, type FactRows, factKey, NETNS_FACTS} from '../../src/core/facts.ts';
import {assembleFacts} from '../../src/snapshot/assemble.ts';
import {readFrames} from '../../src/snapshot/frames.ts';
import {lookScript, NO_SERVICE} from '../../src/snapshot/look-script.ts';
import {collectorScript} from '../../src/snapshot/script.ts';
import {canMakeMachines} from './two-machines.ts';

const NONCE = '0123456789abcdef0123456789abcdef';
const KINDS: ReadonlySet<FactKind> = new Set(['netns', ...NETNS_FACTS]);
const OVERLAY = '1-abcdefghij';

/** A machine with the namespace of an overlay where an engine has it, in a mount and a network namespace of its own. */
const MACHINE = `PATH=$PATH:/usr/sbin:/sbin
mount -t tmpfs tmpfs /mnt && mkdir -p /mnt/docker/netns && cd /mnt/docker/netns && touch ${OVERLAY}
unshare --net=/mnt/docker/netns/${OVERLAY} true
ip link set lo up; ip link add eth0 type veth peer name eth9; ip link set eth9 up; ip addr add 10.9.0.2/24 dev eth0; ip link set eth0 up
`;
const INSIDE = (line: string) => `nsenter --net=/mnt/docker/netns/${OVERLAY} sh -c '${line}'\n`;

/** What is collected on such a machine behind more lines. */
function collected(more: string, script = collectorScript(KINDS, NONCE)): ReadonlyMap<string, Fact> {
  const said = execFileSync(
    'unshare',
    ['--net', '--mount', '--propagation', 'private', 'sh', '-c', `${MACHINE}${more}${script}`],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const facts = assembleFacts('here', readFrames(said, '', NONCE), KINDS);
  return new Map(facts.map(fact => [factKey(fact.kind, fact.node, fact.netns), fact]));
}

function rowsOf<Kind extends FactKind>(
  facts: ReadonlyMap<string, Fact>,
  kind: Kind,
  netns: string,
): readonly FactRows[Kind][] {
  const fact = facts.get(factKey(kind, 'here', netns));
  expect([kind, netns, fact?.problem]).toEqual([kind, netns, null]);
  return fact!.rows as unknown as readonly FactRows[Kind][];
}

function settings(facts: ReadonlyMap<string, Fact>, netns: string): Readonly<Record<string, string>> {
  return Object.fromEntries(rowsOf(facts, 'ns.sysctls', netns).map(({path, value}) => [path, value]));
}

describe.skipIf(!canMakeMachines())('what is looked at in each namespace of a real machine', () => {
  test('settings are those of the namespace, each interface with its own', () => {
    const set = (path: string, value: number) => `echo ${value} >/proc/sys/net/${path}`;
    const facts = collected(
      [
        set('ipv4/ip_forward', 1),
        `${set('ipv4/conf/eth0/forwarding', 0)}; ${set('ipv4/conf/eth0/rp_filter', 2)}`,
        INSIDE(`${set('ipv4/ip_forward', 0)}; ip link add br0 type bridge; ${set('ipv4/conf/br0/disable_xfrm', 1)}`),
      ].join('\n'),
    );
    expect(settings(facts, 'host')).toMatchObject({
      'net/ipv4/ip_forward': '1',
      'net/ipv4/conf/lo/forwarding': '1',
      'net/ipv4/conf/eth0/forwarding': '0',
      'net/ipv4/conf/eth0/rp_filter': '2',
    });
    expect(settings(facts, OVERLAY)).toMatchObject({
      'net/ipv4/ip_forward': '0',
      'net/ipv4/conf/br0/forwarding': '0',
      'net/ipv4/conf/br0/disable_xfrm': '1',
    });
    expect(Object.keys(settings(facts, OVERLAY)).filter(path => path.includes('eth0'))).toEqual([]);
  });

  test('routes are those of the main table, and of all where there are more rules', () => {
    const facts = collected(
      INSIDE(
        'ip link set lo up; ip link add br0 type bridge; ip addr add 10.8.0.1/24 dev br0; ip link set br0 up; ip rule add from 10.8.0.0/24 fwmark 0x7/0xf lookup 7 priority 90; ip route add blackhole 10.7.0.0/16 table 7',
      ),
    );
    expect(rowsOf(facts, 'ns.routes', 'host').map(({dst, table}) => [dst, table])).toEqual([
      ['10.9.0.0/24', undefined],
    ]);
    expect(rowsOf(facts, 'ns.rules', 'host').map(({priority, table}) => [priority, table])).toEqual([
      [0, 'local'],
      [32_766, 'main'],
      [32_767, 'default'],
    ]);
    const inside = rowsOf(facts, 'ns.routes', OVERLAY);
    expect(inside).toContainEqual(expect.objectContaining({type: 'blackhole', dst: '10.7.0.0/16', table: '7'}));
    expect(inside).toContainEqual(expect.objectContaining({type: 'local', dst: '10.8.0.1', table: 'local'}));
    const main = inside.filter(({table}) => table === undefined);
    expect(main.map(({dst, dev}) => [dst, dev])).toEqual([['10.8.0.0/24', 'br0']]);
    expect(rowsOf(facts, 'ns.rules', OVERLAY)).toContainEqual(
      expect.objectContaining({priority: 90, src: '10.8.0.0/24', fwmark: 7, fwmask: 15, action: 'lookup', table: '7'}),
    );
  });

  test('an ip that takes one question at a time is asked one by one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'look-'));
    try {
      writeFileSync(join(folder, 'ip'), '#!/bin/sh\nexec busybox ip "$@"\n', {mode: 0o755});
      const look = `b() { :; }\nn=${NONCE} PATH=${folder}:$PATH; export n PATH\n`;
      const listing = `printf '\\n%s begin netns\\nhost net:[1]\\n\\n%s end 0\\n' $n $n\n`;
      const line = lookScript(['ns.neigh', 'ns.routes', 'ns.rules']).replaceAll("'", "'\\''");
      const facts = collected('', `${look}${listing}sh -c '${line}' sh host`);
      expect(rowsOf(facts, 'ns.routes', 'host')).toContainEqual(
        expect.objectContaining({dst: '10.9.0.0/24', dev: 'eth0'}),
      );
      expect(rowsOf(facts, 'ns.rules', 'host').map(({table}) => table)).toEqual(['local', 'main', 'default']);
      expect(rowsOf(facts, 'ns.neigh', 'host')).toEqual([]);
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
});

describe('what several questions were answered at once', () => {
  const frame = (text: string, exit: number | null = 0) => [
    {label: 'netns', exit: 0, stdout: 'host net:[1]', stderr: ''},
    {label: 'ns.neigh+ns.routes+ns.rules host', exit, stdout: text, stderr: ''},
  ];
  const problems = (text: string, exit?: number | null) =>
    assembleFacts('here', frame(text, exit), new Set<FactKind>(['ns.neigh', 'ns.routes', 'ns.rules'])).flatMap(
      ({kind, problem}) => (kind === 'netns' ? [] : [problem?.cause]),
    );

  test('is known where there is an answer for each', () => {
    expect(problems('[]\n[]\n[]\n')).toEqual([undefined, undefined, undefined]);
  });

  test.each([
    ['an answer is missing', '[]\n[]\n', 0],
    ['there is one too many', '[]\n[]\n[]\n[]\n', 0],
    ['it was cut', '[]\n[]\n[]\n', null],
  ])('is not where %s', (_, text, exit) => {
    expect(problems(text, exit)).toEqual(['timeout', 'timeout', 'timeout']);
  });

  test('what no one asked yet when it was recorded is no gap', () => {
    const frames = [...frame('', 0).slice(0, 1), {label: 'ns.neigh host', exit: 0, stdout: '[]', stderr: ''}];
    const facts = assembleFacts('here', frames, new Set<FactKind>(['ns.neigh', 'ns.rules', 'ns.sysctls']));
    expect(facts.map(({kind}) => kind)).toEqual(['netns', 'ns.neigh']);
  });
});

describe('whether a list of virtual services is empty, where it', () => {
  const HEADINGS = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
`;
  const SERVICE = 'FWM  00000102 rr\n';

  test.each([
    ['has its headings only', HEADINGS, true],
    ['has a service', `${HEADINGS}${SERVICE}`, false],
    ['has a service whose line was not finished', `${HEADINGS}FWM  000`, false],
    ['has one heading fewer, and a service', HEADINGS.replace(/^Prot.*\n/m, '') + SERVICE, false],
    ['has one heading more', `Other\n${HEADINGS}`, false],
    ['was cut in its headings', HEADINGS.slice(0, 60), false],
    ['has nothing', '', false],
  ])('%s', (_, list, isEmpty) => {
    const said = execFileSync('sh', ['-c', `${NO_SERVICE}\nif none; then echo empty; else echo not; fi`], {
      input: list,
      encoding: 'utf8',
    });
    expect(said).toBe(isEmpty ? 'empty\n' : 'not\n');
  });
});
