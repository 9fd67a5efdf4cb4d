import type {Node} from '../cluster/cluster.ts';
import {type Fact, type FactKey, factKey} from '../core/facts.ts';
import {unknownFacts} from './assemble.ts';
import {type ProbeOptions, runProbe} from './run-probe.ts';
import {packedLine} from './script.ts';
import {gossipPeers} from './wire-plan.ts';
import {gossipScript} from './wire-script.ts';

const KIND = 'probe.gossip';
const SHORTEST_SECONDS = 6;
const LONGEST_SECONDS = 20;

/**
 * Every node listens to its own gossip for a while. A node asks another one each second and all in turn, in an order
 * drawn anew each time: of n nodes each is asked at least once in 2 (n − 1) seconds (memberlist, ProbeInterval).
 */
export async function probeGossip(
  nodes: readonly Node[],
  facts: ReadonlyMap<FactKey, Fact>,
  options: ProbeOptions,
): Promise<readonly Fact[]> {
  const ids = nodes.map(node => node.id);
  const seconds = Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, 2 * nodes.length));
  const all = await Promise.all(
    nodes.map(node => {
      const problem = facts.get(factKey('docker.info', node.id))?.problem;
      if (problem) return unknownFacts(node.id, new Set([KIND]), problem);
      const peers = gossipPeers(facts, ids, node.id);
      if (peers.length > 0)
        return runProbe(node, KIND, packedLine(gossipScript(peers, seconds, options.nonce)), options);
      const detail = 'of no other node the address is known';
      return unknownFacts(node.id, new Set([KIND]), {cause: 'missing-fact', detail});
    }),
  );
  return all.flat();
}
