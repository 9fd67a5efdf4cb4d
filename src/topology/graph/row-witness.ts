import type {FactKey} from '../../core/facts.ts';
import type {Witness} from '../../core/verdict.ts';

/** A row as evidence, put into words when somebody looks: of a large cluster there are many thousands, and few are shown. */
export class RowWitness<Row> implements Witness {
  readonly fact: FactKey;
  private readonly source: Row;
  private readonly words: (row: Row) => string;

  constructor(fact: FactKey, row: Row, words: (row: Row) => string) {
    this.fact = fact;
    this.source = row;
    this.words = words;
  }

  get row(): string {
    return this.words(this.source);
  }

  toJSON(): Witness {
    return {fact: this.fact, row: this.row};
  }
}
