import type {Chain, Rule} from '../../core/rows/iptables.ts';
import {type Net, PORT} from './rows.ts';

function chain(table: string, name: string, rules: readonly Partial<Rule>[]): Chain {
  const any = {not: false, value: '*'};
  const anywhere = {not: false, value: '0.0.0.0/0'};
  return {
    table,
    name,
    policy: 'ACCEPT',
    rules: rules.map((rule, n) => ({
      num: n + 1,
      target: null,
      goto: false,
      protocol: {not: false, value: 'all'},
      inInterface: any,
      outInterface: any,
      source: anywhere,
      destination: anywhere,
      extra: [],
      ...rule,
    })),
  };
}

const is = (value: string) => ({not: false, value});
const TCP = {protocol: is('tcp')};

export function hostRules(ports: readonly number[], encrypted: boolean): readonly Chain[] {
  const vni = '-m bpf --bytecode "7,32 0 0 4294963252,7 0 0 0,64 0 0 4,116 0 0 8,21 1 0 4097,6 0 0 0,6 0 0 4294967295"';
  const vxlan = {protocol: is('udp'), dport: PORT};
  return [
    chain('nat', 'PREROUTING', [{target: 'DOCKER-INGRESS', addrType: {dst: is('LOCAL')}}]),
    chain('nat', 'DOCKER-INGRESS', [
      ...ports.map(dport => ({...TCP, dport, target: 'DNAT', toDestination: `172.18.0.2:${dport}`})),
      {target: 'RETURN'},
    ]),
    chain('filter', 'FORWARD', [{target: 'DOCKER-INGRESS'}]),
    chain('filter', 'DOCKER-INGRESS', [
      ...ports.flatMap(port => [
        {...TCP, dport: port, target: 'ACCEPT'},
        {...TCP, sport: port, ctstate: ['RELATED', 'ESTABLISHED'], target: 'ACCEPT'},
      ]),
      {target: 'RETURN'},
    ]),
    ...(encrypted ? [chain('mangle', 'OUTPUT', [{...vxlan, target: 'MARK', mark: 0xd0c4e3, extra: [vni]}])] : []),
  ];
}

export function taskRules(ingressAddress: string, port: number): readonly Chain[] {
  const mine = {protocol: is('tcp'), destination: is(`${ingressAddress}/32`)};
  return [
    chain('filter', 'INPUT', [
      {...mine, dport: 80, target: 'ACCEPT'},
      {...mine, target: 'DROP'},
    ]),
    chain('nat', 'PREROUTING', [{...mine, dport: port, target: 'REDIRECT', toPorts: '80'}]),
    chain('nat', 'OUTPUT', [{destination: is('127.0.0.11/32'), target: 'DOCKER_OUTPUT'}]),
    chain('nat', 'DOCKER_OUTPUT', [
      {protocol: is('tcp'), dport: 53, target: 'DNAT', toDestination: '127.0.0.11:41000'},
      {protocol: is('udp'), dport: 53, target: 'DNAT', toDestination: '127.0.0.11:40000'},
    ]),
  ];
}

interface ServiceMark {
  readonly mark: number;
  readonly vip: string;
  readonly port: number;
}

export function balancerRules({base, ingress}: Net, marks: readonly ServiceMark[], own: string): readonly Chain[] {
  const set = ({mark}: ServiceMark) => ({target: 'MARK', mark, markMask: 0xffffffff});
  return [
    ...(ingress
      ? [
          chain(
            'mangle',
            'PREROUTING',
            marks.map(one => ({...set(one), ...TCP, dport: one.port})),
          ),
        ]
      : []),
    chain(
      'mangle',
      'INPUT',
      marks.map(one => ({...set(one), destination: is(`${one.vip}/32`)})),
    ),
    chain('nat', 'POSTROUTING', [{target: 'SNAT', ipvs: true, destination: is(`${base}.0.0/16`), toSource: own}]),
  ];
}
