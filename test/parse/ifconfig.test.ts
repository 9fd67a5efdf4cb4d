import {describe, expect, test} from 'vitest';
import type {Addr, Link} from '../../src/core/rows/link.ts';
import {parseIfconfig} from '../../src/parse/ifconfig.ts';
import {parseIpAddr} from '../../src/parse/ip-addr.ts';
import {output} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const linksOf = (text: string): readonly Link[] => parseIfconfig(text).data.links;
const read = (name: string): readonly Link[] => linksOf(output(`ifconfig/${name}`));
const named = (links: readonly Link[], name: string) => links.find(({ifname}) => ifname === name);

test.each(['variety-ifconfig.trixie', 'variety-busybox_ifconfig_-a.trixie'])(
  '%s: addresses, aliases, counters',
  name => {
    const links = read(name);
    expect(named(links, 'dummy0')).toMatchObject({
      flags: ['UP', 'BROADCAST', 'RUNNING', 'NOARP'],
      mtu: 1500,
      linkType: 'ether',
      address: '96:92:2e:f8:79:54',
      txqlen: 500,
    });
    // An alias is an address with a label of its own, as in `ip addr`.
    expect(links.map(({ifname}) => ifname)).not.toContain('dummy0:vip');
    expect(named(links, 'dummy0')?.addrInfo.filter(({family}) => family === 'inet')).toEqual([
      {family: 'inet', local: '10.1.1.1', prefixlen: 24, broadcast: '10.1.1.255', label: 'dummy0', flags: []},
      {family: 'inet', local: '10.1.1.3', prefixlen: 32, label: 'dummy0:vip', flags: []},
    ]);
    expect(named(links, 'gre1')?.addrInfo[0]).toMatchObject({local: '10.8.0.1', prefixlen: 32, peer: '10.8.0.2'});
    expect(named(links, 'gre1')).not.toHaveProperty('address');
    expect(named(links, 'vx0')?.stats?.tx).toMatchObject({dropped: 6, carrier_errors: 0, collisions: 0});
  },
);

describe('what `ip addr` says', () => {
  /** What both print: of IPv4 only the first address of each label, without its scope. */
  const common = (links: readonly Link[]) =>
    links
      .map(link => ({
        ifname: link.ifname,
        mtu: link.mtu,
        flags: link.flags.filter(flag => /^(?:UP|BROADCAST|MULTICAST|LOOPBACK|NOARP|POINTOPOINT)$/.test(flag)).sort(),
        ...(link.linkType === 'ether' && {address: link.address}),
        addresses: link.addrInfo
          .filter(({family, label}, i, all) => family === 'inet6' || all.findIndex(addr => addr.label === label) === i)
          .map(({family, local, prefixlen, broadcast, peer, label, scope}: Addr) =>
            JSON.stringify([local, prefixlen, broadcast, peer, label, family === 'inet6' && scope]),
          )
          .sort(),
      }))
      .sort((a, b) => (a.ifname < b.ifname ? -1 : 1));

  test.each([
    ['ifconfig.task_web.n2', 'addr.task_web.n2'],
    ['busybox.task_web.n2', 'addr.task_web.n2'],
    ['busybox-exec.n2', 'addr.task_web.n2'],
    ['ifconfig.ov_ingress.n1', 'addr.ov_ingress.n1'],
    ['ifconfig.ov_ingress.n2', 'addr.ov_ingress.n2'],
    ['ifconfig.n2', 'addr.n2'],
    ['ifconfig-tty.n2', 'addr.n2'],
  ])('%s = %s', (name, other) => {
    const own = common(read(name));
    const names = new Set(own.map(({ifname}) => ifname));
    const ip = parseIpAddr(output(`ip-addr/${other}`)).data.links.filter(({ifname}) => names.has(ifname));
    expect(own.length).toBeGreaterThan(1);
    expect(own).toEqual(common(ip));
  });

  test('net-tools and busybox agree', () => {
    const strip = ({stats, linkType, ...link}: Link) => ({...link, addrInfo: link.addrInfo.length});
    expect(read('busybox.n3').map(strip)).toEqual(read('ifconfig.n3').map(strip));
    expect(read('busybox.ov_ingress.n2').map(strip)).toEqual(read('ifconfig.ov_ingress.n2').map(strip));
  });
});

test('-s is a table with the names, MTU and counters', () => {
  const short = read('variety-ifconfig_-s.trixie');
  const long = read('variety-ifconfig_-v.trixie');
  expect(short.map(({ifname, mtu}) => [ifname, mtu])).toEqual(long.map(({ifname, mtu}) => [ifname, mtu]));
  for (const {ifname, stats} of short) {
    const {rx, tx} = named(long, ifname)!.stats!;
    expect([ifname, stats?.rx.packets, stats?.tx.packets]).toEqual([ifname, rx.packets, tx.packets]);
  }
});

test('net-tools 1.60 cuts names at nine characters, busybox does not', () => {
  const stanza = (name: string) => `${name.padEnd(9)} Link encap:Ethernet  HWaddr 02:42:0A:00:00:07  \n`;
  expect(parseIfconfig(stanza('docker_gw')).notes).toMatchObject([{kind: 'truncated'}]);
  expect(parseIfconfig(stanza('docker_gw') + stanza('docker_gwbridge')).notes).toEqual([]);
});

// Of the message catalogues of net-tools 1.60 and 2.10.
test('other languages say the same', () => {
  const english = [
    'eth0      Link encap:Ethernet  HWaddr 02:42:0a:00:00:07  ',
    '          inet addr:10.0.0.7  Bcast:10.0.0.255  Mask:255.255.255.0',
    '          inet6 addr: fe80::1/64 Scope:Link',
    '          UP BROADCAST RUNNING MULTICAST  MTU:1450  Metric:1',
    '          RX packets:7 errors:1 dropped:2 overruns:3 frame:4',
    '          TX packets:9 errors:0 dropped:0 overruns:0 carrier:5',
    '          collisions:6 txqueuelen:1000 ',
    '          RX bytes:676 (676.0 B)  TX bytes:886 (886.0 B)',
    '          Interrupt:11 Base address:0xc000 DMA chan:2',
  ];
  const german = [
    'eth0      Protokoll:Ethernet  Hardware Adresse 02:42:0a:00:00:07  ',
    '          inet Adresse:10.0.0.7  Bcast:10.0.0.255  Maske:255.255.255.0',
    '          inet6-Adresse: fe80::1/64 Gültigkeitsbereich:Link',
    '          UP BROADCAST RUNNING MULTICAST  MTU:1450  Metrik:1',
    ...english.slice(4, 6),
    '          Kollisionen:6 Sendewarteschlangenlänge:1000 ',
    ...english.slice(7),
  ];
  const portuguese = [
    'eth0       Encapsulamento do Link: Ethernet  Endereço de HW 02:42:0a:00:00:07  ',
    '          inet end.: 10.0.0.7  Bcast:10.0.0.255  Masc:255.255.255.0',
    '          endereço inet6: fe80::1/64 Escopo:Link',
    '          UP BROADCAST RUNNING MULTICAST  MTU:1450  Métrica:1',
    '          Pacotes RX:7 erros:1 descartados:2 sobreposições:3 frame:4',
    '          Pacotes TX:9 erros:0 descartados:0 sobreposições:0 portadora:5',
    '          colisões:6 txqueuelen:1000 ',
    '          RX bytes:676 (676.0 B)  TX bytes:886 (886.0 B)',
    '          IRQ:11 ',
  ];
  // As net-tools 2.10 of Debian 13 prints it.
  const czech = [
    'eth0: flags=4163<AKTIVOVÁNO,VŠESMĚR,BĚŽÍ,MULTICAST>  mtu 1450',
    '        inet 10.0.0.7 síťová_maska 255.255.255.0  všesměr 10.0.0.255',
    '        inet6 fe80::1  délka_prefixu 64  scopeid 0x20<linka>',
    '        ether 02:42:0a:00:00:07 délka_odchozí_fronty 1000  (Ethernet)',
    '        RX packetů 7  bajtů 676 (676,0 B)',
    '        RX chyb 1  zahozeno 2  přetečení 3  rámců 4',
    '        TX packetů 9  bajtů 886 (886,0 B)',
    '        TX chyb 0  zahozeno 0  přetečení 0  přenos 5  kolizí 6',
  ];
  const expected = linksOf(english.join('\n'));
  expect(expected).toMatchObject([{ifname: 'eth0', stats: {rx: {packets: 7, frame_errors: 4}, tx: {collisions: 6}}}]);
  for (const text of [german, portuguese, czech]) {
    const {data, unparsed} = parseIfconfig(text.join('\n'));
    expect([data.links, unparsed]).toEqual([expected, []]);
  }
});

test('lines below an unreadable header are not given to the link above', () => {
  const text = output('ifconfig/variety-ifconfig.trixie').replace('br0: flags=4099', 'br0 flags 4099');
  const {data, unparsed} = parseIfconfig(text);
  expect(data.links).toEqual(read('variety-ifconfig.trixie').filter(({ifname}) => ifname !== 'br0'));
  expect(unparsed).toHaveLength(6);
});

test.each(['variety-ifconfig_-v.trixie', 'variety-busybox_ifconfig_-a.trixie', 'variety-ifconfig_-s.trixie'])(
  '%s: a lost or moved column never gives a wrong value',
  name => {
    const text = output(`ifconfig/${name}`);
    const isTable = name.includes('_-s');
    const stanzas = isTable
      ? text.trim().split('\n')
      : text
          .trim()
          .split('\n\n')
          .filter(part => /^(?:dummy0|gre1|lo)\b/.test(part));
    for (const stanza of stanzas) {
      const [original] = linksOf(stanza);
      const lines = stanza.split('\n');
      for (const [i, line] of original === undefined ? [] : lines.entries()) {
        const indent = /^\s*/.exec(line)![0];
        for (const mutated of mutations(line)) {
          const [row] = linksOf(lines.with(i, indent + mutated).join('\n'));
          const isAlike = isTable && /^\S+(?: \d+){9} \S+$/.test(mutated);
          expect([mutated, row === undefined || isAlike || saysLess(row, original)]).toEqual([mutated, true]);
        }
      }
    }
  },
);
