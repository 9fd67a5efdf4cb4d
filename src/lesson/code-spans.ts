/** The insides of code spans, as offset pairs: a run of backticks up to the next run of the same length. */
export function codeSpans(markdown: string): readonly (readonly [number, number])[] {
  const runs = [...markdown.matchAll(/`+/g)].map(match => ({start: match.index, length: match[0].length}));
  // By length, the indices of the runs: each list is walked once, so that the whole stays linear.
  const byLength = new Map<number, number[]>();
  for (const [i, {length}] of runs.entries()) {
    const same = byLength.get(length);
    if (same === undefined) byLength.set(length, [i]);
    else same.push(i);
  }
  const walked = new Map<number, number>();
  const spans: (readonly [number, number])[] = [];
  for (let i = 0; i < runs.length; i++) {
    const {start, length} = runs[i]!;
    const same = byLength.get(length)!;
    let at = walked.get(length) ?? 0;
    while (at < same.length && same[at]! <= i) at++;
    walked.set(length, at);
    const close = same[at];
    if (close === undefined) continue;
    spans.push([start + length, runs[close]!.start]);
    i = close;
  }
  return spans;
}
