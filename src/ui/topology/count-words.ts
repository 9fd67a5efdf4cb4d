/** `1 device`, `2 devices`, `2 services of IPVS`. */
export function countWords(count: number, what: string, rest = ''): string {
  return `${count} ${what}${count === 1 ? '' : 's'}${rest === '' ? '' : ` ${rest}`}`;
}
