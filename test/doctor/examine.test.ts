import {randomBytes} from 'node:crypto';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Cluster} from '../../src/cluster/cluster.ts';
import {sshCluster} from '../../src/cluster/ssh.ts';
import {type Examined, examine, type Needs} from '../../src/doctor/examine.ts';
import type {Finding} from '../../src/doctor/finding.ts';
import {ADDRESS, machinesMissing, NAMES, type Name, type ThreeMachines, threeMachines} from './three-machines.ts';

const NEEDS: Needs = {swarm: true, root: true, tools: [{tool: 'brctl', lessons: ['bridges'], looks: false}]};
const nonce = () => randomBytes(16).toString('hex');

describe.skipIf(machinesMissing() !== undefined)('three machines', {timeout: 240_000}, () => {
  let machines: ThreeMachines;
  let cluster: Cluster;
  beforeAll(() => {
    machines = threeMachines();
    const nodes = NAMES.map(id => ({id, role: id === 'one' ? ('manager' as const) : ('worker' as const), host: id}));
    cluster = sshCluster({name: 'three', nodes, configFile: machines.configFile, runtimeDir: machines.runtimeDir});
  });
  afterAll(async () => {
    await cluster.close();
    machines.close();
  });

  /** What is found while a line has changed a machine. */
  async function looked(name?: Name, line = '', back = ''): Promise<Examined> {
    if (name !== undefined) machines.on(name, line);
    try {
      return await examine(cluster, NEEDS, {nonce});
    } finally {
      if (name !== undefined) machines.on(name, back);
    }
  }
  /** `two three traffic.4789/udp`, with how it stands, of all that is not well between the nodes. */
  const between = ({pairs}: Examined) =>
    pairs.flatMap(({from, to, findings}) =>
      findings.filter(one => one.standing !== 'ok').map(({code, standing}) => `${from} ${to} ${code} ${standing}`),
    );
  const found = ({nodes}: Examined, id: Name, code: string): Finding | undefined =>
    nodes.find(node => node.id === id)?.findings.find(one => one.code.startsWith(code));
  const mends = ({pairs}: Examined) =>
    pairs.flatMap(({findings}) => findings.flatMap(({mend}) => (mend === undefined ? [] : [mend])));

  test('that reach each other have no gap between them, and each of 20 ways was measured', async () => {
    const examined = await looked();
    expect(between(examined)).toEqual([]);
    expect(examined.pairs.flatMap(({findings}) => findings)).toHaveLength(20);
    const [pair] = examined.pairs.filter(({from, to}) => from === 'two' && to === 'one');
    expect(pair?.findings.map(({code, what}) => [code, what.split(' ')[2]?.replace(/:$/, '')])).toEqual([
      ['traffic.2377/tcp', 'refused'],
      ['traffic.7946/tcp', 'refused'],
      ['traffic.7946/udp', undefined],
      ['traffic.4789/udp', undefined],
    ]);
    for (const name of NAMES) {
      expect(found(examined, name, 'reach')).toMatchObject({standing: 'ok'});
      expect(found(examined, name, 'privileges')).toMatchObject({standing: 'ok', what: 'commands run as root'});
      expect(found(examined, name, 'tools.brctl')).toMatchObject({standing: 'ok'});
      expect(found(examined, name, 'clock')).toMatchObject({standing: 'ok'});
      expect(found(examined, name, 'engine')).toMatchObject({standing: 'gap', code: 'engine.down'});
      for (const feature of ['vxlan', 'bridge', 'veth', 'nat', 'mark'])
        expect(found(examined, name, `kernel.${feature}`)).toMatchObject({
          standing: 'ok',
          what: expect.stringMatching(/\(tried\)$/),
        });
    }
    // Nothing of the trials is left, and nothing of the sending.
    expect(machines.on('two', 'ip -o link | wc -l; iptables -S | wc -l').split('\n').slice(0, 2)).toEqual(['2', '3']);
  });

  test.each<[string, string, Name, string, string]>([
    ['not let in', 'INPUT', 'three', 'one', `-s ${ADDRESS.two} -p udp --dport 4789 -j DROP`],
    ['rejected', 'INPUT', 'three', 'one', `-s ${ADDRESS.two} -p udp --dport 4789 -j REJECT`],
    ['not let out', 'OUTPUT', 'two', 'one', `-d ${ADDRESS.three} -p udp --dport 4789 -j DROP`],
  ])(
    'of which one packet is %s name that pair, direction and port alone, and the command that mends it',
    async (_, chain, name, __, rule) => {
      const examined = await looked(name, `iptables -A ${chain} ${rule}`, `iptables -D ${chain} ${rule}`);
      expect(between(examined)).toEqual(['two three traffic.4789/udp gap']);
      const [mend, ...more] = mends(examined);
      expect(more).toEqual([]);
      expect(mend?.on).toBe(name);
      // The command does what it says.
      machines.on(name, `iptables -A ${chain} ${rule}`);
      try {
        machines.on(name, mend!.command);
        expect(between(await looked())).toEqual([]);
      } finally {
        machines.on(name, `iptables -F ${chain}`);
      }
      expect(between(await looked())).toEqual([]);
    },
  );
  test('of which one lets in nothing of TCP name it, and tell it from where nobody listens', async () => {
    const rule = `-p tcp --dport 7946 -j DROP`;
    const examined = await looked('one', `iptables -A INPUT ${rule}`, `iptables -D INPUT ${rule}`);
    expect(between(examined)).toEqual(['two one traffic.7946/tcp gap', 'three one traffic.7946/tcp gap']);
    expect(mends(examined).map(({on, command}) => `${on}: ${command}`)).toEqual([
      `one: iptables -I INPUT -s ${ADDRESS.two} -p tcp --dport 7946 -j ACCEPT`,
      `one: iptables -I INPUT -s ${ADDRESS.three} -p tcp --dport 7946 -j ACCEPT`,
    ]);
  });

  test.each<[string, Name, string]>([
    ['INPUT', 'one', '-p tcp --dport 7946'],
    ['OUTPUT', 'two', '-p tcp --dport 7946'],
  ])('a firewall that refuses in %s is not taken for a port where nobody listens yet', async (chain, name, rule) => {
    const examined = await looked(name, `iptables -A ${chain} ${rule} -j REJECT`, `iptables -F ${chain}`);
    const standing = chain === 'INPUT' ? 'gap' : 'unknown';
    const ways = chain === 'INPUT' ? ['two one', 'three one'] : ['two one', 'two three'];
    expect(between(examined).sort()).toEqual(ways.map(way => `${way} traffic.7946/tcp ${standing}`).sort());
  });

  test('of which one has nothing that sees packets: what could not be seen is no gap', async () => {
    // By cat the kernel's own list of connections is read, where it has one.
    const hide = 'for x in tcpdump conntrack cat; do mount --bind /dev/null "$(command -v $x)"; done';
    const show = 'umount /usr/bin/tcpdump /usr/sbin/conntrack /usr/bin/cat';
    const examined = await looked('three', hide, show);
    const unseen = between(examined);
    expect(unseen).toEqual(
      ['one', 'two'].flatMap(from => ['7946', '4789'].map(port => `${from} three traffic.${port}/udp unknown`)),
    );
  });

  test('a tool that is gone is named with the command that installs it', async () => {
    const examined = await looked('two', 'mount --bind /dev/null /usr/sbin/brctl', 'umount /usr/sbin/brctl');
    expect(found(examined, 'two', 'tools.brctl')).toMatchObject({
      standing: 'gap',
      what: 'there is no brctl, which bridges needs',
      mend: {on: 'two', command: 'apt-get install -y bridge-utils'},
    });
    expect(found(examined, 'one', 'tools.brctl')).toMatchObject({standing: 'ok'});
  });

  test.each([
    ['before', '+ 5'],
    ['behind', '- 5'],
  ])('a clock that is %s is told, and by how much', async (way, by) => {
    const wrapper = `#!/bin/sh\\nt=$(/usr/bin/date +%%s.%%N)\\necho "$((\${t%%%%.*} ${by})).\${t#*.}"\\n`;
    const examined = await looked(
      'two',
      `printf '${wrapper}' >/run/bin/date; chmod +x /run/bin/date`,
      'rm /run/bin/date',
    );
    const clock = found(examined, 'two', 'clock');
    expect(clock).toMatchObject({standing: 'gap', code: 'clock.skew'});
    const words = new RegExp(`^its clock is (\\d+\\.\\d+) s ${way} this machine, ± (\\d+\\.\\d+) s:`);
    const [, seconds, error] = words.exec(clock?.what ?? '') ?? [];
    // Both are rounded to hundredths.
    expect(Math.abs(Number(seconds) - 5)).toBeLessThanOrEqual(Number(error) + 0.02);
    expect(Number(error)).toBeLessThan(1);
    expect(found(examined, 'one', 'clock')).toMatchObject({standing: 'ok'});
  });
});
