import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {linkText} from '../row-text.ts';
import {backTold, rowsBack} from './across.ts';
import {reach, taskTarget} from './arrival.ts';
import type {Endpoint} from './endpoints.ts';
import {forwarded} from './forwarded.ts';
import {at, type Way} from './hops.ts';
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
  /** Between the two nodes. */
  readonly there: () => void;
  /** By which the answers leave the task, and go back between the nodes. */
  readonly back: () => readonly Witness[];
  /** By which the answers leave ingress_sbox, and the node of entry. */
  readonly out: () => readonly Witness[];
}

const NOTHING: Beside = {there: () => {}, back: () => [], out: () => []};

/** From ingress_sbox of the entry node to one task, and back. A task on that very node is reached without a tunnel. */
export function handedIn(
  facts: Facts,
  way: Way,
  {published, network, port}: Mesh,
  place: Place,
  host: string,
  gate: Gate,
  beside: Beside = NOTHING,
): readonly Witness[] {
  const {node, name} = place;
  const {endpoint: sandbox} = gate;
  const target = taskTarget(facts, place, network, host);
  const {netns, link, fact, across} = reach(facts, way, network, target, beside.there);
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
  const rows = () => (isLocal ? [] : rowsBack(facts, way, node, network, sandbox));
  const back = at('back', way, node, () => [...rows(), ...beside.back()], {
    ...bridge,
    tell: evidence => ({
      netns: bridge.netns(),
      decides: isLocal ? `answers to ${sandbox.ipv4} leave on the node itself` : backTold(facts, network, sandbox),
      evidence,
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
    tell: evidence => ({netns: gate.netns, decides: `answers leave for the client, as sent by the node`, evidence}),
  });
  return [...across, {fact, row: linkText(link)}, ...redirect, ...back];
}
