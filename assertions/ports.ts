import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {Socket} from '../src/core/rows/socket.ts';
import type {Witness} from '../src/core/verdict.ts';
import type {Facts} from '../src/topology/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {dataPathPort, engineOf, selectNodes} from '../src/topology/join/nodes.ts';
import {type Crossing, droppedBetween} from '../src/topology/join/passage.ts';
import {socketText} from '../src/topology/row-text.ts';
import {nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

const CONTROL = 2377;
const GOSSIP = 7946;

export const portsControl = defineAssertion({
  kind: 'snapshot',
  id: 'ports.control',
  version: 1,
  title: 'the ports of the swarm are open: control on managers only, gossip everywhere, the data path in the kernel',
  args: z.strictObject({node: nodes.optional()}),
  argsHelp: {'node?': 'a node; all unless said'},
  example: {node: 'all'},
  codes: {
    not_in_swarm: 'the engine of a node is in no swarm',
    no_control: 'a manager does not listen on 2377/tcp',
    control_on_worker: 'a worker listens on 2377/tcp ({seen})',
    no_gossip: 'a node does not listen on 7946, tcp and udp',
    no_data_path: "no socket is bound to the data path's UDP port",
    loopback: 'a port is open for the node itself only ({seen})',
    process: 'the data path is bound by a process, not by the kernel ({seen})',
    dropped: 'the firewall of a node drops what comes from another, or goes to it ({seen})',
  },
  mutants: ['row-gone', 'other-port', 'loopback', 'process'],
  needs: ['docker.info', 'node.sockets', 'ns.links', 'ns.iptables'],
  evaluate({node}, facts) {
    const dataPath = dataPathPort(facts);
    const ids = selectNodes(facts, node);
    return judgeEach(ids, `the ports of the swarm are open on ${ids.join(', ')}`, id => {
      const engine = engineOf(facts, id);
      const sockets = facts.rows('node.sockets', id);
      const fact = factKey('node.sockets', id);
      const fail = (code: string, what: string, near: readonly Socket[] = []) =>
        new Failed({
          code,
          reason: `${id}: ${what}`,
          expected: null,
          actual: near.map(socketText),
          near: near.map(row => ({fact, row: socketText(row)})),
          words: {seen: near.map(socketText).join(', ')},
        });
      if (engine.swarm !== 'active') throw fail('not_in_swarm', `the engine is in no swarm: it says ${engine.swarm}`);
      const bound = (protocol: string, port: number) =>
        sockets.filter(socket => socket.protocol === protocol && socket.local?.port === port && isWaiting(socket));
      const open = (code: string, protocol: string, port: number): Socket => {
        const found = bound(protocol, port);
        const outside = found.find(socket => !isLoopback(socket));
        if (outside !== undefined) return outside;
        if (found.length > 0) throw fail('loopback', `${port}/${protocol} is open for the node itself only`, found);
        throw fail(code, `nothing listens on ${port}/${protocol}`);
      };
      const control = engine.isManager ? [open('no_control', 'tcp', CONTROL)] : bound('tcp', CONTROL);
      if (!engine.isManager && control.length > 0)
        throw fail('control_on_worker', `it is a worker, yet listens on ${CONTROL}/tcp`, control);
      const data = open('no_data_path', 'udp', dataPath);
      // Only a socket of the kernel itself has no process.
      if (data.processes !== undefined && data.processes.length > 0)
        throw fail('process', `${dataPath}/udp is bound by a process, not by the kernel's vxlan device`, [data]);
      for (const peer of selectNodes(facts, 'all').filter(one => one !== id)) {
        for (const crossing of crossings(dataPath, endOf(facts, id), endOf(facts, peer))) {
          const drop = droppedBetween(facts, crossing);
          if (drop === undefined) continue;
          const {from, to, protocol, dport} = crossing;
          throw new Failed({
            code: 'dropped',
            reason: `${id}: what ${from.node} sends to ${dport}/${protocol} of ${to.node} is dropped by ${drop.row}`,
            expected: null,
            actual: drop.row,
            near: [drop],
            words: {seen: drop.row},
          });
        }
      }
      const all = [...control, open('no_gossip', 'tcp', GOSSIP), open('no_gossip', 'udp', GOSSIP), data];
      return all.map((row): Witness => ({fact, row: socketText(row)}));
    });
  },
});

interface End {
  readonly node: string;
  readonly address: string | undefined;
  readonly isManager: boolean;
}

function endOf(facts: Facts, node: string): End {
  const {nodeAddr, isManager} = engineOf(facts, node);
  return {node, address: nodeAddr, isManager};
}

/** What comes to the ports of a node from another, and leaves for those of the other. */
function crossings(dataPath: number, node: End, peer: End): readonly Crossing[] {
  return [true, false].flatMap(comes => {
    const [from, to] = comes ? [peer, node] : [node, peer];
    const ends = {at: node.node, from, to};
    return [
      ...(to.isManager ? [{...ends, protocol: 'tcp', dport: CONTROL}] : []),
      {...ends, protocol: 'tcp', dport: GOSSIP},
      {...ends, protocol: 'udp', dport: GOSSIP},
      {...ends, protocol: 'udp', dport: dataPath},
    ];
  });
}

function isWaiting({protocol, state}: Socket): boolean {
  return protocol !== 'tcp' || state === 'LISTEN';
}

function isLoopback({local}: Socket): boolean {
  const address = local?.address ?? '';
  return address.startsWith('127.') || address === '::1';
}
