import * as z from 'zod';
import type {FactKind} from '../core/facts.ts';

const text = z.string();
const texts = z.array(text);
const map = z.record(text, text);
const count = z.number();

/** What every row of a kind has. Optional fields pass as they are: assertions check what they read. */
const link = z.looseObject({
  ifindex: count,
  ifname: text,
  flags: texts,
  addrInfo: z.array(z.looseObject({local: text})),
});

const rule = z.looseObject({
  num: count,
  target: z.nullable(text),
  protocol: z.looseObject({not: z.boolean(), value: text}),
  extra: texts,
});

const listening = {dev: text, peers: texts, isWhole: z.boolean()};

export const ROW_SCHEMAS: {readonly [Kind in FactKind]: z.ZodType<object>} = {
  'docker.info': z.looseObject({
    version: text,
    hostname: text,
    swarm: text,
    isManager: z.boolean(),
    dataPathPort: count,
  }),
  'docker.networks': z.looseObject({
    id: text,
    name: text,
    driver: text,
    scope: text,
    subnets: z.array(z.looseObject({subnet: text})),
    options: map,
    vxlanidList: z.array(count),
    containers: z.array(z.looseObject({key: text, name: text, endpointId: text})),
    services: z.array(z.looseObject({name: text, tasks: z.array(z.looseObject({endpointId: text}))})),
  }),
  'docker.containers': z.looseObject({
    id: text,
    running: z.boolean(),
    labels: map,
    networks: z.array(z.looseObject({name: text})),
  }),
  'swarm.nodes': z.looseObject({id: text, hostname: text, role: text, availability: text, state: text}),
  'swarm.services': z.looseObject({
    id: text,
    name: text,
    endpointPorts: z.array(z.looseObject({protocol: text, targetPort: count})),
    virtualIps: z.array(z.looseObject({networkId: text})),
  }),
  'swarm.tasks': z.looseObject({
    id: text,
    desiredState: text,
    state: text,
    networks: z.array(z.looseObject({id: text, addresses: texts})),
  }),
  netns: z.looseObject({name: text, kind: text}),
  'node.xfrm': z.looseObject({kind: z.enum(['state', 'policy'])}),
  'node.sockets': z.looseObject({}),
  'probe.dns': z.looseObject({container: text, name: text, addresses: texts}),
  'probe.mesh': z.looseObject({to: text, port: count, code: count, body: text}),
  'probe.outside': z.looseObject({to: text, port: count, code: count, body: text}),
  'probe.wire': z.discriminatedUnion('kind', [
    z.looseObject({
      kind: z.literal('request'),
      network: text,
      vni: count,
      port: count,
      src: text,
      dst: text,
      inner: z.looseObject({src: text, dst: text}),
      size: count,
      isAnswered: z.boolean(),
    }),
    z.looseObject({kind: z.literal('capture'), ...listening}),
    z.looseObject({
      kind: z.literal('frame'),
      protocol: z.enum(['esp', 'udp']),
      src: text,
      dst: text,
      isMarked: z.boolean(),
    }),
  ]),
  'probe.gossip': z.discriminatedUnion('kind', [
    z.looseObject({kind: z.literal('window'), seconds: count, ...listening}),
    z.looseObject({
      kind: z.literal('packet'),
      at: count,
      protocol: z.enum(['udp', 'tcp']),
      src: text,
      dst: text,
      sport: count,
      dport: count,
      length: count,
    }),
  ]),
  'ns.links': link,
  'ns.fdb': z.looseObject({mac: text, flags: texts, state: text}),
  'ns.neigh': z.looseObject({dst: text, state: texts}),
  'ns.routes': z.looseObject({dst: text, flags: texts}),
  'ns.rules': z.looseObject({priority: count, src: text, action: text, flags: texts}),
  'ns.sysctls': z.looseObject({path: text, value: text}),
  'ns.iptables': z.looseObject({name: text, rules: z.array(rule)}),
  'ns.ipvs': z.looseObject({protocol: text, servers: z.array(z.looseObject({host: text}))}),
};
