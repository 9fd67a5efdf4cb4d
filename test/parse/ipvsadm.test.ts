import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {RealServer, ServiceTable, VirtualService} from '../../src/core/rows/ipvs.ts';
import {parseIptables} from '../../src/parse/iptables.ts';
import {parseIpvsadm} from '../../src/parse/ipvsadm.ts';
import {parseProcIpVs} from '../../src/parse/proc-ip-vs.ts';
import {corpusFiles, corpusText, DISGUISES, expectAccounts} from './corpus-files.ts';

const files = corpusFiles('ipvsadm');
const procFiles = corpusFiles('proc').filter(file => /\/(?:variety-)?ip_vs\./.test(file));
const foreignProcFiles = corpusFiles('proc').filter(file => !procFiles.includes(file));

const read = (file: string): ServiceTable =>
  (file.startsWith('proc/') ? parseProcIpVs : parseIpvsadm)(corpusText(file)).data;

describe('accounting', () => {
  test.each([...files, ...procFiles])('%s is understood whole', file => {
    const text = corpusText(file);
    const parsed = (file.startsWith('proc/') ? parseProcIpVs : parseIpvsadm)(text);
    expectAccounts(parsed, text);
    expect(parsed.unparsed).toEqual([]);
  });

  test.each(foreignProcFiles)('%s is no table of services', file => {
    expect(parseProcIpVs(corpusText(file))).toMatchObject({data: {services: []}, consumed: 0});
  });
});

/** What the save form says too, in an order that does not depend on the kernel's hash table. */
function configured({services}: ServiceTable, skip: readonly (keyof VirtualService)[] = []): readonly string[] {
  const server = ({host, port, forward, weight}: RealServer): object => ({host, port, forward, weight});
  return services
    .map(({stats: _, servers, ...service}) => {
      const fields = Object.fromEntries(Object.entries(service).filter(([key]) => !skip.includes(key as never)));
      return JSON.stringify([Object.entries(fields).sort(), servers.map(s => JSON.stringify(server(s))).sort()]);
    })
    .sort();
}

describe('the same services', () => {
  test.each(['lb_vote.n2', 'ingress_sbox.n2'])('listed, saved and in /proc: %s', ns => {
    const listed = configured(read(`ipvsadm/Ln.${ns}.txt`));
    expect(listed.length).toBeGreaterThan(0);
    expect(listed).toEqual(configured(read(`ipvsadm/Sn.${ns}.txt`)));
    expect(listed).toEqual(configured(read(`proc/ip_vs.${ns}.txt`)));
  });

  test('all kinds of services, saved and in /proc (which shows persistence and flags otherwise)', () => {
    const skip = ['persistent', 'flags', 'netmask', 'ipv6'] as const;
    expect(configured(read('proc/variety-ip_vs.trixie.txt'), skip)).toEqual(
      configured(read('ipvsadm/variety-Sn.trixie.txt'), skip),
    );
  });

  test.each(['--thresholds', '--persistent-conn', '--stats', '--rate', '--stats_--exact'])(
    'listed with %s and saved, as far as both say it',
    option => {
      const listed = read(`ipvsadm/variety-Ln_${option}.trixie.txt`).services;
      const saved = read('ipvsadm/variety-Sn.trixie.txt').services;
      const ends = ({protocol, address, port, fwmark, ipv6, servers}: VirtualService): object => ({
        ...{protocol, address, port, fwmark, ipv6},
        servers: servers.map(({host, port: p}) => [host, p]),
      });
      expect(listed.map(ends)).toEqual(saved.map(ends));
      if (option.startsWith('--stats') || option === '--rate') return;
      const scheduling = ({scheduler, flags, persistent, netmask}: VirtualService): object => ({
        ...{scheduler, flags, persistent, netmask},
      });
      expect(listed.map(scheduling)).toEqual(saved.map(scheduling));
    },
  );
});

describe('fields', () => {
  test('a mark is decimal in all forms', () => {
    for (const file of ['ipvsadm/Ln.lb_vote.n2.txt', 'ipvsadm/Sn.lb_vote.n2.txt', 'proc/ip_vs.lb_vote.n2.txt']) {
      expect(read(file).services.map(({fwmark}) => fwmark)).toEqual([257, 259, 260]);
    }
  });

  test('names that were cut have no port and say so', () => {
    const {data, notes} = parseIpvsadm(corpusText('ipvsadm/names-resolved.shared-n1.txt'));
    expect(data.services[0]!.servers[0]).toEqual({
      host: 'redis.1.se6wb0p7sqwwfdr2kpy5',
      truncated: true,
      forward: 'Masq',
      weight: 1,
      activeConn: 0,
      inactConn: 0,
    });
    expect(notes).toMatchObject([{kind: 'truncated', line: 5}]);
  });

  test('a name may be cut within its port, which is then unknown', () => {
    const row = 'FWM  256 rr\n  -> e89fbe75fb1a.vote.abc:http-a Masq    1      0          0';
    expect(parseIpvsadm(row).data.services[0]!.servers).toMatchObject([
      {host: 'e89fbe75fb1a.vote.abc', truncated: true},
    ]);
    expect(parseIpvsadm(row).data.services[0]!.servers[0]).not.toHaveProperty('portName');
  });

  test('whole names keep their port, by name or number', () => {
    const {services} = read('ipvsadm/variety-L.trixie.txt');
    expect(services[0]!.servers[1]).toMatchObject({host: 'e89fbe75fb1a.vote', portName: 'http-alt'});
    expect(services.find(({fwmark}) => fwmark === 256)!.servers[1]).toMatchObject({
      host: 'a',
      port: 0,
      forward: 'Tunnel',
    });
  });

  test('IPv6, scheduler flags, persistence', () => {
    const {services} = read('ipvsadm/variety-Ln_--thresholds.trixie.txt');
    expect(services[3]).toMatchObject({
      address: '2001:db8::1',
      port: 443,
      scheduler: 'sh',
      flags: ['sh-fallback', 'sh-port'],
      persistent: 300,
    });
    expect(services[6]).toMatchObject({fwmark: 777, ipv6: true, scheduler: 'wrr', persistent: 60, netmask: '64'});
    expect(services[0]!.servers[0]).toMatchObject({upperThreshold: 100, lowerThreshold: 50});
  });

  test('totals and rates', () => {
    expect(read('ipvsadm/variety-Ln_--stats.trixie.txt').services[0]).toMatchObject({
      stats: {perSecond: false, conns: {value: 7}, outBytes: {value: 14196095, exact: true}},
    });
    expect(read('ipvsadm/variety-Ln_--rate.trixie.txt').services[0]!.stats?.perSecond).toBe(true);
    const rounded = corpusText('ipvsadm/variety-Ln_--stats.trixie.txt').replaceAll('14196095', '  14196K');
    expect(parseIpvsadm(rounded).data.services[0]!.stats?.outBytes).toEqual({
      value: 14196000,
      exact: false,
      text: '14196K',
    });
  });

  test('connections and timeouts', () => {
    expect(read('ipvsadm/variety-Lc.trixie.txt').connections).toHaveLength(7);
    expect(read('ipvsadm/Lcn.lb_vote.n2.txt')).toEqual({services: [], connections: []});
    expect(read('ipvsadm/timeout.lb_vote.n1.txt').timeouts).toEqual({tcp: 900, tcpfin: 120, udp: 300});
  });

  test('a namespace without services differs from output that is not understood', () => {
    expect(parseIpvsadm(corpusText('ipvsadm/Ln.task_redis.n1.txt'))).toMatchObject({consumed: 3, data: {services: []}});
    expect(parseIpvsadm("Can't initialize ipvs: Protocol not available")).toMatchObject({consumed: 0});
  });
});

describe('the same data', () => {
  const samples = [
    'ipvsadm/variety-L.trixie.txt',
    'ipvsadm/variety-Ln_--stats.trixie.txt',
    'ipvsadm/variety-Sn.trixie.txt',
    'ipvsadm/seed-task-ns.txt',
    'ipvsadm/variety-Lc.trixie.txt',
  ];
  const cases = samples.flatMap(file => DISGUISES.map(([name, disguise]) => [file, name, disguise] as const));
  test.each(cases)('%s with %s', (file, _, disguise) => {
    const parsed = parseIpvsadm(disguise(corpusText(file)));
    expect(parsed.data).toEqual(read(file));
    expect(parsed.unparsed).toEqual([]);
  });

  test.each(DISGUISES)('/proc/net/ip_vs with %s', (_, disguise) => {
    const text = corpusText('proc/variety-ip_vs.trixie.txt');
    expect(parseProcIpVs(disguise(text)).data).toEqual(parseProcIpVs(text).data);
  });

  test('without the heading', () => {
    const text = corpusText('ipvsadm/variety-L.trixie.txt');
    const {data, notes} = parseIpvsadm(text.split('\n').slice(3).join('\n'));
    expect(data).toEqual(parseIpvsadm(text).data);
    expect(notes).toMatchObject([{kind: 'headerless', line: 1}, {kind: 'truncated'}]);
  });

  test('columns of numbers without the heading that names them are not guessed', () => {
    const text = corpusText('ipvsadm/variety-Ln_--stats.trixie.txt').split('\n').slice(3).join('\n');
    expect(parseIpvsadm(text)).toMatchObject({consumed: 0, data: {services: []}});
  });
});

describe('damage', () => {
  const text = corpusText('ipvsadm/Ln.lb_vote.n2.txt');

  test('servers of a service that was not understood are not given to the one before', () => {
    const parsed = parseIpvsadm(text.replace('FWM  259 rr', 'FWM  2x9 rr'));
    expect(parsed.data.services.map(({fwmark, servers}) => [fwmark, servers.length])).toEqual([
      [257, 5],
      [260, 1],
    ]);
    expect(parsed.unparsed).toHaveLength(3);
  });

  test('servers without any service are not understood', () => {
    expect(parseIpvsadm('  -> 10.0.2.8:0   Masq    1      0          0').unparsed).toHaveLength(1);
    expect(parseIpvsadm('-a -f 257 -r 10.0.2.8:0 -m -w 1').unparsed).toHaveLength(1);
  });

  test.each([1, 2, 3, 4, 5])('a server without its cell %i is not read', cell => {
    const damaged = text.replace(/^ +-> \d.*$/gm, row => {
      let i = -1;
      return row.replace(/\S+ */g, word => (++i === cell ? '' : word));
    });
    const servers = text.match(/^ +-> \d/gm)!.length;
    expect(parseIpvsadm(damaged).unparsed).toHaveLength(servers);
  });

  test('the forwarding method is not taken for a number when columns change places', () => {
    const damaged = text.replace(/Masq {4}1 /g, '1 Masq    ');
    expect(parseIpvsadm(damaged).data.services.flatMap(({servers}) => servers)).toEqual([]);
  });

  const pieces = [...files, ...procFiles].flatMap(file => corpusText(file).split('\n'));
  const noise = fc.oneof(fc.string(), fc.constantFrom(...pieces, '\x1b[31m', '\r', '\t', '\n'));
  test.each([
    ['ipvsadm', parseIpvsadm],
    ['/proc/net/ip_vs', parseProcIpVs],
  ])('%s: never throws and always accounts', (_, parse) => {
    fc.assert(
      fc.property(fc.array(noise, {maxLength: 12}), fc.constantFrom('\n', ' ', ''), (parts, glue) => {
        const input = parts.join(glue);
        const parsed = parse(input);
        expectAccounts(parsed, input);
        expect(JSON.stringify(parsed.data)).not.toMatch(/\\u00[01]|\x1b/);
      }),
    );
  });

  test.each([
    ['ipvsadm/Ln.lb_vote.n2.txt', parseIpvsadm],
    ['ipvsadm/variety-Sn.trixie.txt', parseIpvsadm],
    ['proc/ip_vs.lb_vote.n2.txt', parseProcIpVs],
  ])('lines mixed into %s change nothing else', (file, parse) => {
    const lines = corpusText(file).split('\n');
    const {data} = parse(lines.join('\n'));
    fc.assert(
      fc.property(fc.nat(lines.length), fc.stringMatching(/^[a-z>-][a-z >-]{0,30}[0-9]?[a-z]$/), (at, line) => {
        expect(parse([...lines.slice(0, at), line, ...lines.slice(at)].join('\n')).data).toEqual(data);
      }),
    );
  });
});

test('the marks that iptables sets are the services of IPVS in the same namespace', () => {
  const {chains} = parseIptables(corpusText('iptables/mangle.lb_vote.n1.txt')).data;
  const marks = chains.flatMap(({rules}) => rules.flatMap(({mark}) => mark ?? []));
  expect(marks).toEqual([257, 259, 260]);
  expect(read('ipvsadm/Ln.lb_vote.n1.txt').services.map(({fwmark}) => fwmark)).toEqual(marks);
});
