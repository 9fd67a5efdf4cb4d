import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {encryptedBetween, type TunnelEnd} from '../join/associations.ts';
import {markedForPolicy} from '../join/clear-text.ts';
import {vtepOf} from '../join/endpoints.ts';
import type {Between} from '../join/handed-in.ts';
import {at, type Way} from '../join/hops.ts';
import {dataPathPort} from '../join/nodes.ts';
import {droppedBetween} from '../join/passage.ts';
import {linkText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';

/** What lies between two nodes of an overlay: encryption where the network has it, and the firewalls of both. */
export function betweenNodes(facts: Facts, way: Way, network: NetworkInspect, to: string): Between {
  const {entry: from} = way;
  return {
    there() {
      const port = dataPathPort(facts);
      if (network.encrypted) {
        at('encrypt', way, from, () => encrypted(facts, network, from, to, port), {
          tell: evidence => ({
            netns: 'host',
            decides: `what leaves for ${to} is encrypted, and can be read there`,
            evidence,
          }),
        });
      }
      for (const node of [from, to]) {
        at('cross', way, node, () => passes(facts, network, {node, from, to, port}), {
          tell: evidence => ({
            netns: 'host',
            decides: `${node === from ? 'leaves' : 'comes in'}, ${network.encrypted ? 'in ESP' : `to UDP port ${port}`}`,
            evidence,
          }),
        });
      }
    },
    back() {
      const port = dataPathPort(facts);
      for (const node of [to, from]) passes(facts, network, {node, from: to, to: from, port});
      return network.encrypted ? encrypted(facts, network, to, from, port) : [];
    },
  };
}

function encrypted(facts: Facts, network: NetworkInspect, from: string, to: string, port: number): readonly Witness[] {
  return facts.once(`${network.id} encrypted from ${from} to ${to}`, () => encrypts(facts, network, from, to, port));
}

function encrypts(facts: Facts, network: NetworkInspect, from: string, to: string, port: number): readonly Witness[] {
  const [here, there] = [from, to].map((node): TunnelEnd => ({node, address: vtepOf(facts, node, network)}));
  if (here === undefined || there === undefined) throw new Error('a way has two ends');
  const marks = network.vxlanidList.map(vni => markedForPolicy(facts, here, there, {vni, port}));
  return [...marks, ...encryptedBetween(facts, here, there, port)];
}

/** One node of two that packets pass between. */
interface Passing {
  readonly node: string;
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

function passes(facts: Facts, network: NetworkInspect, passing: Passing): readonly Witness[] {
  const {node, from, to} = passing;
  return facts.once(`${network.id} passes ${node} from ${from} to ${to}`, () => letBy(facts, network, passing));
}

/** The interface of a node that packets leave by or come in on, when its firewall lets them. */
function letBy(facts: Facts, network: NetworkInspect, {node, from, to, port}: Passing): readonly Witness[] {
  const address = vtepOf(facts, node, network);
  const link = facts.rows('ns.links', node, 'host').find(one => one.addrInfo.some(({local}) => local === address));
  if (link === undefined) {
    throw new Unknown('unsupported', `${node}: no interface of the node has ${address}, where its tunnel ends`);
  }
  const own = {fact: factKey('ns.links', node, 'host'), row: linkText(link)};
  const fail = (code: string, reason: string, near: Witness) =>
    new Failed({
      code,
      reason: `${node}: ${reason}`,
      expected: null,
      actual: near.row,
      near: [near],
      words: {seen: near.row},
    });
  if (!link.flags.includes('UP') || link.flags.includes('NO-CARRIER'))
    throw fail('down', `${link.ifname} (${address}) is not up, or not plugged in`, own);
  const kinds = [{protocol: 'udp', dport: port}, ...(network.encrypted ? [{protocol: 'esp'}] : [])];
  for (const kind of kinds) {
    const drop = droppedBetween(facts, {at: node, from, to, ...kind});
    const what = kind.protocol === 'esp' ? 'encrypted' : `to UDP port ${port}`;
    if (drop !== undefined)
      throw fail('dropped', `what ${from} sends ${what} to ${to} is dropped by ${drop.row}`, drop);
  }
  return [own];
}
