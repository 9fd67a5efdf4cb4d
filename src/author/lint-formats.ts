import type {Log} from 'sarif';
import manifest from '../../package.json' with {type: 'json'};
import {formatProblem, type Problem} from '../core/problem.ts';
import type {LintSummary} from './lint.ts';

export type LintFormat = 'text' | 'json' | 'github' | 'sarif';

/** The report on stdout: for editors and people, for programs, as annotations of a GitHub workflow, for code scanning. */
export function formatLint(result: LintSummary, format: LintFormat): string {
  const {problems} = result;
  const {modules, lessons, suites} = result;
  if (format === 'json') return `${JSON.stringify({modules, lessons, suites, problems}, undefined, 2)}\n`;
  if (format === 'sarif') return `${JSON.stringify(sarif(problems), undefined, 2)}\n`;
  return problems.map(problem => `${format === 'github' ? annotation(problem) : formatProblem(problem)}\n`).join('');
}

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, as far as a list of problems needs it. */
function sarif(problems: readonly Problem[]): Log {
  const {name, version} = manifest;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {driver: {name, version, rules: [{id: 'lesson', shortDescription: {text: 'a mistake in a module'}}]}},
        columnKind: 'utf16CodeUnits',
        results: problems.map(({file, line, column, message, severity}) => ({
          ruleId: 'lesson',
          level: severity,
          message: {text: message},
          locations: [
            {
              physicalLocation: {
                artifactLocation: {uri: file.split(/[\\/]/).map(encodeURIComponent).join('/')},
                region: {startLine: line, startColumn: column},
              },
            },
          ],
        })),
      },
    ],
  };
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function annotation({severity, file, line, column, message}: Problem): string {
  const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${severity} file=${property(file)},line=${line},col=${column}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
