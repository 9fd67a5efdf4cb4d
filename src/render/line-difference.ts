/** One row of a difference: `+` is new, `-` is gone, `=` is in both. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'same';
  readonly text: string;
}

/** Above this product of lengths the longest common subsequence is not worth its time and memory. */
const MOST_CELLS = 4_000_000;

/** Difference of two lists of lines, in the order of the second; what is gone stands where it was. */
export function lineDifference(before: readonly string[], after: readonly string[]): readonly Change[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  const same = (text: string): Change => ({kind: 'same', text});
  const left = before.slice(head, before.length - tail);
  const right = after.slice(head, after.length - tail);
  const middle = left.length * right.length > MOST_CELLS ? bySet(left, right) : bySubsequence(left, right);
  return [...after.slice(0, head).map(same), ...middle, ...after.slice(after.length - tail).map(same)];
}

function bySubsequence(left: readonly string[], right: readonly string[]): readonly Change[] {
  const columns = right.length + 1;
  const best = new Uint32Array((left.length + 1) * columns);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      best[i * columns + j] =
        left[i] === right[j]
          ? best[(i + 1) * columns + j + 1]! + 1
          : Math.max(best[(i + 1) * columns + j]!, best[i * columns + j + 1]!);
    }
  }
  const out: Change[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      out.push({kind: 'same', text: right[j]!});
      i += 1;
      j += 1;
    } else if (j >= right.length || (i < left.length && best[(i + 1) * columns + j]! >= best[i * columns + j + 1]!)) {
      out.push({kind: 'removed', text: left[i]!});
      i += 1;
    } else {
      out.push({kind: 'added', text: right[j]!});
      j += 1;
    }
  }
  return out;
}

function bySet(left: readonly string[], right: readonly string[]): readonly Change[] {
  const had = new Set(left);
  const has = new Set(right);
  return [
    ...left.filter(text => !has.has(text)).map((text): Change => ({kind: 'removed', text})),
    ...right.map((text): Change => ({kind: had.has(text) ? 'same' : 'added', text})),
  ];
}
