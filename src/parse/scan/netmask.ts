/** The length of a prefix: `255.255.255.0` → 24; undefined when it is no netmask, or one with holes. */
export function prefixLength(mask: string | undefined): number | undefined {
  if (mask === undefined || !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(mask)) return undefined;
  let bits = '';
  for (const part of mask.split('.')) {
    if (Number(part) > 255) return undefined;
    bits += Number(part).toString(2).padStart(8, '0');
  }
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : undefined;
}
