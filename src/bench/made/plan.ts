import type {FactKind, FactRows} from '../../core/facts.ts';
import {type Net, serviceName} from './rows.ts';

export interface Shape {
  readonly nodes: number;
  /** Of all services together, on both networks; node after node in turn. */
  readonly tasks: number;
  /** `web`, published as 8080, `web-1` as 8081, …; one unless it is said. */
  readonly services?: number;
  readonly encrypted: boolean;
}

export interface MadeTask {
  readonly id: string;
  readonly container: string;
  readonly sandbox: string;
  readonly service: number;
  readonly slot: number;
  readonly name: string;
  readonly index: number;
  /** The number of its node. */
  readonly on: number;
  /** The part of its addresses that is its own. */
  readonly host: number;
}

interface MadeService {
  readonly service: number;
  readonly name: string;
  readonly port: number;
  readonly tasks: readonly MadeTask[];
}

export interface Plan {
  readonly ids: readonly string[];
  readonly nets: readonly Net[];
  readonly all: readonly MadeTask[];
  readonly services: readonly MadeService[];
  readonly encrypted: boolean;
}

/** Takes the rows of one fact. */
export type Add = <Kind extends FactKind>(
  kind: Kind,
  node: string,
  rows: readonly FactRows[Kind][],
  netns?: string,
) => void;

export function planOf({nodes, tasks, services: count = 1, encrypted}: Shape): Plan {
  const ids = Array.from({length: nodes}, (_, n) => `node-${String(n).padStart(2, '0')}`);
  const nets: readonly Net[] = [
    {id: 'ingress00000000000000000a', name: 'ingress', base: '10.0', vni: 4096, ingress: true, encrypted: false},
    {id: 'vote00000000000000000000a', name: 'vote', base: '10.1', vni: 4097, ingress: false, encrypted},
  ];
  const all = Array.from({length: tasks}, (_, t) => ({
    id: `task${String(t).padStart(21, '0')}`,
    container: `c${String(t).padStart(63, '0')}`,
    sandbox: `5a${String(t).padStart(10, '0')}`,
    service: t % count,
    slot: Math.floor(t / count) + 1,
    name: `${serviceName(t % count)}.${Math.floor(t / count) + 1}`,
    index: t,
    on: t % nodes,
    host: t + 256,
  }));
  const services = Array.from({length: count}, (_, service) => ({
    service,
    name: serviceName(service),
    port: 8080 + service,
    tasks: all.filter(task => task.service === service),
  }));
  return {ids, nets, all, services, encrypted};
}
