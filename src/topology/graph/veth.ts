import type {Edge, SpaceKey} from '../topology.ts';
import type {Wire} from './devices.ts';

/**
 * Finds the other end of each veth of one node. An end tells the number of its peer, and the id that its own namespace
 * has for the peer's; numbers repeat from namespace to namespace. So two ends are a pair when each names the other, and
 * no namespace would get two ids from a third, nor one id two namespaces. Pairs that leave no choice come first: they
 * tell which namespace an id stands for, and that may decide the others. Where it does not, the network does that one
 * end has an endpoint on, and the other is in the namespace of.
 */
export function pairVeths(
  wires: readonly Wire[],
  networkOf: (wire: Wire) => string | undefined,
  unread: readonly string[],
): readonly Edge[] {
  const ends = wires.filter(({device}) => device.kind === 'veth');
  const byNumber = new Map<number, Wire[]>();
  for (const end of ends) byNumber.set(end.device.ifindex, [...(byNumber.get(end.device.ifindex) ?? []), end]);
  const ids = new Ids();
  const peers = new Map<Wire, Wire>();
  const possible = (end: Wire) =>
    (byNumber.get(numberOfPeer(end, byNumber) ?? -1) ?? []).filter(
      other => !peers.has(other) && namesBack(end, other) && ids.allow(end, other) && ids.allow(other, end),
    );
  const ofNetwork = (end: Wire) => {
    const network = networkOf(end);
    return network === undefined ? [] : possible(end).filter(other => networkOf(other) === network);
  };
  const pairOne = (end: Wire, candidates: (end: Wire) => readonly Wire[]): boolean => {
    if (peers.has(end)) return false;
    const found = candidates(end);
    const only = found[0];
    if (only === undefined || found.length > 1 || candidates(only).length !== 1) return false;
    peers.set(end, only).set(only, end);
    ids.learn(end, only);
    ids.learn(only, end);
    return true;
  };
  const pairAll = () => ends.filter(end => pairOne(end, possible)).length > 0;
  while (pairAll() || ends.some(end => pairOne(end, ofNetwork)));
  const told = new Set<Wire>();
  return ends.flatMap(end => {
    const peer = peers.get(end);
    if (peer === undefined) return [unpaired(end, byNumber, possible(end), unread)];
    told.add(end);
    return told.has(peer) ? [] : [paired(end, peer)];
  });
}

/** The number of the peer: told as such, or by its name when it is in the same namespace. */
function numberOfPeer({link, netns, node}: Wire, byNumber: ReadonlyMap<number, readonly Wire[]>): number | undefined {
  if (link.linkIndex !== undefined) return link.linkIndex;
  if (link.link === undefined) return undefined;
  const all = [...byNumber.values()].flat();
  return all.find(one => one.netns === netns && one.node === node && one.device.ifname === link.link)?.device.ifindex;
}

/** Whether the other names this end as well. A peer that is told by name is in the same namespace. */
function namesBack(end: Wire, other: Wire): boolean {
  if (end === other) return false;
  const names = (from: Wire, to: Wire) => {
    const {linkIndex, link} = from.link;
    if (link !== undefined) return from.netns === to.netns && link === to.device.ifname;
    return linkIndex === to.device.ifindex && (from.netns !== to.netns || from.link.linkNetnsId === undefined);
  };
  return names(end, other) && names(other, end);
}

/** What one namespace means by its ids. */
interface Known {
  readonly spaces: Map<number, SpaceKey>;
  readonly ids: Map<SpaceKey, number>;
}

/** Which namespace each namespace means by an id of its own. */
class Ids {
  private readonly known = new Map<SpaceKey, Known>();

  allow(from: Wire, to: Wire): boolean {
    const id = from.link.linkNetnsId;
    if (id === undefined) return true;
    const known = this.known.get(from.space);
    const space = known?.spaces.get(id);
    const other = known?.ids.get(to.space);
    return (space === undefined || space === to.space) && (other === undefined || other === id);
  }

  learn(from: Wire, to: Wire): void {
    const id = from.link.linkNetnsId;
    if (id === undefined) return;
    let known = this.known.get(from.space);
    if (known === undefined) this.known.set(from.space, (known = {spaces: new Map(), ids: new Map()}));
    known.spaces.set(id, to.space);
    known.ids.set(to.space, id);
  }
}

function paired(one: Wire, other: Wire): Edge {
  return {
    kind: 'veth',
    ends: [one.device.key, other.device.key],
    evidence: [one.device.evidence, other.device.evidence],
  };
}

function unpaired(
  end: Wire,
  byNumber: ReadonlyMap<number, readonly Wire[]>,
  candidates: readonly Wire[],
  unread: readonly string[],
): Edge {
  const {device, link} = end;
  const number = numberOfPeer(end, byNumber) ?? link.linkIndex;
  const near = (byNumber.get(number ?? -1) ?? []).filter(other => other !== end);
  const evidence = [device.evidence, ...near.map(other => other.device.evidence)];
  const blind = unread.length === 0 ? '' : `; not looked into: ${unread.join(', ')}`;
  const looksFor = `the other end of ${device.ifname}: ${wanted(end, number)}${found(end, near, candidates)}${blind}`;
  return {kind: 'unresolved', from: device.key, looksFor, evidence};
}

function wanted({link}: Wire, number: number | undefined): string {
  if (number === undefined) return link.link === undefined ? 'no row tells its number' : `${link.link}, beside it`;
  const where = link.linkNetnsId === undefined ? '' : ` in the namespace with the id ${link.linkNetnsId}`;
  return `interface ${number}${where}`;
}

function found(end: Wire, near: readonly Wire[], candidates: readonly Wire[]): string {
  const place = ({netns, device}: Wire) => `${device.ifname} in ${netns}`;
  if (candidates.length > 0) return `; it may be ${candidates.map(place).join(' or ')}`;
  if (near.length === 0) return ', which no namespace has';
  const contradicted = near.filter(other => namesBack(end, other));
  if (contradicted.length === 0) return `; ${near.map(place).join(', ')} has that number and does not point back`;
  return `; ${contradicted.map(place).join(', ')} points back, but the ids of the namespaces speak against it`;
}
