import type {NetworkContainer, NetworkInspect, NetworkService, NetworkTask} from '../core/rows/inspect.ts';
import {child, children, entries, filled, flag, positive, readAddress, textMap} from './docker-inspect-fields.ts';
import {isObject, type Json, type JsonObject, present, text, texts} from './scan/json-text.ts';

const VXLAN_IDS = 'com.docker.network.driver.overlay.vxlanid_list';

/** Undefined when this is no network: no Id or no Scope. */
export function readNetwork(value: Json): NetworkInspect | undefined {
  if (!isObject(value)) return undefined;
  const [id, name, scope] = [filled(value, 'Id'), filled(value, 'Name'), filled(value, 'Scope')];
  if (id === undefined || name === undefined || scope === undefined) return undefined;
  const options = textMap(value, 'Options');
  return {
    id,
    name,
    scope,
    driver: text(value, 'Driver') ?? '',
    ingress: flag(value, 'Ingress'),
    internal: flag(value, 'Internal'),
    attachable: flag(value, 'Attachable'),
    subnets: children(child(value, 'IPAM'), 'Config').flatMap(readSubnet),
    options,
    encrypted: 'encrypted' in options,
    vxlanidList: readVxlanIds(options[VXLAN_IDS]),
    labels: textMap(value, 'Labels'),
    containers: entries(value, 'Containers').map(readContainer),
    peers: children(value, 'Peers').map(peer => ({name: text(peer, 'Name') ?? '', ip: text(peer, 'IP') ?? ''})),
    services: entries(value, 'Services').map(readService),
  };
}

function readSubnet(config: JsonObject): NetworkInspect['subnets'] {
  const subnet = filled(config, 'Subnet');
  return subnet === undefined ? [] : [present({subnet, gateway: filled(config, 'Gateway')})];
}

/** `4098,4099`: one for each subnet. */
function readVxlanIds(list: string | undefined): readonly number[] {
  return (list ?? '')
    .split(',')
    .filter(id => /^\d{1,8}$/.test(id.trim()))
    .map(Number);
}

function readContainer([key, item]: readonly [string, JsonObject]): NetworkContainer {
  return present<NetworkContainer>({
    key,
    name: text(item, 'Name') ?? '',
    endpointId: text(item, 'EndpointID') ?? '',
    mac: filled(item, 'MacAddress'),
    ipv4: undefined,
    prefixlen: undefined,
    ...readAddress(text(item, 'IPv4Address')),
  });
}

function readService([name, item]: readonly [string, JsonObject]): NetworkService {
  // Go prints an address that is not there as <nil>.
  const vip = filled(item, 'VIP');
  return present<NetworkService>({
    name,
    vip: vip === '<nil>' ? undefined : vip,
    localLbIndex: positive(item, 'LocalLBIndex'),
    ports: texts(item, 'Ports'),
    tasks: children(item, 'Tasks').map(readTask),
  });
}

function readTask(item: JsonObject): NetworkTask {
  return present<NetworkTask>({
    name: text(item, 'Name') ?? '',
    endpointId: text(item, 'EndpointID') ?? '',
    endpointIp: filled(item, 'EndpointIP'),
    hostIp: filled(child(item, 'Info'), 'Host IP'),
  });
}
