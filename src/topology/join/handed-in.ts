import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {linkText} from '../row-text.ts';
import {backTold, rowsBack} from './across.ts';
import {reach, taskTarget} from './arrival.ts';
import type {Endpoint} from './endpoints.ts';
import {at, type Way} from './hops.ts';
import {overlayNetns} from './namespaces.ts';
import type {Published} from './published.ts';
import {letIn, redirected} from './task-rules.ts';
import type {Place} from './tasks.ts';

/** What a walk from outside goes by: one published port, and the network it is published on. */
export interface Mesh {
  readonly port: number;
  readonly published: Published;
  readonly network: NetworkInspect;
}

/** What lies between two nodes, from one to the other: looked at on its own, and as a part of the way back. */
export interface Between {
  readonly there: () => void;
  readonly back: () => readonly Witness[];
}

const NOTHING: Between = {there: () => {}, back: () => []};

/** From ingress_sbox of the entry node to one task, and back. A task on that very node is reached without a tunnel. */
export function handedIn(
  facts: Facts,
  way: Way,
  {published, network, port}: Mesh,
  place: Place,
  host: string,
  sandbox: Endpoint,
  between: Between = NOTHING,
): readonly Witness[] {
  const {node, name} = place;
  const {netns, link, fact, across} = reach(
    facts,
    way,
    network,
    taskTarget(facts, place, network, host),
    between.there,
  );
  const {protocol, target: listens} = published;
  const arrived = {node, netns, name, protocol, address: host, port, ifname: link.ifname};
  const here = {netns: () => netns};
  const redirect = at('redirect', way, node, () => redirected(facts, arrived, listens), {
    ...here,
    tell: evidence => ({netns, decides: `port ${port} becomes ${listens}`, evidence}),
  });
  at('input', way, node, () => letIn(facts, arrived, listens), {
    ...here,
    tell: evidence => ({netns, decides: `packets for port ${listens} are let in`, evidence}),
  });
  const own = {fact, row: linkText(link)};
  if (node === way.entry) return [...across, own, ...redirect];
  const overlay = () => overlayNetns(facts, node, network);
  const look = () => [...rowsBack(facts, node, network, sandbox), ...between.back()];
  const back = at('back', way, node, look, {
    netns: overlay,
    tell: evidence => ({netns: overlay(), decides: backTold(facts, network, sandbox), evidence}),
  });
  return [...across, own, ...redirect, ...back];
}
