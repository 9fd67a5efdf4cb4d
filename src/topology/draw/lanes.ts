import type {DeviceKey} from '../topology.ts';
import type {Plan} from './plan.ts';

/** One line between vxlan devices. */
export interface Lane {
  readonly vni: number;
  readonly words: string;
  /** From left to right. */
  readonly stops: readonly DeviceKey[];
  /** Stops where a tunnel arrives. */
  readonly arrives: ReadonlySet<DeviceKey>;
}

/** The tunnels of each VNI: one line when each device has one to every other, else a line for every two devices. */
export function lanesOf({topology, at}: Plan): readonly Lane[] {
  const order = [...at.keys()];
  const tunnels = topology.edges.flatMap(edge => (edge.kind === 'tunnel' ? [edge] : []));
  const vnis = [...new Set(tunnels.map(({vni}) => vni))].sort((a, b) => a - b);
  return vnis.flatMap(vni => {
    const own = tunnels.filter(tunnel => tunnel.vni === vni);
    const ends = [...new Set(own.flatMap(({from, to}) => [from, to]))].sort(
      (a, b) => order.indexOf(a) - order.indexOf(b),
    );
    const network = topology.networks.find(({vnis}) => vnis.includes(vni));
    const name = `VXLAN, VNI ${vni}${network === undefined ? '' : ` (${network.name})`}`;
    const kind = network?.encrypted ? ', encrypted' : '';
    if (ends.length > 2 && own.length === ends.length * (ends.length - 1)) {
      const words = `${name}${kind}: tunnels between all ${ends.length}, both ways`;
      return [{vni, words, stops: ends, arrives: new Set(ends)}];
    }
    return ends.flatMap((one, index) =>
      ends.slice(index + 1).flatMap((other): readonly Lane[] => {
        const arrives = new Set(
          own.flatMap(({from, to}) => ((from === one && to === other) || (from === other && to === one) ? [to] : [])),
        );
        const place = (key: DeviceKey) => at.get(key)?.machine.id ?? '?';
        const [only] = arrives;
        const way = arrives.size === 2 || only === undefined ? 'both ways' : `only to ${place(only)}`;
        const words = `${name}${kind}: ${place(one)} and ${place(other)}, ${way}`;
        return arrives.size === 0 ? [] : [{vni, words, stops: [one, other], arrives}];
      }),
    );
  });
}
