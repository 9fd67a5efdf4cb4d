import {stringify} from 'yaml';
import {parsers, type RegisteredParser} from '../../parse/registry.ts';
import {SAMPLES} from '../../parse/samples.ts';
import {fence, flowYaml, page} from './markdown.ts';

export function parserPages(): string {
  return page(...[...parsers.values()].map(parserPage));
}

/** The data of a sample shows the names that captures and checks ask for. */
function parserPage({name, title, examples, parse}: RegisteredParser): string {
  const sample = SAMPLES[name] ?? '';
  return page(
    `### \`${name}\``,
    `Reads ${title}: ${examples.map(example => `\`${example}\``).join(', ')}.`,
    fence('text', sample),
    fence('yaml', dataText(parse(sample).data)),
  );
}

const LINE = 100;

/** On one line where that is short, as JSON would have it without its quotes. */
function dataText(data: unknown): string {
  const line = flowYaml(data);
  return line.length <= LINE ? line : stringify(data, {lineWidth: 0});
}
