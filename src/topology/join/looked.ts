import type {FactKind, FactRows} from '../../core/facts.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Unknown} from '../unknown.ts';

/** What was found where a way leads on. */
export interface Looked {
  readonly witnesses: readonly Witness[];
  /** What decides there as well, and the snapshot does not tell: it is taken to be as it mostly is. */
  readonly untold: readonly string[];
}

export const NOTHING: Looked = {witnesses: [], untold: []};

export function together(...looks: readonly (Looked | Witness)[]): Looked {
  return {
    witnesses: looks.flatMap(look => ('row' in look ? [look] : look.witnesses)),
    untold: [...new Set(looks.flatMap(look => ('row' in look ? [] : look.untold)))],
  };
}

/** Rows of a kind that a snapshot may lack, as it was not collected at first; undefined where they are not known. */
export function rowsIfKnown<Kind extends FactKind>(
  facts: Facts,
  kind: Kind,
  node: string,
  netns: string,
): readonly FactRows[Kind][] | undefined {
  try {
    return facts.rows(kind, node, netns);
  } catch (error) {
    if (error instanceof Unknown && error.reason !== 'unreachable') return undefined;
    throw error;
  }
}
