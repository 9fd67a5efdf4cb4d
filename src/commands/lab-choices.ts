import {isUp, type LabKind, readLab} from '../lab/lab-record.ts';
import {engineWords} from '../lab/make.ts';
import type {LabEvent} from '../lab/progress.ts';
import {labNames} from '../lab/status.ts';
import {readTook, takesWords} from '../lab/took.ts';
import type {Choice} from '../ui/clusters/clusters.ts';
import {makeable, makeLabOf} from './make-lab.ts';

const DEFAULT_NAME = 'lab';

type LabChoice = Pick<Choice, 'name' | 'about' | 'use'>;

const NODES: Readonly<Record<LabKind, string>> = {uml: 'three real kernels', docker: 'three containers'};

const DOES: Readonly<Record<LabKind, readonly string[]>> = {
  uml: [
    'three real Linux kernels run on this machine as processes, with Docker, joined into a swarm',
    "they live in a network namespace of their own: the host's Docker and network are not touched",
    '`deepdive lab down` removes them',
  ],
  docker: [
    "three containers of this machine's Docker engine become nodes, each with Docker inside, joined into a swarm",
    'they get nearly all rights on this machine, as an engine inside needs them, and a network of their own',
    '`deepdive lab down` removes them; nothing else of the engine is touched',
  ],
};
const ONCE = 'the first time Debian packages are fetched for an image, which is kept for the next time';

/** The labs that there are and the one that there could be: running, to be made, or what stands in the way. */
export async function labChoices(): Promise<readonly LabChoice[]> {
  const {env} = process;
  const known = await labNames(env);
  const names = known.includes(DEFAULT_NAME) ? known : [DEFAULT_NAME, ...known];
  const took = readTook(env);
  return Promise.all(
    names.map(async (name): Promise<LabChoice> => {
      const lab = await readLab(name, env);
      if (lab !== undefined && (await isUp(lab))) {
        return {name, about: `${NODES[lab.kind]}, running · ${engineWords(lab)}`, use: {kind: 'ready'}};
      }
      const past = lab === undefined ? '' : ', and what was done on it is gone';
      const {kind, missing, isBuilt} = await makeable(name);
      const nodes = NODES[kind];
      if (missing.length > 0) return {name, about: `${nodes}${past}`, use: {kind: 'missing', missing}};
      const times = kind === 'uml' ? took : {image: took.dockerImage, lab: took.dockerLab};
      const takes = takesWords(times, isBuilt);
      const about = `${nodes}: ${takes}${isBuilt ? '' : ' (its image is not built yet)'}${past}`;
      return {name, about, use: {kind: 'make', takes, does: isBuilt ? DOES[kind] : [...DOES[kind], ONCE]}};
    }),
  );
}

export async function makeLab(name: string, tell: (event: LabEvent) => void, signal: AbortSignal): Promise<void> {
  const {kind} = await makeable(name);
  await makeLabOf(kind, name, {env: process.env, onProgress: tell, signal});
}
