import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {fdbText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Endpoint, nodeEndpoints, placed, taskEndpoint, taskInterface} from './endpoints.ts';
import {isKept, type Table} from './forwarding.ts';
import {placesOf, serviceOf} from './tasks.ts';

/** The endpoints of the running tasks of a service, each borne by an interface inside its task. */
export function tasksOn(facts: Facts, network: NetworkInspect, name: string): readonly Endpoint[] {
  const places = placesOf(facts, serviceOf(facts, name));
  if (places.length > 0) {
    return places.map(place => {
      const endpoint = taskEndpoint(facts, place, network);
      taskInterface(facts, place, endpoint);
      return endpoint;
    });
  }
  const reason = `no task of ${name} runs`;
  throw new Failed({code: 'no_task', reason, expected: `a task of ${name}`, actual: null});
}

/** The endpoint with a MAC, or an address. A node that cannot be looked at matters only when no other has it. */
export function ownerOf(
  facts: Facts,
  network: NetworkInspect,
  key: {readonly mac: string} | {readonly ipv4: string},
): Endpoint {
  const [what, value] = 'mac' in key ? (['MAC', key.mac] as const) : (['address', key.ipv4] as const);
  const owners: Endpoint[] = [];
  let unread: Unknown | undefined;
  for (const {id} of facts.nodes) {
    try {
      owners.push(
        ...nodeEndpoints(facts, id, network).filter(({mac, ipv4}) => (what === 'MAC' ? mac : ipv4) === value),
      );
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      unread ??= error;
    }
  }
  const [owner, other] = owners;
  if (owner !== undefined && other !== undefined) {
    throw new Unknown('ambiguous', `${owner.node} and ${other.node} both have an endpoint with the ${what} ${value}`);
  }
  if (owner !== undefined) return owner;
  if (unread !== undefined) throw unread;
  const reason = `no endpoint of the network ${network.name} has the ${what} ${value}`;
  throw new Failed({code: `unknown_${what.toLowerCase()}`, reason, expected: value, actual: null});
}

/** What is asked of a row: that it stays, or only that it leads the right way as long as it is there. */
export type Hold = 'for-good' | 'now';

/** The row that leads to an endpoint, or what is there instead. */
export function remoteRow(table: Table, endpoint: Endpoint, vtep: string, hold: Hold): Witness {
  const {mac, name, node} = endpoint;
  const {fact, netns, node: from} = table;
  const lost = 'so frames for it end there';
  const where = `${netns} ${table.devices.join(', ')}`;
  const whose = `${mac} (${placed(endpoint)})`;
  const fail = (code: string, what: string, seen: string) => failed(code, `${from}: ${what}`, seen);
  const failed = (code: string, reason: string, seen: string) =>
    new Failed({
      code,
      reason,
      expected: {mac, dst: vtep, state: 'permanent'},
      actual: rows.map(fdbText),
      near: rows.map(row => ({fact, row: fdbText(row)})),
      words: {seen, mac, row: `${mac} dst ${vtep} self permanent`},
    });
  const {all: rows = [], local: [taken] = []} = table.byMac.get(mac) ?? {};
  // With traffic the bridge learns the MAC behind vxlan0 as well: that row has no dst, and is no row of the tunnel.
  const own = rows.filter(row => row.flags.includes('self') && row.dst !== undefined);
  const kept = rows.find(row => row.master !== undefined && row.dst === undefined && isKept(row));
  if (kept !== undefined)
    throw fail('other_port', `the bridge in ${netns} keeps frames for ${whose} to itself`, kept.ifname ?? '');
  const grouped = rows.find(({nhid}) => nhid !== undefined);
  if (grouped !== undefined) {
    const what = `the fdb row for ${whose} in ${where} leads to the next hop ${grouped.nhid}`;
    throw new Unknown('unsupported', `${from}: ${what}, and where that is cannot be seen`);
  }
  const [row, ...more] = own;
  if (rows.length === 0) throw fail('no_row', `no permanent fdb row for ${whose} in ${where}, ${lost}`, '');
  if (row === undefined)
    throw fail('learned_only', `the only fdb row for ${whose} in ${where} was learned and has no dst, ${lost}`, '');
  const astray = own.find(one => one.dst !== vtep);
  if (astray !== undefined) {
    const seen = astray.dst ?? '';
    const isTask = !name.startsWith('the load balancer') && name !== 'ingress_sbox';
    const what = `frames for ${mac} (${name}) leave ${from} to ${seen}`;
    throw failed('other_dst', `${what}, but ${isTask ? 'the task' : 'it'} is on ${vtep}, ${node}`, seen);
  }
  if (more.length > 0) throw fail('several', `${own.length} fdb rows for ${whose} in ${where}, where one is due`, '');
  if (hold === 'for-good' && row.state !== 'permanent') {
    throw fail(
      'learned_only',
      `the fdb row for ${whose} in ${where} was learned from traffic: it is not permanent`,
      row.state,
    );
  }
  const {vni, port} = table.tunnels.get(row.ifname ?? '') ?? {};
  if (row.port !== undefined && row.port !== port) {
    const what = `the fdb row for ${whose} in ${where} leads to UDP port ${row.port}, not to ${port}`;
    throw fail('other_tunnel', what, String(row.port));
  }
  if (row.vni !== undefined && row.vni !== vni) {
    const what = `the fdb row for ${whose} in ${where} sends with the VNI ${row.vni}, not ${vni}`;
    throw fail('other_tunnel', what, String(row.vni));
  }
  if (row.via !== undefined) {
    const what = `the fdb row for ${whose} in ${where} sends by ${row.via}`;
    throw new Unknown('unsupported', `${from}: ${what}, and where that leads cannot be seen`);
  }
  // Before the tunnel is asked, the bridge has to send the frame to it.
  if (taken !== undefined) {
    const port = taken.ifname ?? '';
    throw fail(
      'other_port',
      `the bridge in ${netns} sends frames for ${whose} out of ${port}, not into the tunnel`,
      port,
    );
  }
  return {fact, row: fdbText(row)};
}

export function nothingRemote(nodes: readonly string[], targets: readonly Endpoint[], network: NetworkInspect): Failed {
  const [target] = targets;
  const local = target !== undefined && nodes.includes(target.node) && nodes.length === 1;
  return new Failed({
    code: local && targets.length === 1 ? 'local' : 'no_remote',
    reason: local
      ? `${target.name} runs on ${target.node} itself: its table needs no row to reach it`
      : `no other node than ${nodes.join(', ')} has the network ${network.name}, so there is nothing remote to reach`,
    expected: 'a remote endpoint',
    actual: null,
  });
}
