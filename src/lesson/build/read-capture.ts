import type {Capture} from '../../core/lesson.ts';
import {suggest} from '../../core/nearest.ts';
import {placeIn, type Spot} from '../../core/source.ts';
import {expectedForm, matchesType} from '../../core/value-type.ts';
import {show} from '../../core/yaml/describe.ts';
import type {Locator} from '../../core/yaml/locate.ts';
import type {Comment} from '../comment.ts';
import {builtIn} from '../rules/built-in.ts';
import type {CaptureYaml} from '../schema/run.ts';
import type {BuildContext} from './builder.ts';

/** One of `capture:`, with its sample checked by its type. */
export function readCapture(
  name: string,
  yaml: CaptureYaml,
  where: Locator,
  spot: Spot,
  context: BuildContext,
): Capture {
  const perNode = yaml.per === 'node';
  const path = ['capture', name, 'sample'];
  const {sample} = yaml;
  const at = placeIn(context.lessonFile, spot);
  const read = {name, type: yaml.type, from: yaml.from, perNode, choose: yaml.choose, at};
  if (builtIn(name, context.images).kind !== 'none') {
    context.report(spot, `capture.${name}: <${name}> is a value that each node has by itself: choose another name`);
  }
  if (sample === undefined) {
    context.report(spot, `capture.${name}: missing key "sample", an example value for readers`);
    return {...read, sample: ''};
  }
  if (perNode && typeof sample === 'object' && sample !== null && !Array.isArray(sample)) {
    const entries = Object.entries(sample).map(([node, value]): [string, string] => [
      node,
      sampleText(value, yaml, [...path, node], where, context),
    ]);
    return {...read, sample: Object.fromEntries(entries)};
  }
  return {...read, sample: sampleText(sample, yaml, path, where, context)};
}

function sampleText(
  sample: unknown,
  {type}: CaptureYaml,
  path: readonly string[],
  where: Locator,
  {report, nodes}: BuildContext,
): string {
  const numeric = (type === 'int' || type === 'port') && typeof sample === 'number';
  const text = numeric ? String(sample) : sample;
  const label = path.join('.');
  if (typeof text !== 'string') {
    const quoted = typeof text === 'number' ? ': put it in quotes' : '';
    report(where.value(path), `${label}: expected ${expectedForm(type)}, found ${show(sample)}${quoted}`);
    return '';
  }
  if (!matchesType(type, text)) {
    report(where.value(path), `${label}: expected ${expectedForm(type)}, found ${show(sample)}`);
  } else if (type === 'node' && !nodes.some(node => node.id === text)) {
    const near = suggest(
      text,
      nodes.map(node => node.id),
    );
    report(where.value(path), `${label}: the module has no node "${text}"${near}`);
  }
  return text;
}

/** The names that an unreadable `@run` captures, as far as they can be made out. */
export function declaredNames(raw: unknown): readonly string[] {
  const capture = raw !== null && typeof raw === 'object' && 'capture' in raw ? raw.capture : undefined;
  return capture !== null && typeof capture === 'object' ? Object.keys(capture) : [];
}

/** Stands for a capture whose `@run` cannot be used. */
export function unreadCapture(name: string, context: BuildContext, comment: Comment): Capture {
  const at = placeIn(context.lessonFile, comment.argumentSpot);
  return {name, type: 'word', from: '', perNode: false, choose: 'one', sample: '', at};
}
