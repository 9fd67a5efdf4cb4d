import {factKey} from '../../core/facts.ts';
import type {NetworkInspect, NetworkService, ServiceInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {managerOf} from '../join/nodes.ts';
import {isRunning, serviceOf, tasksOf} from '../join/tasks.ts';
import {serviceOnText, vipText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import type {Client} from './client.ts';
import {asksEngine} from './resolver.ts';

/** What a container is told for a name, by the records of its node's engine. */
export interface Answer {
  readonly service: ServiceInspect;
  readonly network: NetworkInspect;
  /** Undefined where the addresses of the tasks are the answer. */
  readonly vip: string | undefined;
  readonly addresses: readonly string[];
  readonly record: Witness;
  readonly witnesses: readonly Witness[];
}

/** `tasks.redis` asks for the addresses of the tasks, also where the service has a virtual one. */
const OF_TASKS = 'tasks.';

export function resolve(facts: Facts, client: Client, name: string): Answer {
  const ofTasks = name.startsWith(OF_TASKS);
  const service = serviceOf(facts, ofTasks ? name.slice(OF_TASKS.length) : name);
  const {network, record} = recordOf(facts, client, service);
  const witness: Witness = {
    fact: factKey('docker.networks', client.node),
    row: serviceOnText(network.name, record),
  };
  const vip = ofTasks ? undefined : record.vip;
  const own = service.virtualIps.find(({networkId}) => networkId === network.id);
  if (vip !== undefined && own?.ipv4 !== vip) {
    throw new Failed({
      code: 'other_vip',
      reason: `${client.node}: its engine answers ${vip} for ${name}, the manager gave it ${own?.ipv4 ?? 'no address'}`,
      expected: own?.ipv4 ?? null,
      actual: vip,
      near: [witness],
    });
  }
  const given =
    vip === undefined || own === undefined
      ? []
      : [{fact: factKey('swarm.services', managerOf(facts)), row: vipText(service, own)}];
  const addresses = record.tasks.flatMap(({endpointIp}) => endpointIp ?? []);
  const asked = asksEngine(facts, client, name, vip === undefined ? addresses.length : 1);
  return {service, network, vip, addresses, record: witness, witnesses: [witness, ...given, ...asked]};
}

/** What the engine of the client's node knows of a service, on the one network that both are on. */
function recordOf(
  facts: Facts,
  {node, name, container}: Client,
  service: ServiceInspect,
): {readonly network: NetworkInspect; readonly record: NetworkService} {
  const attached = new Set(container.networks.map(({networkId}) => networkId));
  // On the ingress network no names are told.
  const own = facts.rows('docker.networks', node).filter(({id, ingress}) => attached.has(id) && !ingress);
  const served = new Set([
    ...service.virtualIps.map(({networkId}) => networkId),
    ...tasksOf(facts, service)
      .filter(isRunning)
      .flatMap(({networks}) => networks.map(({id}) => id)),
  ]);
  const shared = own.filter(({id}) => served.has(id));
  const [network, other] = shared;
  if (network === undefined) {
    const names = own.map(one => one.name).join(', ');
    // On the ingress network alone no names are told.
    const on = names === '' ? 'no network that names are told on' : `${names}, where ${service.name} is not`;
    throw new Failed({
      code: 'no_shared_network',
      reason: `${node}: ${name} is on ${on}: there the name ${service.name} is not known`,
      expected: service.name,
      actual: own.map(one => one.name),
    });
  }
  if (other !== undefined) {
    const names = shared.map(one => one.name).join(', ');
    const what = `${name} and ${service.name} share several networks (${names})`;
    throw new Unknown('ambiguous', `${node}: ${what}, and which of its addresses is told cannot be seen`);
  }
  const record = network.services.find(one => one.name === service.name);
  if (record !== undefined) return {network, record};
  if (network.services.length === 0) {
    throw new Unknown('missing-fact', `${node}: its engine does not tell which services it knows on ${network.name}`);
  }
  throw new Failed({
    code: 'no_record',
    reason: `${node}: its engine knows no ${service.name} on ${network.name}, so the name has no address`,
    expected: service.name,
    actual: network.services.map(one => one.name),
    near: network.services.map(one => ({
      fact: factKey('docker.networks', node),
      row: serviceOnText(network.name, one),
    })),
  });
}
