import type {FactKind, FactRows, XfrmRow} from '../core/facts.ts';
import type {Parsed} from '../core/parsed.ts';
import {parseBridgeFdb} from '../parse/bridge-fdb.ts';
import {
  parseContainerInspect,
  parseNetworkInspect,
  parseNodeInspect,
  parseServiceInspect,
  parseTaskInspect,
} from '../parse/docker-inspect.ts';
import {parseIpAddr} from '../parse/ip-addr.ts';
import {parseIpNeigh} from '../parse/ip-neigh.ts';
import {parseIpRoute} from '../parse/ip-route.ts';
import {parseIpRule} from '../parse/ip-rule.ts';
import {parseIpXfrm} from '../parse/ip-xfrm.ts';
import {parseIpvsadm} from '../parse/ipvsadm.ts';
import {parseProcIpVs} from '../parse/proc-ip-vs.ts';
import {parseSs} from '../parse/ss.ts';
import {readDnsAnswers, readMeshReplies} from './probes.ts';
import {readGossip, readWire} from './read-wire.ts';
import {type Reading, readEngineInfo, readNetns, readSysctls} from './readings.ts';

type Reader<Kind extends FactKind> = (text: string) => Reading<Kind>;

/** How the output of each kind is read. iptables is not here: two savers make one fact. */
export const READERS: {readonly [Kind in Exclude<FactKind, 'ns.iptables'>]: Reader<Kind>} = {
  'docker.info': readEngineInfo,
  'docker.networks': text => whole(parseNetworkInspect(text), ({networks}) => networks),
  'docker.containers': text => whole(parseContainerInspect(text), ({containers}) => containers),
  'swarm.nodes': text => whole(parseNodeInspect(text), ({nodes}) => nodes),
  'swarm.services': text => whole(parseServiceInspect(text), ({services}) => services),
  'swarm.tasks': text => whole(parseTaskInspect(text), ({tasks}) => tasks),
  netns: readNetns,
  'node.xfrm': text =>
    whole(parseIpXfrm(text), ({states, policies}): readonly XfrmRow[] => [
      ...states.map(state => ({...state, kind: 'state' as const})),
      ...policies.map(policy => ({...policy, kind: 'policy' as const})),
    ]),
  'node.sockets': text => whole(parseSs(text), ({sockets}) => sockets),
  'probe.dns': readDnsAnswers,
  'probe.mesh': readMeshReplies,
  // No node prints it: who is outside asks by itself.
  'probe.outside': readMeshReplies,
  'probe.wire': readWire,
  'probe.gossip': readGossip,
  'ns.links': text => whole(parseIpAddr(text), ({links}) => links),
  'ns.fdb': text => whole(parseBridgeFdb(text), ({rows}) => rows),
  'ns.neigh': text => whole(parseIpNeigh(text), ({rows}) => rows),
  'ns.routes': text => whole(parseIpRoute(text), ({routes}) => routes),
  'ns.rules': text => whole(parseIpRule(text), ({rules}) => rules),
  'ns.sysctls': readSysctls,
  'ns.ipvs': text => {
    const parse = text.startsWith('IP Virtual Server') ? parseProcIpVs : parseIpvsadm;
    return whole(parse(text), ({services}) => services);
  },
};

/**
 * Rows count only when the parser understood every line and says of none that it was cut or left out. Words that a
 * newer iproute2 adds to a line are in its row's `extra` and take nothing away.
 */
function whole<Data, Row extends FactRows[FactKind]>(
  parsed: Parsed<Data>,
  rows: (data: Data) => readonly Row[],
): {readonly rows: readonly Row[]} | {readonly problem: string} {
  const [line] = parsed.unparsed;
  if (line !== undefined) return {problem: `line ${line.line} is not understood: ${line.text.slice(0, 120)}`};
  const doubt = parsed.notes.find(
    note => note.kind === 'truncated' || (note.kind === 'warning' && !isExtra(note.text)),
  );
  if (doubt !== undefined) return {problem: doubt.text};
  return {rows: rows(parsed.data)};
}

function isExtra(warning: string): boolean {
  return warning.includes('words that are not understood');
}
