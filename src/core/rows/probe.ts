/** What the resolver inside a container's namespace answered for a name. */
export interface DnsAnswer {
  /** First 12 characters of the container's id. */
  readonly container: string;
  readonly name: string;
  /** Empty when the name is not known there. */
  readonly addresses: readonly string[];
}

/** What came back of one request to a published port of another node, on a connection of its own. */
export interface MeshReply {
  readonly to: string;
  readonly port: number;
  /** HTTP status; 0 when nothing answered. */
  readonly code: number;
  /** The start of the page. */
  readonly body: string;
}
