import type {CaptureDraft, Draft} from '../build/draft.ts';

export type CapturesByName = ReadonlyMap<string, readonly CaptureDraft[]>;

export function capturesByName({captures}: Draft): CapturesByName {
  const byName = new Map<string, CaptureDraft[]>();
  for (const draft of captures) {
    const same = byName.get(draft.capture.name);
    if (same === undefined) byName.set(draft.capture.name, [draft]);
    else same.push(draft);
  }
  return byName;
}
