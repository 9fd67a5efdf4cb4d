/** Whether a version is within a range such as `>=20.10` or `>=1 <2`; missing parts are zero. */
export function satisfies(version: string, range: string): boolean {
  return range.split(' ').every(part => {
    const match = /^([<>]=?|=)(.+)$/.exec(part);
    if (match === null) return false;
    const order = compare(version, match[2]!);
    switch (match[1]) {
      case '>=':
        return order >= 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '<':
        return order < 0;
      default:
        return order === 0;
    }
  });
}

function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `26.1.5+dfsg1` counts as 26.1.5. */
function numbers(version: string): readonly number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
}
