import type {Module} from '../../core/lesson.ts';
import {suggest} from '../../core/nearest.ts';
import {type Hole, parseTemplate} from '../../core/template.ts';
import type {BuildContext} from '../build/builder.ts';
import {ANY, type Draft} from '../build/draft.ts';
import {builtIn} from './built-in.ts';
import type {CapturesByName} from './captures.ts';

/** The keys of a sample by nodes are nodes, or captured ones. */
export function sampleKeys({captures, unread}: Draft, {nodes, report}: BuildContext): void {
  if (unread.has(ANY)) return;
  const valid = [
    ...nodes.map(({id}) => id),
    ...captures
      .filter(({capture, from}) => capture.type === 'node' || from === undefined)
      .map(({capture}) => capture.name),
  ];
  for (const {capture, sampleKey} of captures) {
    if (typeof capture.sample === 'string') continue;
    for (const node of Object.keys(capture.sample)) {
      if (!valid.includes(node))
        report(sampleKey(node), `capture.${capture.name}.sample: no node "${node}"${suggest(node, valid)}`);
    }
  }
}

/** A text with each placeholder replaced by an example of its value. */
export function exampleOf(text: string, byName: CapturesByName, images: Module['images']): string {
  return parseTemplate(text)
    .map(part => (part.kind === 'text' ? part.text : exampleValue(part, byName, images)))
    .join('');
}

function exampleValue({name, node}: Hole, byName: CapturesByName, images: Module['images']): string {
  const own = builtIn(name, images);
  if (own.kind === 'value') return own.example;
  const sample = byName.get(name)?.[0]?.capture.sample ?? '';
  if (typeof sample === 'string') return sample;
  return (node !== undefined && sample[node]) || (Object.values(sample)[0] ?? '');
}
