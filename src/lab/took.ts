import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {strictObject, whole} from '../core/shape.ts';
import {writeAtomic} from '../state/atomic.ts';
import {type Env, imagesFolder} from './places.ts';

/** How long parts of a lab took the last time on this machine, in milliseconds; what was not made yet is not there. */
export interface Took {
  /** The node image. */
  readonly image?: number;
  /** All else: kernels, engines, swarm. */
  readonly lab?: number;
  /** The same of a lab of containers. */
  readonly dockerImage?: number;
  readonly dockerLab?: number;
}

const DAY_MS = 86_400_000;
const shape = strictObject<Took>(
  {},
  {
    image: whole(0, DAY_MS),
    lab: whole(0, DAY_MS),
    dockerImage: whole(0, DAY_MS),
    dockerLab: whole(0, DAY_MS),
  },
);

/** Beside the image, which outlives the labs as well: of a lab nothing is left. */
function fileIn(env: Env): string {
  return join(imagesFolder(env), 'took.json');
}

export function readTook(env: Env): Took {
  try {
    const value: unknown = JSON.parse(readFileSync(fileIn(env), 'utf8'));
    return shape(value) === undefined ? (value as Took) : {};
  } catch {
    return {};
  }
}

/** Does a part, and keeps how long it took. */
export async function timed<T>(env: Env, part: keyof Took, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const made = await work();
  try {
    const took = {...readTook(env), [part]: Math.round(performance.now() - begin)};
    writeAtomic(fileIn(env), `${JSON.stringify(took)}\n`);
  } catch {
    // Only an estimate is lost.
  }
  return made;
}

/** How long a lab takes: what was measured on this machine, else what is usual. */
export function takesWords(
  {image, lab}: {readonly [Part in 'image' | 'lab']?: number | undefined},
  isBuilt: boolean,
): string {
  if (isBuilt) return lab === undefined ? 'about 15 s' : `about ${timeWords(lab)}, as the last time`;
  return image === undefined || lab === undefined
    ? 'one to three minutes the first time'
    : `about ${timeWords(image + lab)}, as the last time`;
}

function timeWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
