import type {Node} from '../cluster/cluster.ts';
import {describeEnd, succeeded} from '../core/output.ts';
import type {Finding} from './finding.ts';
import {asRoot, has, type Look} from './look.ts';
import {installCommand} from './packages.ts';

/** How far a node's clock is before that of this machine; true within `± error`. */
interface Skew {
  readonly seconds: number;
  readonly error: number;
}

export type Measured = Skew | {readonly why: string};

const LIMIT_MS = 10_000;
/** The shortest of a few round trips tells best; a busy machine needs more of them. */
const ROUNDS = 3;
const MOST_ROUNDS = 10;
const MOST_SECONDS = 1;
/** What is told no better than this is asked again. */
const ROUGH_SECONDS = 0.4;

/** Asks for the time between two stamps of this machine: the answer was given somewhere between them. */
export async function measureSkew(node: Node, signal?: AbortSignal): Promise<Measured> {
  let best: Measured = {why: 'it was not asked'};
  const isRough = () => !('why' in best) && best.error > ROUGH_SECONDS;
  for (let round = 0; round < ROUNDS || (round < MOST_ROUNDS && isRough()); round++) {
    const before = Date.now();
    const began = performance.now();
    const limits = {timeoutMs: LIMIT_MS, maxBytes: 256, ...(signal && {signal})};
    const output = await node.run({line: 'date +%s.%N'}, limits).ended;
    const took = performance.now() - began;
    if (!succeeded(output)) return 'why' in best ? {why: describeEnd(output.end)} : best;
    const read = skewOf(new TextDecoder().decode(output.stdout), before, took);
    if ('why' in best || (!('why' in read) && read.error < best.error)) best = read;
    if ('why' in best) return best;
  }
  return best;
}

/** `before` in milliseconds since 1970, `took` in milliseconds. */
function skewOf(said: string, before: number, took: number): Measured {
  const [, whole, fraction] = /^(\d{9,11})(?:\.(\d{1,9}))?/.exec(said) ?? [];
  if (whole === undefined) return {why: `date said ${JSON.stringify(said.slice(0, 40))}`};
  // Without a fraction the second may be anywhere in its course.
  const [middle, unsure] = fraction === undefined ? [0.5, 0.5] : [Number(`0.${fraction}`), 0];
  const half = took / 2000;
  return {seconds: Number(whole) + middle - (before / 1000 + half), error: half + unsure};
}

/** Nodes that agree with each other and not with this machine are right, as far as anybody can tell. */
export function judgeClock(node: string, look: Look | undefined, skew: Measured, others: readonly Measured[]): Finding {
  const base = {area: 'clock', code: 'clock'} as const;
  if ('why' in skew) return {...base, standing: 'unknown', what: `its clock was not told: ${skew.why}`};
  const words = `${Math.abs(skew.seconds).toFixed(2)} s ${skew.seconds < 0 ? 'behind' : 'before'} this machine, ± ${skew.error.toFixed(2)} s`;
  const known = others.filter(one => !('why' in one)) as readonly Skew[];
  const isApart = (one: Skew) => Math.abs(one.seconds - skew.seconds) > MOST_SECONDS + one.error + skew.error;
  if (Math.abs(skew.seconds) - skew.error > MOST_SECONDS) {
    if (known.length > 0 && !known.some(isApart)) {
      const what = `its clock is ${words}; all nodes agree, so this machine's is the odd one`;
      return {...base, code: 'clock.here', standing: 'ok', what};
    }
    const what = `its clock is ${words}: certificates of a swarm are refused while they seem to be of the future, and times of several nodes cannot be compared`;
    return {...base, code: 'clock.skew', standing: 'gap', what, ...mendOf(node, look)};
  }
  if (Math.abs(skew.seconds) + skew.error > MOST_SECONDS)
    return {...base, standing: 'unknown', what: `its clock is ${words}, which is too rough to judge`};
  return {...base, standing: 'ok', what: `its clock is ${words}`};
}

function mendOf(node: string, look: Look | undefined): Pick<Finding, 'mend'> {
  if (look === undefined) return {};
  const install = installCommand('chronyc', look.family);
  const command = has(look, 'chronyc')
    ? 'chronyc makestep'
    : has(look, 'timedatectl')
      ? 'timedatectl set-ntp true'
      : install;
  return command === undefined ? {} : {mend: {on: node, command: asRoot(command, look)}};
}
