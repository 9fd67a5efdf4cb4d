import {Failure} from '../core/failure.ts';
import {hasImage} from '../lab/image-cache.ts';
import {isRunning, readLab} from '../lab/lab-record.ts';
import type {LabEvent} from '../lab/progress.ts';
import {checkRequirements, describeMissing} from '../lab/requirements.ts';
import {labNames} from '../lab/status.ts';
import {readTook, takesWords} from '../lab/took.ts';
import {labUp} from '../lab/up.ts';
import type {Choice} from '../ui/clusters/clusters.ts';

const DEFAULT_NAME = 'lab';

type LabChoice = Pick<Choice, 'name' | 'about' | 'use'>;

const DOES: readonly string[] = [
  'three real Linux kernels run on this machine as processes, with Docker, joined into a swarm',
  "they live in a network namespace of their own: the host's Docker and network are not touched",
  '`deepdive lab down` removes them',
];
const ONCE = 'the first time Debian packages are fetched for an image, which is kept for the next time';

/** The labs that there are and the one that there could be: running, to be made, or what stands in the way. */
export async function labChoices(): Promise<readonly LabChoice[]> {
  const {env} = process;
  const known = await labNames(env);
  const names = known.includes(DEFAULT_NAME) ? known : [DEFAULT_NAME, ...known];
  const [missing, isBuilt] = await Promise.all([requirements(), hasImage(env)]);
  const took = readTook(env);
  return Promise.all(
    names.map(async (name): Promise<LabChoice> => {
      const lab = await readLab(name, env);
      if (lab !== undefined && isRunning(lab)) {
        return {name, about: `three real kernels, running · ${lab.engine}`, use: {kind: 'ready'}};
      }
      const past = lab === undefined ? '' : ', and what was done on it is gone';
      if (missing.length > 0) return {name, about: `three real kernels${past}`, use: {kind: 'missing', missing}};
      const takes = takesWords(took, isBuilt);
      const about = `three real kernels: ${takes}${isBuilt ? '' : ' (its image is not built yet)'}${past}`;
      return {name, about, use: {kind: 'make', takes, does: isBuilt ? DOES : [...DOES, ONCE]}};
    }),
  );
}

export async function makeLab(name: string, tell: (event: LabEvent) => void, signal: AbortSignal): Promise<void> {
  const missing = await requirements();
  if (missing.length > 0) throw new Failure(`a lab cannot be made here:\n${describeMissing(missing)}`);
  await labUp(name, {env: process.env, onProgress: tell, signal});
}

function requirements() {
  const {platform, arch, env} = process;
  return checkRequirements({platform, arch, uid: process.getuid?.() ?? -1, env});
}
