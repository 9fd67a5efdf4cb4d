import type {Lesson} from '../core/lesson.ts';
import {parsers as ours} from '../parse/registry.ts';
import {checksIn, runsIn, visibleItems} from '../session/items.ts';
import type {Observed} from '../session/observed.ts';
import type {Own} from '../session/own/load.ts';
import type {SessionState} from '../session/state.ts';
import {probedFacts} from '../session/step-progress.ts';
import type {Finding} from './prove.ts';
import {faultsOfAssertion} from './prove-assertion.ts';
import {faultsOfParser, type Printed} from './prove-parser.ts';

/** What a proof has seen of a module, once all is played. */
interface Played {
  readonly state: SessionState;
  readonly lessons: readonly Lesson[];
  /** The passes of all checks, with their evidence. */
  readonly passes: readonly Observed[];
}

/** Tests the parsers and assertions that a module brings as ours are tested, by what its own commands and checks have shown. */
export function proveOwn(own: Own, {state, lessons, passes}: Played): readonly Finding[] {
  const found = (name: string, faults: readonly string[], well: string): readonly Finding[] =>
    (faults.length > 0 ? faults : [well]).map(text => ({phase: 'code', step: name, ok: faults.length === 0, text}));
  const ofParsers = [...own.parsers.values()].flatMap(parser => {
    const printed = printedFor(parser.name, state, lessons);
    const what =
      printed.length === 0
        ? 'its sample'
        : `its sample and ${printed.length} ${printed.length === 1 ? 'output' : 'outputs'} of the module`;
    return found(
      `parser ${parser.name}`,
      faultsOfParser(parser, printed),
      `reads ${what}, and loses no line of damaged forms of them`,
    );
  });
  const parserNamed = (name: string) => own.parsers.get(name)?.parse ?? ours.get(name)?.parse;
  const ofAssertions = [...own.assertions.keys()].flatMap(id => {
    const uses = passes.filter(({assertion}) => assertion.id === id);
    const faults = uses.length === 0 ? unused(id, state, lessons) : faultsOfAssertion(uses, parserNamed);
    return faults === undefined
      ? []
      : found(
          `assertion ${id}`,
          faults,
          'notices each damage that it says it does, and no form of its evidence breaks it',
        );
  });
  return [...ofParsers, ...ofAssertions];
}

function printedFor(parser: string, state: SessionState, lessons: readonly Lesson[]): readonly Printed[] {
  return lessons.flatMap(lesson =>
    lesson.steps.flatMap(step =>
      runsIn(visibleItems(step.items, probedFacts(state)))
        .filter(run => run.parse === parser)
        .flatMap(run =>
          Object.values(state.runs[`${lesson.id}/${run.id}`]?.nodes ?? {}).flatMap(({node, result}) =>
            result === undefined || result.stdout === ''
              ? []
              : [{run: `${lesson.id}/${run.id} on ${node}`, text: result.stdout}],
          ),
        ),
    ),
  );
}

/** Undefined when a check of another lesson uses it, which is not proven now. */
function unused(id: string, {module}: SessionState, lessons: readonly Lesson[]): readonly string[] | undefined {
  const isNamed = (lesson: Lesson) =>
    lesson.steps.some(({items}) =>
      items.some(item => item.kind === 'variants' || checksIn([item]).some(({use}) => use === id)),
    );
  if (lessons.length < module.lessons.length && module.lessons.some(isNamed)) return undefined;
  return ['no check that was played uses it, so nothing is proven of it'];
}
