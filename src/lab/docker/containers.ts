import type {Container, ContainerCreateOptions, ContainerInfo, HostConfig} from 'dockerode';
import {type Engine, openEngine, until} from '../../cluster/engine.ts';
import {EXIT, Failure} from '../../core/failure.ts';
import {type Env, type LabPlaces, labsFolder} from '../places.ts';
import {addressIn, freeSubnets, subnet} from './addresses.ts';
import {CONTAINER_INIT} from './init-script.ts';

export interface ContainerPlan {
  readonly id: string;
  readonly role: 'manager' | 'worker';
  /** The last number of its address. */
  readonly host: number;
}

const LAB = 'deepdive.lab';
/** Whose it is: labs of two state folders may share a name, not an engine. */
const STATE = 'deepdive.state';
const GATEWAY = 1;

function labels(places: LabPlaces, env: Env): Record<string, string> {
  return {[LAB]: places.name, [STATE]: labsFolder(env)};
}

export function containerName(places: LabPlaces, id: string): string {
  return `deepdive-${places.name}-${id}`;
}

/** Makes the lab's network, which leads nowhere else, as that of a lab of kernels; gives the number of its subnet. */
export async function createNetwork(engine: Engine, places: LabPlaces, env: Env): Promise<number> {
  for (const index of await freeSubnets(engine)) {
    try {
      await engine.createNetwork({
        Name: `deepdive-${places.name}`,
        Driver: 'bridge',
        Internal: true,
        Labels: labels(places, env),
        IPAM: {Driver: 'default', Config: [{Subnet: subnet(index), Gateway: addressIn(index, GATEWAY)}]},
      });
      return index;
    } catch (error) {
      // Another lab was faster.
      if (!/overlap/i.test(String(error))) throw error;
    }
  }
  throw new Failure('every subnet of 10.77.0.0/16 is in use: a lab needs one of 256 addresses', EXIT.failed);
}

export interface Start {
  readonly places: LabPlaces;
  readonly env: Env;
  readonly image: string;
  readonly nodes: readonly ContainerPlan[];
  readonly subnet: number;
  /** The machine's folder of kernel modules, when the engine's kernel is the machine's. */
  readonly modules: string | undefined;
}

/**
 * Starts a node. Of all capabilities SYS_RESOURCE alone is left out, which an engine inside a virtual machine may not have
 * to give, and which a node does not need.
 */
export async function startContainer(engine: Engine, plan: ContainerPlan, start: Start): Promise<Container> {
  const {places, env, image, nodes, modules} = start;
  const at = (host: number) => addressIn(start.subnet, host);
  const options: ContainerCreateOptions & {readonly HostConfig: HostConfig & {readonly CgroupnsMode: string}} = {
    name: containerName(places, plan.id),
    Hostname: plan.id,
    Image: image,
    Cmd: [CONTAINER_INIT],
    WorkingDir: '/root',
    Env: ['HOME=/root', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    Labels: labels(places, env),
    Volumes: {'/var/lib/docker': {}},
    HostConfig: {
      NetworkMode: `deepdive-${places.name}`,
      CapAdd: ['ALL'],
      CapDrop: ['SYS_RESOURCE'],
      SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined', 'label=disable'],
      MaskedPaths: [],
      ReadonlyPaths: [],
      DeviceCgroupRules: ['a *:* rwm'],
      CgroupnsMode: 'private',
      // An engine may give its containers other users than this machine's, who may not mount anything.
      UsernsMode: 'host',
      Tmpfs: {'/run': 'rw,exec,mode=755', '/tmp': 'rw,exec,mode=1777'},
      ExtraHosts: [`lab:${at(GATEWAY)}`, ...nodes.map(({id, host}) => `${id}:${at(host)}`)],
      ...(modules !== undefined && {Binds: [`${modules}:/lib/modules:ro`]}),
    },
    NetworkingConfig: {EndpointsConfig: {[`deepdive-${places.name}`]: {IPAMConfig: {IPv4Address: at(plan.host)}}}},
  };
  const container = await engine.createContainer(options);
  await container.start();
  return container;
}

/** Removes the lab's containers, with what they kept, and its network; those of a lab that was left half made, too. */
export async function removeContainers(engine: Engine, places: LabPlaces, env: Env): Promise<void> {
  const filters = {label: Object.entries(labels(places, env)).map(([key, value]) => `${key}=${value}`)};
  const found = await engine.listContainers({all: true, filters});
  await Promise.all(found.map(({Id}) => gone(engine.getContainer(Id).remove({force: true, v: true}))));
  const networks = await engine.listNetworks({filters});
  await Promise.all(networks.map(({Id}) => gone(engine.getNetwork(Id).remove())));
}

/** Containers of a lab of this name that was made with another state folder. */
export async function foreignContainers(
  engine: Engine,
  places: LabPlaces,
  env: Env,
): Promise<readonly ContainerInfo[]> {
  const found = await engine.listContainers({all: true, filters: {label: [`${LAB}=${places.name}`]}});
  return found.filter(({Labels}) => Labels[STATE] !== labsFolder(env));
}

export function foreignLab(name: string, what: string): string {
  return `another user's or another state folder's lab is named ${name}; ${what}`;
}

/** Whether all of them run; an engine that does not answer runs none. */
export async function areRunning(socket: string, ids: readonly string[]): Promise<boolean> {
  try {
    const engine = openEngine(socket);
    const abortSignal = AbortSignal.timeout(3_000);
    const looks = ids.map(id => engine.getContainer(id).inspect({abortSignal}));
    const found = await until(abortSignal, Promise.all(looks));
    return found.every(({State}) => State.Running && !State.Paused);
  } catch {
    return false;
  }
}

/** What somebody else has removed in the meantime is gone as well. */
async function gone(removing: Promise<unknown>): Promise<void> {
  await removing.catch((error: {readonly statusCode?: number}) => {
    if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
  });
}
