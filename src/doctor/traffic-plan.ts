/** A port that one node must reach on another. */
interface Port {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly what: string;
}

export interface Place {
  readonly id: string;
  /** IPv4, as the other nodes know it. */
  readonly address: string;
  readonly isManager: boolean;
}

export interface Sending extends Port {
  readonly from: Place;
  readonly to: Place;
}

/** All that nodes of a swarm have to reach on each other, in both directions. */
export function planTraffic(places: readonly Place[], dataPort: number): readonly Sending[] {
  const pairs = places.flatMap(from => places.filter(to => to !== from).map(to => ({from, to})));
  return pairs.flatMap(({from, to}) => portsOf(to, dataPort).map(port => ({...port, from, to})));
}

function portsOf({isManager}: Place, dataPort: number): readonly Port[] {
  return [
    ...(isManager ? [{protocol: 'tcp', port: 2377, what: 'joining and orders of managers'} as const] : []),
    {protocol: 'tcp', port: 7946, what: 'gossip of nodes'},
    {protocol: 'udp', port: 7946, what: 'gossip of nodes'},
    {protocol: 'udp', port: dataPort, what: 'overlay networks'},
  ];
}
