/** What a parser says of its input besides the rows. */
export interface Note {
  readonly kind: 'warning' | 'lossy' | 'truncated' | 'localized' | 'headerless';
  readonly line?: number;
  readonly text: string;
}

/** The one envelope of all parsers: nothing is dropped silently, `consumed + unparsed.length` = non-blank lines. */
export interface Parsed<T> {
  readonly command: string;
  /** Which dialect was read: `text`, `json`, `legacy`, `nft`, `busybox`, … */
  readonly variant: string;
  readonly data: T;
  /** Non-blank lines of the input. */
  readonly lines: number;
  readonly consumed: number;
  readonly unparsed: readonly {readonly line: number; readonly text: string}[];
  readonly notes: readonly Note[];
  /** Why nothing of it counts: the parser, one of the module's own, broke. */
  readonly broken?: string;
}

/** A packet or byte counter as printed; `exact` is false for `9999K`. `value` loses precision past 2^53, `text` does not. */
export interface Counter {
  readonly value: number;
  readonly exact: boolean;
  readonly text: string;
}

/** The interface of all parsers. Pure, total (never throws), linear in the length of the text. */
export type Parser<T> = (text: string) => Parsed<T>;
