import type {Packet} from '../../src/core/rows/packet.ts';
import {parseTcpdump} from '../../src/parse/tcpdump.ts';
import {output} from './corpus.ts';

/** The packets of a real output: `variety-plain.bookworm`. */
export function packetsOf(name: string): readonly Packet[] {
  return parseTcpdump(output(`tcpdump/${name}`)).data.packets;
}

/** What does not depend on the options of tcpdump. */
export function common({time: _, ether: _1, info: _2, payload: _3, ttl: _4, vxlan, length, ...rest}: Packet): object {
  // With -v, no length is printed behind a listener report.
  const size = rest.protocol === 'icmp6' || length === undefined ? {} : {length};
  return {...rest, ...size, ...(vxlan && {vxlan: {vni: vxlan.vni, ...(vxlan.inner && {inner: common(vxlan.inner)})}})};
}
