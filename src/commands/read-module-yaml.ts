import {Failure} from '../core/failure.ts';
import {formatProblem, type Problem} from '../core/problem.ts';
import {makeSource, reportInto} from '../core/source.ts';
import {readYaml} from '../core/yaml/read-yaml.ts';
import {moduleFile} from '../lesson/schema/module.ts';

/** What a `module.yaml` says; one with errors is refused, naming each. */
export function readModuleYaml(file: string, text: string) {
  const problems: Problem[] = [];
  const source = makeSource(file, text);
  const read = readYaml(moduleFile, {text: source.text, spot: {source, offset: 0}}, reportInto(problems));
  if (!read.ok) throw new Failure(`the module has errors\n${problems.map(formatProblem).join('\n')}`);
  return read.value;
}
