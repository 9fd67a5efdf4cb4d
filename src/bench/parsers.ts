import {parsers} from '../parse/registry.ts';

interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly budget?: number;
}

/** Outputs of any length, made of rows that docker's hosts print. */
const outputs: Readonly<Record<string, (lines: number) => string>> = {
  iptables: lines =>
    repeat(lines, 20, i => [
      `Chain DOCKER-${i} (1 references)`,
      ' pkts bytes target     prot opt in     out     source               destination         ',
      ...Array.from({length: 17}, (_, j) => iptablesRule(i, j)),
      '',
    ]),
  'bridge.fdb': lines =>
    repeat(lines, 5, i => [
      `02:42:${mac(i)} dev vxlan0 dst 10.77.${i % 250}.12 link-netnsid 0 self permanent`,
      `36:33:${mac(i)} dev vxlan0 master br0 permanent`,
      `02:42:${mac(i)} dev veth${i} master docker_gwbridge `,
      '33:33:00:00:00:01 dev docker_gwbridge self permanent',
      `02:42:${mac(i)} dev docker_gwbridge vlan 1 master docker_gwbridge permanent`,
    ]),
  'ip.addr': lines =>
    repeat(lines, 6, i => [
      `${i + 9}: veth${i}@if${i + 8}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master docker_gwbridge state UP group default `,
      `    link/ether 72:20:${mac(i)} brd ff:ff:ff:ff:ff:ff link-netnsid ${i % 9}`,
      `    inet 172.18.${i % 250}.1/16 brd 172.18.255.255 scope global veth${i}`,
      '       valid_lft forever preferred_lft forever',
      '    inet6 fe80::7020:69ff:fe65:29a7/64 scope link proto kernel_ll ',
      '       valid_lft forever preferred_lft forever',
    ]),
};

/** The slowest peer, jc 1.25.5, takes 623 ms as a process: a first parse may take 1/5 of that, a later one 1/12. */
const FIRST_BUDGET_MS = 125;
const WARM_BUDGET_MS = 52;
const LINEAR_BUDGET = 12;
const WARM_ROUNDS = 15;
const LONG_ROUNDS = 5;

/**
 * Measures the CPU time of the parsers in this process, compiler and collector included; what else the machine does
 * would spoil the time on the clock. "First" is the first call of a parser here; the scanners that all share may have
 * been compiled for the one before.
 */
export async function benchParsers(): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const [name, make] of Object.entries(outputs)) {
    const short = make(10_000);
    const long = make(100_000);
    const first = timeParse(name, short);
    const warm = median(Array.from({length: WARM_ROUNDS}, () => timeParse(name, short)));
    const growth = median(Array.from({length: LONG_ROUNDS}, () => measureGrowth(name, short, long)));
    measures.push(
      {name: `parse ${name}, 10,000 lines, first`, value: first, unit: 'ms', budget: FIRST_BUDGET_MS},
      {name: `parse ${name}, 10,000 lines, warm`, value: warm, unit: 'ms', budget: WARM_BUDGET_MS},
      {name: `parse ${name}, 100,000 lines : 10,000 lines`, value: growth, unit: 'x', budget: LINEAR_BUDGET},
    );
  }
  return measures;
}

/**
 * How much longer the tenfold text takes. The short one is parsed ten times and its results are kept, so that the
 * collector has as much to move in both cases and the parser's own growth remains.
 */
function measureGrowth(name: string, short: string, long: string): number {
  const {parse} = parsers.get(name)!;
  const once = timeCpu(() => parse(long));
  const kept: object[] = [];
  const tenTimes = timeCpu(() => {
    for (let i = 0; i < 10; i++) kept.push(parse(short));
  });
  return (10 * once) / tenTimes;
}

function timeParse(name: string, text: string): number {
  const {parse} = parsers.get(name)!;
  return timeCpu(() => {
    const {unparsed} = parse(text);
    if (unparsed.length > 0) throw new Error(`bench of ${name}: not understood: ${unparsed[0]!.text}`);
  });
}

/** CPU time in milliseconds. */
function timeCpu(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const {user, system} = process.cpuUsage(before);
  return (user + system) / 1000;
}

function repeat(lines: number, size: number, block: (i: number) => readonly string[]): string {
  return Array.from({length: Math.floor(lines / size)}, (_, i) => block(i).join('\n')).join('\n');
}

function iptablesRule(i: number, j: number): string {
  const target = j % 2 === 0 ? 'DNAT      ' : 'ACCEPT    ';
  const extra =
    j % 2 === 0 ? `tcp dpt:${8000 + j} to:172.18.0.${(i % 250) + 2}:80` : `/* rule ${j} */ ctstate RELATED,ESTABLISHED`;
  return `  ${100 + j} 60${i % 10}0 ${target} tcp  --  *      !docker0  0.0.0.0/0            10.0.${i % 250}.${j + 2}             ${extra}`;
}

function mac(i: number): string {
  return (i % 2 ** 24).toString(16).padStart(8, '0').match(/../g)!.join(':');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
