import type {Module} from '../../core/lesson.ts';

interface Own {
  readonly example: string;
  readonly about: string;
}

/** Values every node has, probed and not captured. */
export const PER_NODE: Readonly<Record<string, Own>> = {
  addr: {example: '192.0.2.11', about: 'its address: that of the swarm, or else its first one'},
  host: {example: 'swarm-01', about: 'its host name'},
  engine: {example: '26.1.5', about: 'the version of its Docker engine'},
  kernel: {example: '6.12.48', about: 'the version of its kernel'},
};

/** What each node knows of the overlay network NET as `overlay.NET.part`; names of namespaces may differ. */
export const OVERLAY: Readonly<Record<string, Own>> = {
  netns: {example: '1-8xq2f0z1ab', about: 'the file name of its network namespace'},
  lb: {example: 'lb_8xq2f0z1a', about: 'that of its load balancer'},
  id: {example: '8xq2f0z1abcdefghijklmnopq', about: 'its id'},
};

export type BuiltIn =
  | {readonly kind: 'none'}
  | {readonly kind: 'value'; readonly perNode: boolean; readonly example: string}
  /** Named like a built-in one, but there is no such. */
  | {readonly kind: 'wrong'; readonly word: string; readonly valid: readonly string[]; readonly what: string};

/** Whether a placeholder is one of the runner's own, and an example of its value. */
export function builtIn(name: string, images: Module['images']): BuiltIn {
  const own = Object.hasOwn(PER_NODE, name) ? PER_NODE[name] : undefined;
  if (own !== undefined) return {kind: 'value', perNode: true, example: own.example};
  const [group, ...rest] = name.split('.');
  if (group === 'image') {
    const image = rest.join('.');
    if (Object.hasOwn(images, image)) return {kind: 'value', perNode: false, example: images[image]!};
    return {kind: 'wrong', word: image, valid: Object.keys(images), what: 'image'};
  }
  if (group === 'overlay') {
    const part = rest.length > 1 ? rest.at(-1)! : '';
    if (Object.hasOwn(OVERLAY, part)) return {kind: 'value', perNode: true, example: OVERLAY[part]!.example};
    return {kind: 'wrong', word: part, valid: Object.keys(OVERLAY), what: 'value of an overlay network'};
  }
  return {kind: 'none'};
}

export function builtInNames(images: Module['images']): readonly string[] {
  return [...Object.keys(PER_NODE), ...Object.keys(images).map(image => `image.${image}`)];
}
