/**
 * A request that can be known again wherever it passes: by its source port, the mark, which NAT and IPVS keep, and by the
 * sequence number that its first packet is sent with.
 */
export interface MarkedRequest {
  /** The TCP source port. */
  readonly mark: number;
  readonly address: string;
  readonly port: number;
}

/** A network namespace of a node: `host`, or its name. */
export interface NetnsPlace {
  readonly node: string;
  readonly netns: string;
}

/** What is sent, and where it is watched for. */
export interface MarkedPlan {
  readonly sender: NetnsPlace;
  /** `http` asks for a page, `connect` only opens a connection: what listens inside may not speak HTTP. */
  readonly speaks: 'http' | 'connect';
  /** Their marks follow one another. */
  readonly requests: readonly MarkedRequest[];
  readonly places: readonly NetnsPlace[];
  /** The swarm's VXLAN port. */
  readonly dataPort: number;
}

/** A packet that opens a marked connection, or accepts or refuses one, as an interface saw it. */
export interface Sighting extends NetnsPlace {
  readonly ifname: string;
  readonly way: 'in' | 'out';
  readonly kind: 'syn' | 'syn-ack' | 'rst';
  readonly src: string;
  readonly dst: string;
  readonly sport: number;
  readonly dport: number;
  readonly seq?: number;
  readonly ack?: number;
  /** The outer addresses of what passed inside VXLAN. */
  readonly tunnel?: {readonly src: string; readonly dst: string; readonly vni: number};
}

/** The real server that IPVS gave a marked connection to. */
export interface ChosenServer extends NetnsPlace {
  readonly mark: number;
  readonly server: string;
}

/** A place that could not be watched, or not all the time. */
export interface Unwatched extends NetnsPlace {
  readonly reason: string;
}

/** What was seen of marked requests. A place that is not among `unwatched` saw all of them that passed it. */
export interface Watched {
  readonly sightings: readonly Sighting[];
  readonly chosen: readonly ChosenServer[];
  readonly unwatched: readonly Unwatched[];
  /** The marks of the requests that were really sent. */
  readonly sent: readonly number[];
  /** Why none was; null when some were. */
  readonly unsent: string | null;
}
