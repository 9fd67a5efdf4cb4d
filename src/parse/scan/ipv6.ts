/** The shortest spelling (RFC 5952) of an address with all its eight groups; undefined for anything else. */
export function compressIpv6(address: string): string | undefined {
  const groups = address.toLowerCase().split(':');
  if (groups.length !== 8 || !groups.every(group => /^[0-9a-f]{1,4}$/.test(group))) return undefined;
  const short = groups.map(group => group.replace(/^0{1,3}/, ''));
  let [from, length] = [-1, 1];
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (short[end] === '0') end++;
    if (end - start > length) [from, length] = [start, end - start];
  }
  if (from < 0) return short.join(':');
  return `${short.slice(0, from).join(':')}::${short.slice(from + length).join(':')}`;
}
