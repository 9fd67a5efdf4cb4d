import type {Addr, Link} from '../core/rows/link.ts';
import {ADDRESS_FLAGS} from './ip-address-line.ts';
import {isObject, type Json, type JsonObject, number, present, text, texts} from './scan/json-text.ts';

/** An item of `ip -j link` or `ip -j addr`. */
export function fromJson(item: JsonObject): Link | undefined {
  const ifname = text(item, 'ifname');
  // The rows of `bridge -j fdb` have a name too.
  if (ifname === undefined || !('ifindex' in item || 'operstate' in item)) return undefined;
  const info = isObject(item.linkinfo) ? item.linkinfo : {};
  const stats = isObject(item.stats64) ? item.stats64 : undefined;
  const extra = {
    infoKind: text(info, 'info_kind'),
    infoData: scalars(info.info_data),
    slaveKind: text(info, 'info_slave_kind'),
    slaveData: scalars(info.info_slave_data),
    stats: stats && {rx: counters(stats.rx), tx: counters(stats.tx)},
  };
  return present<Link>({
    ifindex: number(item, 'ifindex'),
    ifname,
    link: text(item, 'link'),
    linkIndex: number(item, 'link_index'),
    linkNetnsId: number(item, 'link_netnsid'),
    linkNetns: text(item, 'link_netns'),
    flags: texts(item, 'flags'),
    mtu: number(item, 'mtu'),
    qdisc: text(item, 'qdisc'),
    operstate: text(item, 'operstate'),
    linkMode: text(item, 'linkmode'),
    group: text(item, 'group'),
    txqlen: number(item, 'txqlen'),
    master: text(item, 'master'),
    linkType: text(item, 'link_type'),
    address: text(item, 'address')?.toLowerCase(),
    broadcast: text(item, 'broadcast')?.toLowerCase(),
    ifalias: text(item, 'ifalias'),
    altnames: texts(item, 'altnames'),
    ...extra,
    addrInfo: objects(item.addr_info).flatMap(address => readAddr(address) ?? []),
  } as {[Key in keyof Link]: Link[Key] | undefined});
}

function readAddr(item: JsonObject): Addr | undefined {
  const local = text(item, 'local');
  const prefixlen = number(item, 'prefixlen');
  // `-br` leaves the family out.
  const family = text(item, 'family') ?? (local?.includes(':') ? 'inet6' : 'inet');
  if (local === undefined || prefixlen === undefined || (family !== 'inet' && family !== 'inet6')) return undefined;
  return present<Addr>({
    family,
    local,
    prefixlen,
    peer: text(item, 'address'),
    broadcast: text(item, 'broadcast'),
    scope: text(item, 'scope'),
    label: text(item, 'label'),
    flags: Object.keys(item).filter(key => ADDRESS_FLAGS.includes(key) && (item[key] === true || item[key] === null)),
    metric: number(item, 'metric'),
    protocol: text(item, 'protocol'),
  });
}

/** Keeps scalars; a list or a range becomes a word, as the text form has it. */
function scalars(value: Json | undefined): Record<string, string | number | boolean> | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).flatMap(([key, item]): [string, string | number | boolean][] => {
    if (item === null) return [];
    if (Array.isArray(item)) return [[key, item.join(',')]];
    return [[key, isObject(item) ? Object.values(item).join('-') : (item as string | number | boolean)]];
  });
  return Object.fromEntries(entries);
}

function counters(value: Json | undefined): Record<string, number> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
