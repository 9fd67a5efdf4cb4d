import type {Module} from '../../core/lesson.ts';

/** Values every node has, probed and not captured. */
const PER_NODE: Readonly<Record<string, string>> = {
  addr: '192.0.2.11',
  host: 'swarm-01',
  engine: '26.1.5',
  kernel: '6.12.48',
};

/** What each node knows of the overlay network NET as `overlay.NET.part`; names of namespaces may differ. */
const OVERLAY: Readonly<Record<string, string>> = {
  netns: '1-8xq2f0z1ab',
  lb: 'lb_8xq2f0z1a',
  id: '8xq2f0z1abcdefghijklmnopq',
};

export type BuiltIn =
  | {readonly kind: 'none'}
  | {readonly kind: 'value'; readonly perNode: boolean; readonly example: string}
  /** Named like a built-in one, but there is no such. */
  | {readonly kind: 'wrong'; readonly word: string; readonly valid: readonly string[]; readonly what: string};

/** Whether a placeholder is one of the runner's own, and an example of its value. */
export function builtIn(name: string, images: Module['images']): BuiltIn {
  const example = PER_NODE[name];
  if (example !== undefined && Object.hasOwn(PER_NODE, name)) return {kind: 'value', perNode: true, example};
  const [group, ...rest] = name.split('.');
  if (group === 'image') {
    const image = rest.join('.');
    if (Object.hasOwn(images, image)) return {kind: 'value', perNode: false, example: images[image]!};
    return {kind: 'wrong', word: image, valid: Object.keys(images), what: 'image'};
  }
  if (group === 'overlay') {
    const part = rest.length > 1 ? rest.at(-1)! : '';
    if (Object.hasOwn(OVERLAY, part)) return {kind: 'value', perNode: true, example: OVERLAY[part]!};
    return {kind: 'wrong', word: part, valid: Object.keys(OVERLAY), what: 'value of an overlay network'};
  }
  return {kind: 'none'};
}

export function builtInNames(images: Module['images']): readonly string[] {
  return [...Object.keys(PER_NODE), ...Object.keys(images).map(image => `image.${image}`)];
}
