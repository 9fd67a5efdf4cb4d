import type {ServiceInspect, ServicePort, VirtualIp} from '../core/rows/inspect.ts';
import {child, children, filled, positive, readAddress, textMap} from './docker-inspect-fields.ts';
import {isObject, type Json, type JsonObject, number, present, text} from './scan/json-text.ts';

const MODES: readonly (readonly [key: string, mode: ServiceInspect['mode']])[] = [
  ['Replicated', 'replicated'],
  ['Global', 'global'],
  ['ReplicatedJob', 'replicated-job'],
  ['GlobalJob', 'global-job'],
];

/** Undefined when this is no service: no ID, or a spec without a name and tasks. */
export function readService(value: Json): ServiceInspect | undefined {
  if (!isObject(value)) return undefined;
  const spec = child(value, 'Spec');
  const template = child(spec, 'TaskTemplate');
  const [id, name] = [filled(value, 'ID'), filled(spec, 'Name')];
  if (id === undefined || name === undefined || !('TaskTemplate' in spec)) return undefined;
  const endpoint = child(value, 'Endpoint');
  const asked = child(spec, 'EndpointSpec');
  // The networks of the task template; before API 1.25 they were the service's own.
  const networks = [...children(template, 'Networks'), ...children(spec, 'Networks')];
  return present<ServiceInspect>({
    id,
    name,
    image: filled(child(template, 'ContainerSpec'), 'Image'),
    ...readMode(child(spec, 'Mode')),
    endpointMode: filled(asked, 'Mode') ?? filled(child(endpoint, 'Spec'), 'Mode') ?? 'vip',
    labels: textMap(spec, 'Labels'),
    networks: [...new Set(networks.flatMap(network => filled(network, 'Target') ?? []))],
    specPorts: children(asked, 'Ports').flatMap(readPort),
    endpointPorts: children(endpoint, 'Ports').flatMap(readPort),
    virtualIps: children(endpoint, 'VirtualIPs').flatMap(readVirtualIp),
  });
}

function readMode(mode: JsonObject): {mode: ServiceInspect['mode']; replicas: number | undefined} {
  const [key, name] = MODES.find(([known]) => known in mode) ?? ['', Object.keys(mode)[0] ?? ''];
  const settings = child(mode, key);
  return {mode: name, replicas: number(settings, 'Replicas') ?? number(settings, 'TotalCompletions')};
}

function readPort(item: JsonObject): readonly ServicePort[] {
  const targetPort = positive(item, 'TargetPort');
  if (targetPort === undefined) return [];
  return [
    present<ServicePort>({
      name: filled(item, 'Name'),
      protocol: text(item, 'Protocol') ?? 'tcp',
      targetPort,
      publishedPort: positive(item, 'PublishedPort'),
      publishMode: text(item, 'PublishMode') ?? 'ingress',
    }),
  ];
}

function readVirtualIp(item: JsonObject): readonly VirtualIp[] {
  const networkId = filled(item, 'NetworkID');
  return networkId === undefined ? [] : [{networkId, ...readAddress(text(item, 'Addr'))}];
}
