import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Neigh} from '../../core/rows/neigh.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {neighText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Endpoint, nodeEndpoints, placed} from './endpoints.ts';
import {overlayNetns, vxlanDevices} from './namespaces.ts';
import type {Hold} from './remote.ts';

/** States of a row by which a vxlan device answers: NUD_CONNECTED of the kernel's include/net/neighbour.h. */
const ANSWERS = ['PERMANENT', 'NOARP', 'REACHABLE'];

/** The row by which the vxlan device of a node answers for the address of an endpoint elsewhere. */
export function neighbour(
  facts: Facts,
  node: string,
  network: NetworkInspect,
  endpoint: Endpoint,
  hold: Hold,
): Witness {
  const {ipv4: address, mac} = endpoint;
  const {netns, devices, byAddress} = facts.once(`neighbours of ${node} on ${network.id}`, () =>
    readNeighbours(facts, node, network),
  );
  const fact = factKey('ns.neigh', node, netns);
  const rows = byAddress.get(address) ?? [];
  const [row, ...more] = rows;
  const whose = `${address} (${placed(endpoint)}) in ${netns} ${devices.join(', ')}`;
  const fail = (code: string, what: string, seen = '', isUnsure = false) =>
    new Failed({
      isUnsure,
      code,
      reason: `${node}: ${what}`,
      expected: {dst: address, lladdr: mac, state: 'PERMANENT'},
      actual: rows.map(neighText),
      near: rows.map(one => ({fact, row: neighText(one)})),
      words: {seen},
    });
  if (row === undefined) throw fail('no_row', `no neighbour row for ${whose}`);
  if (more.length > 0) throw fail('several', `${rows.length} neighbour rows for ${whose}, where one is due`);
  if (row.lladdr !== mac) {
    const said = `the neighbour row for ${whose} gives ${row.lladdr ?? 'no MAC'}, the task has ${mac}`;
    const mayHandOn = hold === 'now' && isBorne(facts, network, row.lladdr);
    const more = mayHandOn ? '; whoever has that MAC may hand on what it gets' : '';
    throw fail('other_mac', `${said}${more}`, row.lladdr, mayHandOn);
  }
  const good = hold === 'for-good' ? ['PERMANENT'] : ANSWERS;
  if (!row.state.some(state => good.includes(state))) {
    const state = row.state.join(' ');
    throw fail('learned_only', `the neighbour row for ${whose} is ${state.toLowerCase()}, not permanent`, state);
  }
  return {fact, row: neighText(row)};
}

/**
 * Whether it is the MAC of somebody on the network, or may be that of somebody on a node that was not looked at. Who gets
 * what others should may hand it on: a new namespace forwards where its host does (devinet_init_net of
 * net/ipv4/devinet.c).
 */
function isBorne(facts: Facts, network: NetworkInspect, mac: string | undefined): boolean {
  return facts.nodes.some(({id}) => {
    try {
      return nodeEndpoints(facts, id, network).some(one => one.mac === mac);
    } catch (error) {
      if (error instanceof Failed || error instanceof Unknown) return error instanceof Unknown;
      throw error;
    }
  });
}

/** The rows of the vxlan devices of a network on one node. */
interface Neighbours {
  readonly netns: string;
  readonly devices: readonly string[];
  readonly byAddress: ReadonlyMap<string, readonly Neigh[]>;
}

function readNeighbours(facts: Facts, node: string, network: NetworkInspect): Neighbours {
  const netns = overlayNetns(facts, node, network);
  const devices = vxlanDevices(facts, node, network).map(({ifname}) => ifname);
  const byAddress = new Map<string, Neigh[]>();
  for (const row of facts.rows('ns.neigh', node, netns)) {
    if (!devices.includes(row.dev ?? '')) continue;
    const same = byAddress.get(row.dst);
    if (same === undefined) byAddress.set(row.dst, [row]);
    else same.push(row);
  }
  return {netns, devices, byAddress};
}
