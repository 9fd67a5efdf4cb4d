import {known} from '../../src/author/known.ts';
import {formatProblem} from '../../src/core/problem.ts';
import {parseSuite} from '../../src/grade/read-suite.ts';
import type {Suite} from '../../src/grade/suite.ts';

const HEAD = 'suite: example\ntitle: An example\nversion: 1.0.0\n';

/** A suite of these checks, each a list item of YAML; `more` stands before them. */
export function suiteText(checks: readonly string[], more = ''): string {
  const items = checks.map(check => `  - ${check.trim().replaceAll('\n', '\n    ')}\n`);
  return `${HEAD}${more}checks:\n${items.join('')}`;
}

/** What is wrong with a text, each as `line:column message`. */
export function problemsOf(text: string): readonly string[] {
  const read = parseSuite('s.yaml', text, known);
  return read.kind === 'read' ? [] : read.problems.map(one => formatProblem(one).replace('s.yaml:', ''));
}

export function suiteOf(checks: readonly string[], more = ''): Suite {
  const read = parseSuite('s.yaml', suiteText(checks, more), known);
  if (read.kind === 'unusable') throw new Error(read.problems.map(formatProblem).join('\n'));
  return read.suite;
}
