/** What names no machine: any, loopback, multicast and masks. */
function isCommon([a, b, c, d]: readonly number[]): boolean {
  const isAny = a === 0 && b === 0 && c === 0 && d === 0;
  return isAny || a === 127 || a! >= 224;
}

/** Octets that mean something at any place of an address: its network, and all of it. */
const KEPT = [0, 255];
/** At the end of an address the first one is the gateway's, by custom. */
const KEPT_AT_END = [0, 1, 255];
const FIRST_FREE = 10;
const BYTES = Array.from({length: 256}, (_, byte) => byte);

/**
 * Gives each IPv4 address another one. Two that share their first octets share them afterwards, so that an address stays
 * within its network wherever a network ends between octets; `undefined` for what is no address.
 */
export function createIpv4(): (text: string) => string | undefined {
  const byPrefix = new Map<string, Map<number, number>>();
  return text => {
    const octets = text.split('.').map(Number);
    if (octets.length !== 4 || octets.some(octet => !(octet <= 255))) return undefined;
    if (isCommon(octets)) return text;
    return octets
      .map((octet, index) => {
        const prefix = octets.slice(0, index).join('.');
        const known = byPrefix.get(prefix) ?? new Map();
        byPrefix.set(prefix, known);
        const standIn = known.get(octet) ?? choose(octet, index, known);
        known.set(octet, standIn);
        return standIn;
      })
      .join('.');
  };
}

function choose(octet: number, index: number, known: ReadonlyMap<number, number>): number {
  const kept = index === 0 ? [0, 127] : index === 3 ? KEPT_AT_END : KEPT;
  if (kept.includes(octet)) return octet;
  const taken = new Set([...known.values(), ...kept]);
  const free = BYTES.slice(index === 0 ? FIRST_FREE : 1).find(byte => !taken.has(byte));
  return free ?? BYTES.find(byte => !taken.has(byte))!;
}
