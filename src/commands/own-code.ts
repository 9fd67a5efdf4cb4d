import type {Assertion} from '../../assertions/assertion.ts';
import type {Module} from '../core/lesson.ts';
import type {Parser} from '../core/parsed.ts';
import {formatProblem, type Problem} from '../core/problem.ts';
import type {Own} from '../session/own/load.ts';

interface OwnCode {
  parser(name: string): Promise<Parser<unknown> | undefined>;
  assertion(id: string): Promise<Assertion | undefined>;
}

/** The parsers and assertions that a module brings: run when one is first needed, and never while it may not be. */
export function ownCode({folder, own}: Pick<Module, 'folder' | 'own'>, mayRun: () => boolean): OwnCode {
  let loading: Promise<Own> | undefined;
  const load = async (): Promise<Own | undefined> => {
    if (own.length === 0 || !mayRun()) return undefined;
    loading ??= import('../session/own/load.ts').then(({loadAgreed}) => loadAgreed(folder, own));
    return loading;
  };
  return {
    async parser(name) {
      const loaded = await load();
      const [problem] = loaded?.problems ?? [];
      return loaded?.parsers.get(name)?.parse ?? (problem && brokenParser(name, problem));
    },
    async assertion(id) {
      const loaded = await load();
      const [problem] = loaded?.problems ?? [];
      return loaded?.assertions.get(id) ?? (problem && brokenAssertion(id, problem));
    },
  };
}

/** It could be what a file defines that cannot be loaded. */
async function brokenParser(command: string, problem: Problem): Promise<Parser<unknown>> {
  const {brokenResult} = await import('../session/own/guard-parser.ts');
  return text => brokenResult(text, command, formatProblem(problem));
}

function brokenAssertion(id: string, problem: Problem): Assertion {
  return {
    kind: 'snapshot',
    id,
    version: 1,
    title: id,
    argsHelp: {},
    choosesNodes: [],
    example: {},
    codes: {},
    needs: new Set(),
    validate: () => [],
    mutants: () => [],
    judge: () => ({ok: null, cause: 'unsupported', detail: formatProblem(problem)}),
  };
}
