/** What a lab tells while it is made. */
export type LabEvent =
  | {readonly kind: 'phase'; readonly text: string}
  /** A line of a tool's output within the phase. */
  | {readonly kind: 'line'; readonly text: string}
  | {readonly kind: 'done'; readonly text: string; readonly milliseconds: number};

export type OnProgress = (event: LabEvent) => void;

/** Tells the phase, does it, and tells how long it took. */
export async function phase<T>(onProgress: OnProgress, text: string, work: () => Promise<T>): Promise<T> {
  onProgress({kind: 'phase', text});
  const begin = performance.now();
  const result = await work();
  onProgress({kind: 'done', text, milliseconds: Math.round(performance.now() - begin)});
  return result;
}
