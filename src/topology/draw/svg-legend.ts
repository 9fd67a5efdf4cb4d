import {element, escapeXml, round} from './xml.ts';

const LINE = 16;

/** What stands below the picture. */
interface Legend {
  /** What could not be looked at. */
  readonly notes: readonly string[];
  /** The hops of a walk, a line each. */
  readonly hops: readonly string[];
}

const SAMPLES = [
  ['wire', 'the two ends of a veth pair'],
  ['port', 'a port of a bridge'],
  ['tunnel', 'a VXLAN tunnel; the arrow is where it leads'],
  ['lost', 'the other end was not found'],
] as const;
const WALKED = ['wire path', 'the way of the packet; numbers are its hops'] as const;

export function legendHeight({notes, hops}: Legend): number {
  return (2 + notes.length + (hops.length === 0 ? 0 : hops.length + 1)) * LINE;
}

/** What the lines mean, what is not known, and the walk in words. */
export function drawLegend(left: number, top: number, {notes, hops}: Legend): string {
  let x = left;
  const samples = [...SAMPLES, ...(hops.length === 0 ? [] : [WALKED])].flatMap(([kind, words]) => {
    const at = x;
    x += 60 + words.length * 6.7;
    return [
      element('path', {class: kind, d: `M${round(at)} ${round(top)}h28`}),
      element('text', {x: at + 34, y: top + 4}, escapeXml(words)),
    ];
  });
  const row = (words: string, index: number, kind?: string) =>
    element('text', {...(kind !== undefined && {class: kind}), x: left, y: top + (2 + index) * LINE}, escapeXml(words));
  return [
    ...samples,
    ...notes.map((words, index) => row(words, index, 'bad')),
    ...hops.map((words, index) => row(words, notes.length + 1 + index, kindOf(words))),
  ].join('');
}

/** A hop that is not ok stands out, as what comes of it does; that it is not is in its words. */
function kindOf(words: string): string | undefined {
  return /^(?:\d+ )?(?:broken|unknown)[,:]/.test(words) ? 'bad' : undefined;
}
