import type {CaptureType} from '../../core/lesson.ts';
import {CAPTURE_TYPES, matchesType} from '../../core/value-type.ts';

/** A value of the author's own machine that commands use; students have another. */
export interface Candidate {
  readonly value: string;
  readonly type: CaptureType;
  readonly name: string;
}

interface Form {
  readonly pattern: RegExp;
  readonly type: CaptureType;
  readonly name: string;
  /** Only where an earlier output showed it: such a value may also be the tutorial's own choice. */
  readonly seenOnly?: boolean;
}

const FORMS: readonly Form[] = [
  {pattern: /\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi, type: 'mac', name: 'mac'},
  {pattern: /\bveth[0-9a-f]{5,11}\b/g, type: 'iface', name: 'veth'},
  {pattern: /\bbr-[0-9a-f]{12}\b/g, type: 'iface', name: 'bridge'},
  {pattern: /\b(?:vx|ov|vxlan)-[0-9a-f]{6}-[a-z0-9]{4,6}\b/g, type: 'iface', name: 'device'},
  {pattern: /\b(?:\d{1,2}-[a-z0-9]{10}|lb_[a-z0-9]{9})\b/g, type: 'netns', name: 'netns'},
  {pattern: /\b0x[0-9a-f]{2,8}\b/g, type: 'hex', name: 'mark', seenOnly: true},
  {
    pattern: /(?<![\w:/-])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![\w-])/g,
    type: 'container',
    name: 'container',
  },
  {pattern: /(?<![\w/-])(?=[a-z]*\d)[a-z0-9]{25}(?![\w-])/g, type: 'network-id', name: 'id'},
  {pattern: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}(?!\d)/g, type: 'cidr', name: 'subnet', seenOnly: true},
  {pattern: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d./]|\.\d)/g, type: 'ipv4', name: 'address', seenOnly: true},
];

/** What in a command looks like a value of one machine; `seen` says whether an earlier output showed it. */
export function candidatesIn(command: string, seen: (value: string) => boolean): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const {pattern, type, name, seenOnly} of FORMS) {
    for (const [value] of command.matchAll(pattern)) {
      const everywhere = /^(?:127\.|0\.0\.0\.0|255\.|8\.8\.|1\.1\.1\.1)/.test(value);
      if (found.has(value) || everywhere || !matchesType(type, value)) continue;
      if (!seenOnly || seen(value)) found.set(value, {value, type, name});
    }
  }
  return [...found.values()];
}

/** Of the runner's types, that which a placeholder of a tutorial most likely has: `<container-id>` is a container. */
export function typeOfPlaceholder(word: string): CaptureType {
  const text = word.toLowerCase();
  const byWord: readonly (readonly [RegExp, CaptureType])[] = [
    [/mac/, 'mac'],
    [/cidr|subnet/, 'cidr'],
    [/\bip\b|ip[-_ ]|[-_ ]ip|addr/, 'ipv4'],
    [/port/, 'port'],
    [/container|cid/, 'container'],
    [/network[-_ ]?id/, 'network-id'],
    [/netns|namespace/, 'netns'],
    [/iface|interface|veth|bridge|dev/, 'iface'],
    [/node|host/, 'node'],
    [/pid|count|number/, 'int'],
  ];
  const type = byWord.find(([pattern]) => pattern.test(text))?.[1];
  return type !== undefined && CAPTURE_TYPES.includes(type) ? type : 'word';
}
