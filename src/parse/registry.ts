import type {Parser} from '../core/parsed.ts';

export interface RegisteredParser {
  /** As lessons write it: `bridge.fdb`. */
  readonly name: string;
  readonly title: string;
  /** Commands whose output it reads. */
  readonly examples: readonly string[];
  readonly parse: Parser<object>;
}

const entries: readonly RegisteredParser[] = [];

export const parsers: ReadonlyMap<string, RegisteredParser> = new Map(entries.map(entry => [entry.name, entry]));
