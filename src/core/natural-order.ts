/**
 * Compares names as a person reads them: digits by the number that they are, `docker-9` before `docker-26`. Not by a
 * locale: its tables take longer to load than all else that a verb does with names.
 */
export function naturalOrder(one: string, other: string): number {
  const [a, b] = [one.split(DIGITS), other.split(DIGITS)];
  for (const [at, part] of a.entries()) {
    const against = b[at];
    if (against === undefined) return 1;
    if (part === against) continue;
    // Between digits stand texts, by turns.
    const byNumber = at % 2 === 1 ? Number(part) - Number(against) : 0;
    return byNumber || (part < against ? -1 : 1);
  }
  return a.length - b.length;
}

const DIGITS = /(\d+)/;
