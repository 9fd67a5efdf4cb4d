import type {ContainerInspect, ContainerNetwork} from '../core/rows/inspect.ts';
import {child, entries, filled, flag, positive, readAddress, textMap} from './docker-inspect-fields.ts';
import {isObject, type Json, type JsonObject, present, text} from './scan/json-text.ts';

/** Undefined when this is no container: no Id or no State. */
export function readContainer(value: Json): ContainerInspect | undefined {
  if (!isObject(value)) return undefined;
  const [id, name] = [filled(value, 'Id'), filled(value, 'Name')];
  if (id === undefined || name === undefined || !isObject(value.State)) return undefined;
  const state = child(value, 'State');
  const config = child(value, 'Config');
  const network = child(value, 'NetworkSettings');
  return present<ContainerInspect>({
    id,
    name: name.replace(/^\//, ''),
    image: filled(config, 'Image') ?? text(value, 'Image') ?? '',
    running: flag(state, 'Running'),
    status: text(state, 'Status') ?? '',
    pid: positive(state, 'Pid'),
    sandboxKey: filled(network, 'SandboxKey'),
    hostname: filled(config, 'Hostname'),
    networkMode: filled(child(value, 'HostConfig'), 'NetworkMode'),
    labels: textMap(config, 'Labels'),
    networks: entries(network, 'Networks').map(readNetwork),
  });
}

function readNetwork([name, item]: readonly [string, JsonObject]): ContainerNetwork {
  const {ipv4} = readAddress(filled(item, 'IPAddress'));
  return present<ContainerNetwork>({
    name,
    networkId: filled(item, 'NetworkID'),
    endpointId: filled(item, 'EndpointID'),
    mac: filled(item, 'MacAddress'),
    ipv4,
    prefixlen: ipv4 === undefined ? undefined : positive(item, 'IPPrefixLen'),
    gateway: filled(item, 'Gateway'),
  });
}
