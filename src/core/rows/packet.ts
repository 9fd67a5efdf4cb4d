/** A packet as tcpdump prints it. What its options did not ask for is absent. */
export interface Packet {
  /** As printed: `09:56:10.639614`, with a date before it (`-tttt`), seconds (`-tt`), or a difference (`-ttt`). */
  readonly time?: string;
  /** Only with `-i any`. */
  readonly ifname?: string;
  /** `In`, `Out`, `B` (broadcast), `M` (multicast) or `P` (for another host, seen by a bridge). Only with `-i any`. */
  readonly direction?: string;
  /** Only with `-e`. */
  readonly ether?: PacketEther;
  /** `tcp`, `udp`, `icmp`, `icmp6`, `esp`, `arp`, `igmp`, …; absent where nothing tells it. */
  readonly protocol?: string;
  /** Addresses, or names where tcpdump ran without `-n`. Of ARP, the protocol addresses. */
  readonly src?: string;
  readonly dst?: string;
  readonly sport?: number;
  readonly dport?: number;
  /** Stand for the ports without `-nn`: `http-alt`. */
  readonly sportName?: string;
  readonly dportName?: string;
  /** Time to live, or hop limit. Only with `-v`. */
  readonly ttl?: number;
  /** Of TCP, as printed: `S`, `S.`, `P.`, `F.`, `R`, `.` */
  readonly flags?: string;
  /** Sequence number of the packet's first byte; relative to the first packet but for SYN. */
  readonly seq?: number;
  readonly ack?: number;
  readonly icmp?: PacketIcmp;
  readonly arp?: PacketArp;
  readonly esp?: {readonly spi: number; readonly seq: number};
  /** `inner` is absent where the capture ends before it. */
  readonly vxlan?: {readonly vni: number; readonly inner?: Packet};
  /** Bytes of the payload of TCP, UDP, ICMP, …, as printed at the end of the line. */
  readonly length?: number;
  /** What is printed behind the addresses, verbatim. */
  readonly info: string;
  /** Lines of a dump (`-A`, `-X`) and of decoded details (`-v`). */
  readonly payload?: readonly string[];
}

export interface PacketEther {
  readonly src: string;
  /** Absent with `-i any`. */
  readonly dst?: string;
  /** `IPv4`, `IPv6`, `ARP`, … */
  readonly type: string;
  readonly vlan?: number;
  /** Bytes of the whole frame. */
  readonly length: number;
}

export interface PacketIcmp {
  readonly kind: 'echo request' | 'echo reply' | 'unreachable' | 'time exceeded' | 'redirect';
  readonly id?: number;
  readonly seq?: number;
}

interface PacketArp {
  readonly operation: 'request' | 'reply';
  /** The address that is looked for. */
  readonly target?: string;
  /** Of a reply: the hardware address of `src`. */
  readonly mac?: string;
}

/** A capture; the numbers are there when tcpdump's summary was merged into the text. */
export interface PacketCapture {
  readonly packets: readonly Packet[];
  /** The interface of `listening on …`. */
  readonly ifname?: string;
  readonly linkType?: string;
  readonly captured?: number;
  readonly received?: number;
  /** Packets that the kernel dropped because tcpdump was too slow. */
  readonly dropped?: number;
}
