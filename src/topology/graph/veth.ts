import type {Edge, SpaceKey} from '../topology.ts';
import type {Wire} from './devices.ts';

/**
 * Finds the other end of each veth of one node, and adds what it finds to `edges`. An end tells the number of its peer, and the id that its own namespace
 * has for the peer's; numbers repeat from namespace to namespace. So two ends are a pair when each names the other, and
 * no namespace would get two ids from a third, nor one id two namespaces. Pairs that leave no choice come first: they
 * tell which namespace an id stands for, and that may decide the others. Where it does not, the network does that one
 * end has an endpoint on, and the other is in the namespace of.
 */
export function pairVeths(
  wires: readonly Wire[],
  networkOf: (wire: Wire) => string | undefined,
  unread: readonly string[],
  edges: Edge[],
): void {
  const ends = wires.filter(({device}) => device.kind === 'veth');
  const byNumber = endsByNumber(ends);
  const ids = new Ids();
  const mayPair: Fits = (end, other) =>
    other.peer === undefined && namesBack(end, other) && ids.allow(end, other) && ids.allow(other, end);
  const onOneNetwork: Fits = (end, other) => {
    const network = networkOf(end);
    return network !== undefined && mayPair(end, other) && networkOf(other) === network;
  };
  const pairOne = (end: Wire, fits: Fits): boolean => {
    if (end.peer !== undefined) return false;
    const only = onlyOne(end, byNumber, fits);
    if (only === undefined || onlyOne(only, byNumber, fits, end) === undefined) return false;
    end.peer = only;
    only.peer = end;
    ids.learn(end, only);
    ids.learn(only, end);
    return true;
  };
  const pairAll = () => ends.filter(end => pairOne(end, mayPair)).length > 0;
  while (pairAll() || ends.some(end => pairOne(end, onOneNetwork)));
  const told = new Set<Wire>();
  for (let at = 0; at < ends.length; at++) {
    const end = ends[at]!;
    const {peer} = end;
    if (peer === undefined) {
      edges.push(unpaired(end, byNumber, mayPair, unread));
    } else if (!told.has(peer)) {
      told.add(end);
      edges.push(paired(end, peer));
    }
  }
}

/** Whether one end may be the peer of another, which then may be that of the first as well. */
type Fits = (end: Wire, other: Wire) => boolean;
type ByNumber = ReadonlyMap<number, readonly Wire[]>;

function endsByNumber(ends: readonly Wire[]): ByNumber {
  const found = new Map<number, Wire[]>();
  for (let at = 0; at < ends.length; at++) {
    const end = ends[at]!;
    const same = found.get(end.device.ifindex);
    if (same === undefined) found.set(end.device.ifindex, [end]);
    else same.push(end);
  }
  return found;
}

/** The ends that have the number which one tells of its peer. */
function numberedAsPeer(end: Wire, byNumber: ByNumber): readonly Wire[] {
  return byNumber.get(numberOfPeer(end, byNumber) ?? -1) ?? [];
}

/** The one that fits, of which one may be known to; undefined where none does, or several. */
function onlyOne(end: Wire, byNumber: ByNumber, fits: Fits, known?: Wire): Wire | undefined {
  let only: Wire | undefined;
  const numbered = numberedAsPeer(end, byNumber);
  for (let at = 0; at < numbered.length; at++) {
    const other = numbered[at]!;
    if (other !== known && !fits(end, other)) continue;
    if (only !== undefined) return undefined;
    only = other;
  }
  return only;
}

/** The number of the peer: told as such, or by its name when it is in the same namespace. */
function numberOfPeer({link, netns, node}: Wire, byNumber: ByNumber): number | undefined {
  if (link.linkIndex !== undefined) return link.linkIndex;
  if (link.link === undefined) return undefined;
  const all = [...byNumber.values()].flat();
  return all.find(one => one.netns === netns && one.node === node && one.device.ifname === link.link)?.device.ifindex;
}

/** Whether the other names this end as well. */
function namesBack(end: Wire, other: Wire): boolean {
  return end !== other && names(end, other) && names(other, end);
}

/** A peer that is told by name is in the same namespace. */
function names(from: Wire, to: Wire): boolean {
  const {linkIndex, link, linkNetnsId} = from.link;
  if (link !== undefined) return from.netns === to.netns && link === to.device.ifname;
  return linkIndex === to.device.ifindex && (from.netns !== to.netns || linkNetnsId === undefined);
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
  const ends = [one.device.key, other.device.key] as const;
  const evidence = [one.device.evidence, other.device.evidence];
  return {kind: 'veth', ends, evidence};
}

function unpaired(end: Wire, byNumber: ByNumber, mayPair: Fits, unread: readonly string[]): Edge {
  const {device, link} = end;
  const candidates = numberedAsPeer(end, byNumber).filter(other => mayPair(end, other));
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
