import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {linkText} from '../row-text.ts';
import {backTold, rowsBack} from './across.ts';
import {type Passage, reach, taskTarget} from './arrival.ts';
import type {Endpoint} from './endpoints.ts';
import {forwarded} from './forwarded.ts';
import {at, type Way} from './hops.ts';
import {type Looked, NOTHING, together} from './looked.ts';
import {overlayNetns} from './namespaces.ts';
import type {Published} from './published.ts';
import {isDirect} from './snat.ts';
import {letIn, redirected} from './task-rules.ts';
import type {Place} from './tasks.ts';

/** What a walk from outside goes by: one published port, and the network it is published on. */
export interface Mesh {
  readonly port: number;
  readonly published: Published;
  readonly network: NetworkInspect;
}

/** ingress_sbox at the node of entry, between the overlay and docker_gwbridge. */
export interface Gate {
  readonly netns: string;
  /** Its place on the overlay. */
  readonly endpoint: Endpoint;
  readonly inside: Link;
  readonly outside: Link;
}

/** What is looked at of a way beside what the engine made for its network. */
export interface Beside {
  readonly passage: Passage;
  /** By which the answers leave the task, and go back between the nodes. */
  readonly back: () => Looked;
  /** By which the answers leave ingress_sbox, and the node of entry. */
  readonly out: () => Looked;
}

const NO_MORE: Beside = {passage: {there: () => {}}, back: () => NOTHING, out: () => NOTHING};

/** From ingress_sbox of the entry node to one task, and back. A task on that very node is reached without a tunnel. */
export function handedIn(
  facts: Facts,
  way: Way,
  {published, network, port}: Mesh,
  place: Place,
  host: string,
  gate: Gate,
  beside: Beside = NO_MORE,
): readonly Witness[] {
  const {node, name} = place;
  const {endpoint: sandbox} = gate;
  const target = taskTarget(facts, place, network, host);
  const {netns, link, fact, across} = reach(facts, way, network, target, beside.passage);
  const {protocol, target: listens} = published;
  const arrived = {node, netns, name, protocol, source: sandbox.ipv4, address: host, port, ifname: link.ifname};
  const here = {netns: () => netns};
  const redirect = at('redirect', way, node, () => redirected(facts, arrived, listens), {
    ...here,
    tell: evidence => ({netns, decides: `port ${port} becomes ${listens}`, evidence}),
  });
  at('input', way, node, () => letIn(facts, arrived, listens), {
    ...here,
    tell: evidence => ({netns, decides: `packets for port ${listens} are let in`, evidence}),
  });
  const isLocal = node === way.entry;
  const bridge = isLocal ? here : {netns: () => overlayNetns(facts, node, network)};
  const rows = () => (isLocal ? [] : rowsBack(facts, way, node, network, sandbox, {node, netns, ifname: link.ifname}));
  const back = at('back', way, node, () => together(...rows(), beside.back()), {
    ...bridge,
    tell: ({witnesses: evidence, untold}) => ({
      netns: bridge.netns(),
      decides: isLocal ? `answers to ${sandbox.ipv4} leave on the node itself` : backTold(facts, network, sandbox),
      evidence,
      untold,
    }),
  });
  const answer = {protocol, sport: port, source: host, destination: sandbox.ipv4};
  const forward = () => {
    // Where tasks answer by themselves, nothing comes back here.
    if (!isDirect(network)) forwarded(facts, way.entry, gate, answer, `answers of ${name}`);
    return beside.out();
  };
  at('back', way, way.entry, forward, {
    netns: () => gate.netns,
    tell: ({witnesses: evidence, untold}) => ({
      netns: gate.netns,
      decides: `answers leave for the client, as sent by the node`,
      evidence,
      untold,
    }),
  });
  return [...across, {fact, row: linkText(link)}, ...redirect, ...back.witnesses];
}
