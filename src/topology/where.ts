import type {Witness} from '../core/verdict.ts';
import type {Device, Space, SpaceKey, Topology} from './topology.ts';

/** Namespaces by node and name, each of their names. */
export type Spaces = ReadonlyMap<SpaceKey, Space>;

export function spacesOf({machines}: Topology): Spaces {
  return new Map(
    machines.flatMap(({id, spaces}) =>
      spaces.flatMap(space => [space.netns, ...space.names].map(name => [`${id}/${name}`, space] as const)),
    ),
  );
}

/** The devices that rows of links and of forwarding tables are about, in the order of the rows. */
export function devicesIn(spaces: Spaces, rows: readonly Witness[]): readonly Device[] {
  const devices = rows.flatMap(({fact, row}) => {
    const [, kind, place = ''] = /^(ns\.links|ns\.fdb)@(.*)$/s.exec(fact) ?? [];
    const here = spaces.get(place)?.devices ?? [];
    if (kind === 'ns.links') return here.filter(({ifindex}) => row.startsWith(`${ifindex}: `));
    const ifname = / dev (\S+)/.exec(row)?.[1];
    return kind === 'ns.fdb' ? here.filter(device => device.ifname === ifname) : [];
  });
  return [...new Set(devices)];
}
