import {Failure} from '../core/failure.ts';
import type {LabKind, LabRecord} from '../lab/lab-record.ts';
import type {LabMake} from '../lab/make.ts';
import type {Machine, Missing} from '../lab/requirements.ts';
import type {UpOptions} from '../lab/up.ts';

/** Brings up a lab of that kind, or says all that stands in the way. */
export async function makeLabOf(
  kind: LabKind,
  name: string,
  options: UpOptions,
): Promise<{readonly kind: 'made' | 'already'; readonly lab: LabRecord}> {
  const {labKind, otherKind} = await import('../lab/kind.ts');
  const there = await labKind(name, options.env);
  if (there !== undefined && there !== kind) throw otherKind({name, kind: there});
  const {checkRequirements, describeMissing} = await import('../lab/requirements.ts');
  const refuse = (missing: readonly Missing[]) =>
    new Failure(`a lab cannot be made here:\n${describeMissing(missing)}`);
  if (kind === 'docker' && options.make !== undefined)
    throw new Failure('--engine and --overlays are for labs of kernels; a lab of containers has the usual engine');
  if (kind === 'docker') {
    const {examineEngine} = await import('../lab/docker/requirements.ts');
    const examined = await examineEngine(await machineOf(name));
    if (examined.kind === 'missing') throw refuse(examined.missing);
    const {dockerLabUp} = await import('../lab/docker/up.ts');
    return dockerLabUp(name, examined.ready, options);
  }
  const missing = await checkRequirements(thisMachine());
  if (missing.length > 0) throw refuse(missing);
  const {labUp} = await import('../lab/up.ts');
  return labUp(name, options);
}

/** A lab that is there is made anew on the engine that it has, unless another is asked for. */
async function machineOf(name: string): Promise<Machine> {
  const machine = thisMachine();
  const {readLab} = await import('../lab/lab-record.ts');
  const lab = await readLab(name, machine.env);
  if (lab?.kind !== 'docker' || machine.env.DOCKER_HOST) return machine;
  return {...machine, env: {...machine.env, DOCKER_HOST: `unix://${lab.socket}`}};
}

function thisMachine(): Machine {
  const {platform, arch, env} = process;
  return {platform, arch, uid: process.getuid?.() ?? -1, env};
}

export interface Makeable {
  readonly kind: LabKind;
  readonly missing: readonly Missing[];
  readonly isBuilt: boolean;
  /** What stands in the way of a lab of kernels, for which this is one of containers. */
  readonly instead?: readonly Missing[];
}

/** As what a lab can be made: as what it was; else of kernels, which lack nothing; else of containers. */
export async function makeable(name: string, make?: LabMake): Promise<Makeable> {
  const {labKind} = await import('../lab/kind.ts');
  const was = await labKind(name, process.env);
  if (was === 'docker') return ofContainers(await machineOf(name));
  const {checkRequirements} = await import('../lab/requirements.ts');
  const {hasImage} = await import('../lab/image-cache.ts');
  const {readLab} = await import('../lab/lab-record.ts');
  const {makeOf} = await import('../lab/make.ts');
  const {release} = make ?? makeOf(await readLab(name, process.env));
  const [missing, isBuilt] = await Promise.all([checkRequirements(thisMachine()), hasImage(process.env, release)]);
  const kernels: Makeable = {kind: 'uml', missing, isBuilt};
  if (missing.length === 0 || was === 'uml' || make !== undefined) return kernels;
  const containers = await ofContainers(thisMachine());
  return containers.missing.length === 0 ? {...containers, instead: missing} : kernels;
}

async function ofContainers(machine: Machine): Promise<Makeable> {
  const {examineEngine} = await import('../lab/docker/requirements.ts');
  const examined = await examineEngine(machine);
  if (examined.kind === 'missing') return {kind: 'docker', missing: examined.missing, isBuilt: false};
  return {kind: 'docker', missing: [], isBuilt: examined.isBuilt};
}
