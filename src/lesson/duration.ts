const UNITS: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000};

export const DURATION = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m)$/;

/** Milliseconds of `500ms`, `30s`, `1.5s` or `2m`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * UNITS[match[2]!]!);
}
