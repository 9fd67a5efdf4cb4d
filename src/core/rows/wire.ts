/** A ping with a mark in its data, from the load balancer of one node to that of another, over an overlay. */
export interface WireRequest {
  readonly kind: 'request';
  /** Id of the overlay. */
  readonly network: string;
  readonly vni: number;
  /** The swarm's VXLAN port. */
  readonly port: number;
  /** Tunnel ends of the node that asks and of the one that is asked. */
  readonly src: string;
  readonly dst: string;
  /** Their addresses on the overlay. */
  readonly inner: {readonly src: string; readonly dst: string};
  /** Bytes of the ping's data. Each overlay has its own size: by that its packets are known when they are encrypted. */
  readonly size: number;
  readonly isAnswered: boolean;
  /** Why nothing could be sent. */
  readonly problem?: string;
}

/** Where a node listened, and to what. */
export interface WireCapture {
  readonly kind: 'capture';
  /** The interface of the node by which it reaches these addresses. */
  readonly dev: string;
  readonly peers: readonly string[];
  /** False when packets were missed: there were more than are counted, or more than the kernel could hand over. */
  readonly isWhole: boolean;
}

/** A packet between two nodes, seen on the wire: ESP, or a VXLAN frame in clear. */
export interface WireFrame {
  readonly kind: 'frame';
  readonly protocol: 'esp' | 'udp';
  /** The outer addresses. */
  readonly src: string;
  readonly dst: string;
  readonly dport?: number;
  readonly vni?: number;
  readonly inner?: {readonly src: string; readonly dst: string};
  /** The data of the packet inside holds the mark. */
  readonly isMarked: boolean;
  /** Of ESP: bytes behind the IP header. */
  readonly length?: number;
}

export type WireRow = WireRequest | WireCapture | WireFrame;

/** How long a node listened to gossip. */
export interface GossipWindow extends Omit<WireCapture, 'kind'> {
  readonly kind: 'window';
  readonly seconds: number;
}

/** A datagram of gossip, or the first packet of a TCP connection and its answer. */
export interface GossipPacket {
  readonly kind: 'packet';
  /** Seconds since 1970 on the node's clock. */
  readonly at: number;
  readonly protocol: 'udp' | 'tcp';
  readonly src: string;
  readonly dst: string;
  readonly sport: number;
  readonly dport: number;
  /** Bytes of its data. */
  readonly length: number;
}

export type GossipRow = GossipWindow | GossipPacket;
