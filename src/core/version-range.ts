type Numbers = readonly number[];

const COMPARATOR = /^(>=|<=|>|<|=|~|\^)\s*(\d+(?:\.\d+){0,2})$/;

/**
 * Whether the version in a text (`26.1.5+dfsg1`) fits a range such as `>=20.10 <27`, all of whose comparisons must hold.
 * A part that a comparison leaves out may be anything, as npm understands ranges: `<=20.10` takes 20.10.24.
 */
export function isInRange(text: string, range: string): boolean {
  const version = /\d+(?:\.\d+){0,2}/.exec(text)?.[0];
  if (version === undefined) return false;
  const comparisons = range.trim().split(/\s+(?=[<>=~^])/);
  return comparisons.every(comparison => holds(numbersOf(version), comparison));
}

function holds(version: Numbers, comparison: string): boolean {
  const [, operator, wanted] = COMPARATOR.exec(comparison) ?? [];
  if (operator === undefined || wanted === undefined) return false;
  const numbers = numbersOf(wanted);
  const order = compare(version, numbers);
  switch (operator) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '~':
      return order >= 0 && compare(version, numbers.slice(0, 2)) === 0;
    case '^':
      return order >= 0 && compare(version, numbers.slice(0, 1)) === 0;
    default:
      return order === 0;
  }
}

/** Compares as many parts as the second one has. */
function compare(version: Numbers, wanted: Numbers): number {
  for (const [i, part] of wanted.entries()) {
    const difference = (version[i] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): Numbers {
  return version.split('.').map(Number);
}
