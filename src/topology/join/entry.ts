import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {VirtualService} from '../../core/rows/ipvs.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {hex, linkText} from '../row-text.ts';
import {bridgeSends} from './bridged.ts';
import {balancerEndpoint, type Endpoint, interfaceIn} from './endpoints.ts';
import {letThrough} from './firewall.ts';
import {handedOver} from './handover.ts';
import {at, type Way} from './hops.ts';
import {type Looked, NOTHING, together} from './looked.ts';
import {fwmService, markedForPort} from './marks.ts';
import {netnsNamed} from './namespaces.ts';
import {CLIENT_PORT, type Packet} from './packet.ts';
import {type Published, type Sandbox, sandboxAddress} from './published.ts';
import {isDirect, sourceGiven} from './snat.ts';
import {mustBeTracked} from './tracked.ts';
import {ledNowhereElse} from './translation.ts';
import {plugged, type Wired, wireTold} from './wiring.ts';

/** What comes for a published port, where IPVS in ingress_sbox takes it. */
interface Entered {
  readonly netns: string;
  readonly virtual: VirtualService;
  readonly sandbox: Sandbox;
  /** How it is plugged into docker_gwbridge. */
  readonly wired: Wired;
  /** What IPVS takes there. */
  readonly comes: Packet;
  readonly witnesses: readonly Witness[];
}

/**
 * From the wire of a node to the IPVS service of the mark that ingress_sbox gives what comes for a port. What leads the
 * node itself into its docker_gwbridge is looked at by `handOver`.
 */
export function enter(
  facts: Facts,
  way: Way,
  published: Published,
  port: number,
  handOver: (sandbox: Sandbox, bridge: Link) => Looked = () => NOTHING,
): Entered {
  const {entry} = way;
  const {protocol} = published;
  const inSandbox = {netns: () => netnsNamed(facts, entry, 'ingress_sbox')};
  const sandbox = at('gateway', way, entry, () => sandboxAddress(facts, entry), inSandbox);
  const {address, link: gate, bridge} = sandbox;
  const handed = at('dnat', way, entry, () => handedOver(facts, entry, {protocol, port}, 'PREROUTING', sandbox), {
    tell: witness => ({netns: 'host', decides: `port ${port} becomes ${address}:${port}`, evidence: [witness]}),
  });
  const accepted = at('accept', way, entry, () => letThrough(facts, entry, {protocol, address, port}), {
    tell: evidence => ({netns: 'host', decides: `packets for port ${port} and their answers pass`, evidence}),
  });
  const wire = () => {
    const wired = plugged(facts, entry, 'ingress_sbox', gate, bridge);
    bridgeSends(facts, entry, wired, gate.address ?? '');
    return {wired, more: handOver(sandbox, wired.bridge)};
  };
  const {wired} = at('gateway', way, entry, wire, {
    ...inSandbox,
    tell({wired, more}) {
      const told = wireTold(wired, gate, sandbox.witness);
      return {...told, evidence: [...told.evidence, ...more.witnesses], untold: more.untold};
    },
  });
  const arriving = {sport: CLIENT_PORT, destination: address, toLocal: true, inInterface: gate.ifname};
  const comes = {protocol, dport: port, ...arriving};
  const lookAtMark = () => {
    const netns = inSandbox.netns();
    ledNowhereElse(facts, entry, netns, 'PREROUTING', comes, `port ${port}`);
    return markedForPort(facts, entry, published, port, arriving);
  };
  const marked = at('mark', way, entry, lookAtMark, {
    ...inSandbox,
    tell: ({netns, mark, witness}) => ({
      netns,
      decides: `port ${port} gets the mark ${hex(mark)}`,
      evidence: [witness],
    }),
  });
  const {netns} = marked;
  const {virtual} = at('fwm', way, entry, () => fwmService(facts, entry, netns, marked.mark), {
    netns: () => netns,
    tell: ({virtual, witness}) => fwmTold(netns, virtual, marked.mark, witness),
  });
  return {netns, virtual, sandbox, wired, comes, witnesses: [handed, sandbox.witness, ...accepted, marked.witness]};
}

export function fwmTold(netns: string, {fwmark, scheduler}: VirtualService, mark: number, witness: Witness) {
  const decides = `the mark ${hex(mark)} is FWM ${fwmark}, balanced by ${scheduler ?? 'an unknown scheduler'}`;
  return {netns, decides, evidence: [witness]};
}

/**
 * The address that what IPVS sends leaves a node's load balancer with; the answers come back to it. `comes` is what it
 * takes, and `beside` looks at what else that depends on.
 */
export function sourced(
  facts: Facts,
  way: Way,
  network: NetworkInspect,
  netns: string,
  comes: Packet,
  beside: () => Looked = () => NOTHING,
): readonly Witness[] {
  const {entry, what} = way;
  const look = () => {
    if (!isDirect(network)) {
      mustBeTracked(facts, entry, netns, 'PREROUTING', comes, `what comes for ${what}`, 'no SNAT rule takes it');
    }
    return together(...sourceGiven(facts, entry, network), beside());
  };
  const {witnesses} = at('snat', way, entry, look, {
    netns: () => netns,
    tell: ({witnesses: evidence, untold}) => ({
      netns,
      decides: `it leaves as sent by ${sourceOf(facts, entry, network)}`,
      evidence,
      untold,
    }),
  });
  return witnesses;
}

function sourceOf(facts: Facts, node: string, network: NetworkInspect): string {
  return `${balancerEndpoint(facts, node, network).ipv4}, where the answers come back to`;
}

/** Out of ingress_sbox into the bridge of the overlay. */
export function intoOverlay(
  facts: Facts,
  way: Way,
  network: NetworkInspect,
  netns: string,
): {readonly endpoint: Endpoint; readonly link: Link; readonly witness: Witness} {
  const {entry} = way;
  return at(
    'overlay',
    way,
    entry,
    () => {
      const endpoint = {...balancerEndpoint(facts, entry, network), name: 'ingress_sbox'};
      const {link} = interfaceIn(facts, netns, endpoint);
      const wired = plugged(facts, entry, 'ingress_sbox', link, network);
      bridgeSends(facts, entry, wired, endpoint.mac);
      return {endpoint, link, wired, witness: {fact: factKey('ns.links', entry, netns), row: linkText(link)}};
    },
    {netns: () => netns, tell: ({wired, link, witness}) => wireTold(wired, link, witness)},
  );
}
