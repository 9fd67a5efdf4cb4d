import {join} from 'node:path';
import * as z from 'zod';
import type {Override} from '../core/result.ts';
import {openJournal, readJournal} from '../state/journal.ts';
import {damaged} from './open-run.ts';
import {OVERRIDES} from './run-folder.ts';

const schema = z.strictObject({
  submission: z.string(),
  total: z.number(),
  by: z.string(),
  at: z.string(),
  why: z.string(),
});

export type OverrideEntry = z.infer<typeof schema>;

/** Totals that a person has set, by submission; the last word counts. */
export function readOverrides(folder: string): ReadonlyMap<string, Override> {
  return new Map(overrideEntries(folder).map(({submission, ...override}) => [submission, override]));
}

/** The whole ledger, as it was written. */
export function overrideEntries(folder: string): readonly OverrideEntry[] {
  const {entries, problems} = readJournal(join(folder, OVERRIDES), value => schema.safeParse(value).data);
  const [wrong] = problems;
  if (wrong !== undefined) throw damaged(wrong.file, `line ${wrong.line} is no override`);
  return entries;
}

export function appendOverrides(folder: string, entries: readonly OverrideEntry[]): void {
  if (entries.length === 0) return;
  const journal = openJournal<OverrideEntry>(join(folder, OVERRIDES));
  try {
    for (const entry of entries) journal.append(entry);
  } finally {
    journal.close();
  }
}
