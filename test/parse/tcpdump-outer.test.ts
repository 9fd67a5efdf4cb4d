import {describe, expect, test} from 'vitest';
import {parseTcpdump} from '../../src/parse/tcpdump.ts';
import {output} from './corpus.ts';
import {saysLess} from './mutate.ts';
import {common, packetsOf} from './packets.ts';

describe('tags, tunnels over IPv6 and IPsec in UDP, printed with different options', () => {
  const packets = packetsOf('outer-plain.bookworm').map(common);

  // With -v, parts of ICMP, IGMP and STP are on lines of their own, and lengths are not always printed.
  const sizeless = (list: readonly object[]) =>
    JSON.parse(JSON.stringify(list), (key, value) => (key === 'length' || key === 'icmp' ? undefined : value));

  test.each(['e', 'X'])('-%s gives the same packets', options => {
    expect(packetsOf(`outer-${options}.bookworm`).map(common)).toEqual(packets);
  });

  test('-t gives the same packets, up to the VXLAN in VXLAN, whose lines look like those of two packets', () => {
    const nested = packets.findIndex(packet => JSON.stringify(packet).split('"vxlan"').length > 2);
    const found = packetsOf('outer-t.bookworm').map(common);
    expect(found.slice(0, nested)).toEqual(packets.slice(0, nested));
    expect(found).toHaveLength(packets.length + 1);
  });

  test.each(['v', 'ev'])('-%s gives the same packets', options => {
    const told = sizeless(packetsOf(`outer-${options}.bookworm`).map(common));
    // Of fragments and of IP in IP, only -v tells the protocol.
    for (const [i, packet] of sizeless(packets).entries()) expect(saysLess(packet, told[i])).toBe(true);
    expect(told).toHaveLength(packets.length);
  });

  test.each(['plain', 'e', 'sll-e'])('4.9.3 gives the same packets as 4.99.3 (%s)', name => {
    const addresses = (version: string) =>
      packetsOf(`outer-${name}.${version}`).map(({src, dst, sport, dport, protocol, vxlan, esp, arp, ether}) => ({
        src,
        dst,
        sport,
        dport,
        protocol,
        vni: vxlan?.vni,
        inner: vxlan?.inner?.dst,
        esp,
        arp,
        ether,
      }));
    // 4.9.3 does not look into AH, a frame of IEEE 802.2 without a length and a VXLAN header that is cut.
    const known = (list: ReturnType<typeof addresses>) =>
      list.filter(({protocol, dport, inner}) => protocol && protocol !== 'ah' && (dport !== 4789 || inner));
    expect(known(addresses('493'))).toEqual(known(addresses('bookworm')));
    expect(known(addresses('493')).length).toBeGreaterThan(30);
  });

  test('4.99.6 words the header of IPv6 otherwise', () => {
    expect(packetsOf('outer-v.4996').map(common)).toEqual(packetsOf('outer-v.bookworm').map(common));
    const ttls = (name: string) => packetsOf(name).map(({ttl}) => ttl);
    expect(ttls('outer-v.4996')).toEqual(ttls('outer-v.bookworm'));
  });

  test('VXLAN over IPv6', () => {
    const inner = packetsOf('outer-plain.bookworm').filter(({vxlan, dst}) => vxlan && dst === 'fd00:79::12');
    expect(inner.map(({sport, vxlan}) => [sport, vxlan?.vni, vxlan?.inner?.protocol])).toEqual([
      [34852, 4099, 'icmp6'],
      [40001, 4099, 'tcp'],
      [40001, 4099, 'arp'],
    ]);
    expect(inner[1]?.vxlan?.inner).toMatchObject({src: 'fd00:2::11', dst: 'fd00:2::12', sport: 40002, dport: 80});
  });

  test('of several VLAN tags the outer one is told, and the type of what is inside', () => {
    const tagged = packetsOf('outer-e.bookworm').filter(({ether}) => ether?.vlan !== undefined);
    expect(tagged.map(({ether, protocol}) => [ether?.vlan, ether?.type, protocol])).toEqual([
      [10, 'IPv4', 'udp'],
      [100, 'IPv4', 'tcp'],
      [10, 'ARP', 'arp'],
    ]);
    expect(packetsOf('outer-e.bookworm')[6]?.vxlan?.inner?.ether).toMatchObject({vlan: 20, type: 'IPv4'});
  });

  test('ESP in UDP has ports, ESP in IPv6 has none', () => {
    const esp = packetsOf('outer-plain.bookworm').filter(packet => packet.esp);
    expect(esp.map(({protocol, sport, src, esp}) => [protocol, sport, src, esp?.seq])).toEqual([
      ['udp', 4500, '10.79.0.11', 1],
      ['esp', undefined, '10.79.0.11', 2],
      ['esp', undefined, 'fd00:79::11', 3],
    ]);
  });

  test.each(['any', 'any-e', 'any-eq', 'sll-e', 'sll-et'])('%s: all have a direction', name => {
    const found = packetsOf(`outer-${name}.bookworm`);
    // Only without times, VXLAN in VXLAN looks like two packets.
    const outer = found.filter(({direction}) => direction !== undefined);
    expect(outer).toHaveLength(48);
    expect(found.length - outer.length).toBe(name.endsWith('t') ? 1 : 0);
    expect(found.filter(({esp}) => esp)).toHaveLength(name.endsWith('q') ? 2 : 3);
    // The name of an interface that the namespace of tcpdump does not have is `?`.
    if (name.startsWith('any'))
      expect(new Set(found.map(({ifname}) => ifname))).toEqual(new Set(['ifb0', 'ifb1', '?']));
  });

  test('what was cut says nothing else, and it is noted', () => {
    for (const name of ['cut40', 'cut46-e', 'cut50-v']) {
      const {data, notes} = parseTcpdump(output(`tcpdump/outer-${name}.bookworm`));
      expect(data.packets).toHaveLength(packets.length);
      expect(notes).toMatchObject([{kind: 'truncated'}]);
      const whole = packetsOf('outer-ev.bookworm').map(common);
      for (const [i, packet] of sizeless(data.packets.map(common)).entries()) {
        expect(saysLess(packet, whole[i])).toBe(true);
      }
    }
  });
});
