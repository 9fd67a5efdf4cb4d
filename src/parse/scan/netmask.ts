const DOT = 46;
const ZERO = 48;

/** The 33 netmasks and how many bits each leaves to the network. */
const LENGTHS: ReadonlyMap<string, number> = new Map(Array.from({length: 33}, (_, length) => [maskOf(length), length]));

function maskOf(length: number): string {
  return [0, 8, 16, 24].map(bits => 256 - 2 ** (8 - Math.min(8, Math.max(0, length - bits)))).join('.');
}

/** The length of a prefix: `255.255.255.0` → 24; undefined when it is no netmask, or one with holes. */
export function prefixLength(mask: string | undefined): number | undefined {
  return LENGTHS.get(mask ?? '');
}

/** The 32 bits of `10.0.0.1` as a number; undefined when it is no IPv4 address. */
export function ipv4Bits(address: string): number | undefined {
  let bits = 0;
  let parts = 0;
  let part = -1;
  for (let i = 0; i <= address.length; i++) {
    const code = i < address.length ? address.charCodeAt(i) : DOT;
    if (code === DOT) {
      if (part < 0 || part > 255) return undefined;
      bits = bits * 256 + part;
      parts++;
      part = -1;
    } else {
      const digit = code - ZERO;
      if (digit < 0 || digit > 9 || part > 255) return undefined;
      part = (part < 0 ? 0 : part * 10) + digit;
    }
  }
  return parts === 4 ? bits : undefined;
}
