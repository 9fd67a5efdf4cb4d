/**
 * Ways to make one row of the evidence wrong. An assertion names those that it must notice in a row it gave as its
 * witness: whichever row of a pass is damaged so, the pass must be over.
 */
export type MutantName =
  /** The row is not there. */
  | 'row-gone'
  /** A second row beside it, alike but for its address or MAC, that belongs to nobody. */
  | 'stranger-beside'
  /** The same row a second time under another id. */
  | 'duplicate'
  /** The row was there before the change as well. */
  | 'there-before'
  | 'mac-nibble'
  | 'other-address'
  | 'other-dst'
  /** The row was learned from traffic, and will age out. */
  | 'learned'
  /** Only what the bridge learned is left: no tunnel end, no `self`. */
  | 'twin-without-dst'
  | 'down'
  | 'other-mtu'
  | 'other-vni'
  | 'other-port'
  | 'other-peer'
  | 'no-master'
  | 'other-mark'
  /** The rule sets only some bits of the mark. */
  | 'masked'
  /** Where a rule sends packets, or which address it gives them. */
  | 'other-target'
  /** A rule before it lets packets pass by. */
  | 'returned-before'
  | 'dropped-before'
  | 'weight-zero'
  | 'other-scheduler'
  | 'other-forward'
  | 'other-driver'
  | 'other-scope'
  | 'not-encrypted'
  | 'made-encrypted'
  | 'not-running'
  | 'other-node'
  | 'drained'
  | 'other-role'
  | 'other-id'
  | 'not-in-swarm'
  | 'other-mode'
  /** Open for the node itself only. */
  | 'loopback'
  /** Held by a process. */
  | 'process'
  /** For traffic with another node. */
  | 'other-peer-address'
  /** A probe got no answer. */
  | 'no-answer'
  /** One of several addresses is left out. */
  | 'one-less'
  /** Only one task ever answers. */
  | 'one-backend'
  /** A packet of the same network passed in clear. */
  | 'in-clear'
  /** It is not the packet that was sent. */
  | 'no-mark'
  /** Only connections of TCP were seen. */
  | 'tcp-only'
  /** Long after, or before, what it belongs to. */
  | 'late'
  /** Of a student's own output. */
  | 'no-output'
  | 'other-exit'
  | 'other-text'
  | 'some-output'
  | 'other-values'
  | 'rows-gone';
