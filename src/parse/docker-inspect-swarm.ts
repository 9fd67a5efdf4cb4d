import type {NodeInspect, TaskInspect, TaskNetwork} from '../core/rows/inspect.ts';
import {child, children, filled, flag, positive, textMap} from './docker-inspect-fields.ts';
import {isObject, type Json, type JsonObject, present, text, texts} from './scan/json-text.ts';

/** Undefined when this is no node of a swarm: no ID or no hostname. */
export function readNode(value: Json): NodeInspect | undefined {
  if (!isObject(value)) return undefined;
  const [spec, description, status] = [child(value, 'Spec'), child(value, 'Description'), child(value, 'Status')];
  const [id, hostname] = [filled(value, 'ID'), filled(description, 'Hostname')];
  if (id === undefined || hostname === undefined) return undefined;
  return present<NodeInspect>({
    id,
    hostname,
    role: text(spec, 'Role') ?? '',
    availability: text(spec, 'Availability') ?? '',
    state: text(status, 'State') ?? '',
    addr: filled(status, 'Addr'),
    engineVersion: filled(child(description, 'Engine'), 'EngineVersion'),
    labels: textMap(spec, 'Labels'),
    manager: isObject(value.ManagerStatus) ? readManager(value.ManagerStatus) : undefined,
  });
}

function readManager(item: JsonObject): NonNullable<NodeInspect['manager']> {
  return present<NonNullable<NodeInspect['manager']>>({
    leader: flag(item, 'Leader'),
    reachability: text(item, 'Reachability') ?? '',
    addr: filled(item, 'Addr'),
  });
}

/** Undefined when this is no task: no ID, or neither a state wanted nor one had. */
export function readTask(value: Json): TaskInspect | undefined {
  if (!isObject(value)) return undefined;
  const [spec, status] = [child(value, 'Spec'), child(value, 'Status')];
  const container = child(status, 'ContainerStatus');
  const [id, desiredState, state] = [filled(value, 'ID'), filled(value, 'DesiredState'), filled(status, 'State')];
  if (id === undefined || desiredState === undefined || state === undefined) return undefined;
  return present<TaskInspect>({
    id,
    serviceId: filled(value, 'ServiceID'),
    nodeId: filled(value, 'NodeID'),
    slot: positive(value, 'Slot'),
    image: filled(child(spec, 'ContainerSpec'), 'Image'),
    desiredState,
    state,
    message: filled(status, 'Message'),
    error: filled(status, 'Err'),
    containerId: filled(container, 'ContainerID'),
    pid: positive(container, 'PID'),
    labels: textMap(value, 'Labels'),
    networks: children(value, 'NetworksAttachments').flatMap(readAttachment),
  });
}

function readAttachment(item: JsonObject): readonly TaskNetwork[] {
  const network = child(item, 'Network');
  const id = filled(network, 'ID');
  if (id === undefined) return [];
  return [
    present<TaskNetwork>({id, name: filled(child(network, 'Spec'), 'Name'), addresses: texts(item, 'Addresses')}),
  ];
}
