import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {encryptedBetween, type TunnelEnd} from '../join/associations.ts';
import {linkBearing} from '../join/bearing.ts';
import {markedForPolicy} from '../join/clear-text.ts';
import {vtepOf} from '../join/endpoints.ts';
import {at, type Way} from '../join/hops.ts';
import {type Looked, NOTHING, together} from '../join/looked.ts';
import {dataPathPort} from '../join/nodes.ts';
import {type Crossing, crossingPacket} from '../join/passage.ts';
import {heedsPolicies, takenFrom} from '../join/source-filter.ts';
import {ledNowhereElse} from '../join/translation.ts';
import {mustPass} from '../join/undropped.ts';
import {linkText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {routeBetween} from './underlay.ts';

/** What lies between two nodes, from one to the other: looked at on its own, and as a part of the way back. */
interface Between {
  readonly there: () => void;
  readonly back: () => Looked;
}

/**
 * What lies between two nodes of an overlay: encryption where the network has it, the routes of both, and their firewalls.
 */
export function betweenNodes(facts: Facts, way: Way, network: NetworkInspect, to: string): Between {
  const {entry: from} = way;
  return {
    there() {
      const port = dataPathPort(facts);
      if (network.encrypted) {
        at('encrypt', way, from, () => encrypted(facts, network, from, to, port), {
          tell: ({witnesses: evidence, untold}) => ({
            netns: 'host',
            decides: `what leaves for ${to} is encrypted, and can be read there`,
            evidence,
            untold,
          }),
        });
      }
      for (const node of [from, to]) {
        at('cross', way, node, () => passes(facts, network, {node, from, to, port}), {
          tell: ({witnesses: evidence, untold}) => ({
            netns: 'host',
            decides: `${node === from ? 'leaves' : 'comes in'}, ${network.encrypted ? 'in ESP' : `to UDP port ${port}`}`,
            evidence,
            untold,
          }),
        });
      }
    },
    back() {
      const port = dataPathPort(facts);
      const passed = [to, from].map(node => passes(facts, network, {node, from: to, to: from, port}));
      return together(...passed, network.encrypted ? encrypted(facts, network, to, from, port) : NOTHING);
    },
  };
}

function encrypted(facts: Facts, network: NetworkInspect, from: string, to: string, port: number): Looked {
  return facts.once(`${network.id} encrypted from ${from} to ${to}`, () => encrypts(facts, network, from, to, port));
}

function encrypts(facts: Facts, network: NetworkInspect, from: string, to: string, port: number): Looked {
  const [here, there] = [endOf(facts, from, network), endOf(facts, to, network)];
  const marks = network.vxlanidList.map(vni => markedForPolicy(facts, here, there, {vni, port}));
  const link = linkBearing(facts, from, here.address);
  return together(
    ...marks,
    ...encryptedBetween(facts, here, there, port, 'now'),
    link === undefined ? NOTHING : heedsPolicies(facts, from, link.ifname),
  );
}

/** One node of two that packets pass between. */
interface Passing {
  readonly node: string;
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

function passes(facts: Facts, network: NetworkInspect, passing: Passing): Looked {
  const {node, from, to} = passing;
  return facts.once(`${network.id} passes ${node} from ${from} to ${to}`, () => letBy(facts, network, passing));
}

/** The interface and the route of a node that packets leave by, or the interface that they come in on, where it lets them. */
function letBy(facts: Facts, network: NetworkInspect, {node, from, to, port}: Passing): Looked {
  const [sender, receiver] = [endOf(facts, from, network), endOf(facts, to, network)];
  const leaves = node === from;
  const {address} = leaves ? sender : receiver;
  const link = linkBearing(facts, node, address);
  if (link === undefined) {
    throw new Unknown('unsupported', `${node}: no interface of the node has ${address}, where its tunnel ends`);
  }
  const own = {fact: factKey('ns.links', node, 'host'), row: linkText(link)};
  if (!link.flags.includes('UP') || link.flags.includes('NO-CARRIER')) {
    const reason = `${node}: ${link.ifname} (${address}) is not up, or not plugged in`;
    throw new Failed({code: 'down', reason, expected: 'UP', actual: own.row, near: [own], words: {seen: own.row}});
  }
  const route = leaves
    ? routeBetween(facts, sender, receiver, link, network)
    : takenFrom(facts, {
        node,
        link,
        source: sender.address,
        destination: receiver.address,
        what: `what ${from} sends to ${to}`,
      });
  const kinds = [{protocol: 'udp', dport: port}, ...(network.encrypted ? [{protocol: 'esp'}] : [])];
  for (const kind of kinds) {
    const crossing: Crossing = {at: node, from: sender, to: receiver, ...kind};
    const packet = crossingPacket(facts, crossing);
    const what = `what ${from} sends ${kind.protocol === 'esp' ? 'encrypted' : `to UDP port ${port}`} to ${to}`;
    ledNowhereElse(facts, node, 'host', leaves ? 'OUTPUT' : 'PREROUTING', packet, what);
    mustPass(facts, node, 'host', leaves ? ['out'] : ['before', 'in'], packet, `${what} is dropped`);
  }
  return together(own, route);
}

function endOf(facts: Facts, node: string, network: NetworkInspect): TunnelEnd {
  return {node, address: vtepOf(facts, node, network)};
}
