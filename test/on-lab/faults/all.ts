import {BALANCING} from './balancing.ts';
import {ENCRYPTION} from './encryption.ts';
import type {Fault} from './fault.ts';
import {FORWARDING} from './forwarding.ts';
import {INGRESS} from './ingress.ts';
import {NODES} from './nodes.ts';
import {TUNNELS} from './tunnels.ts';
import {WIRING} from './wiring.ts';

/** Every fault that is injected on the lab, by what it is a fault of; engines come last, since tasks are new after them. */
export const FAULTS: readonly {readonly of: string; readonly faults: readonly Fault[]}[] = [
  {of: 'forwarding', faults: FORWARDING},
  {of: 'the tunnels', faults: TUNNELS},
  {of: 'the wiring', faults: WIRING},
  {of: 'encryption', faults: ENCRYPTION},
  {of: 'balancing', faults: BALANCING},
  {of: 'a published port', faults: INGRESS},
  {of: 'the nodes', faults: NODES},
];
