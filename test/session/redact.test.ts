import {describe, expect, test} from 'vitest';
import type {Fact} from '../../src/core/facts.ts';
import {createAddresses} from '../../src/session/redact/addresses.ts';
import {createIds} from '../../src/session/redact/ids.ts';
import {createRedact, redactDeep} from '../../src/session/redact/redact.ts';
import {sampleState} from '../ui/fake-session.ts';

const NETWORK = 'u2u237miuuv3x0qe1y6b7c8d9';
const CONTAINER = '611a3af840b7c0ffee11223344556677'.repeat(2);

describe('addresses', () => {
  test.each([
    ['an IPv4 address', '10.77.0.12'],
    ['one in another network', '172.19.0.3'],
    ['an IPv6 address', 'fd00:10::7'],
    ['a link-local one', 'fe80::1c48:d4ff:fe30:2187'],
    ['a MAC', '1e:48:d4:30:21:87'],
    ['a MAC that Docker made', '02:42:0a:00:02:06'],
    ['a bridge as brctl names it', '8000.5845b027518e'],
    ['an address in /proc/net/ip_vs', '0A4D000C:0050'],
  ])('%s becomes another of its kind, and always the same one', (_, address) => {
    const redact = createAddresses();
    const [first, second] = redact(`${address} and ${address}`).split(' and ');
    expect(first).not.toBe(address);
    expect(first).toBe(second);
    expect(first).toMatch(new RegExp(`^[0-9a-fA-F:.]{${Math.min(7, address.length)},}$`));
  });

  test.each([
    '0.0.0.0/0',
    '127.0.0.1',
    '255.255.255.0',
    '224.0.0.1',
    '::',
    '::1',
    'ff02::1',
    'ff:ff:ff:ff:ff:ff',
    '26.1.5',
    '10:42:07',
    '1.2.3.4.5',
  ])('%s stays: it names no machine', text => expect(createAddresses()(text)).toBe(text));

  test('an address stays in its network, and its network the same one', () => {
    const redact = createAddresses();
    const [address, network, gateway, other] = redact('10.0.2.6 10.0.2.0/24 10.0.2.1 10.0.3.6').split(' ');
    const head = address!.slice(0, address!.lastIndexOf('.') + 1);
    expect(network).toBe(`${head}0/24`);
    expect(gateway).toBe(`${head}1`);
    expect(other).not.toContain(head);
  });

  test('no two addresses become one', () => {
    const redact = createAddresses();
    const all = Array.from(
      {length: 3000},
      (_, index) => `${10 + (index % 7)}.${index % 11}.${index % 13}.${index % 256}`,
    );
    const standIns = new Set(all.map(redact));
    expect(standIns.size).toBe(new Set(all).size);
    for (const one of standIns) expect(one.split('.').every(octet => Number(octet) <= 255)).toBe(true);
  });

  test('a MAC that Docker made from an address is made from its stand-in', () => {
    const [mac, address] = createAddresses()('02:42:0a:00:02:06 10.0.2.6').split(' ');
    const octets = mac!
      .split(':')
      .slice(2)
      .map(byte => Number.parseInt(byte, 16));
    expect(octets.join('.')).toBe(address);
  });

  test('the same MAC with and without colons', () => {
    const [mac, bridge] = createAddresses()('58:45:b0:27:51:8e 8000.5845b027518e').split(' ');
    expect(bridge).toBe(`8000.${mac!.replaceAll(':', '')}`);
  });
});

describe('ids', () => {
  test('short ids, namespaces and devices belong to the same network afterwards', () => {
    const text = `${NETWORK} ${NETWORK.slice(0, 12)} 1-${NETWORK.slice(0, 10)} lb_${NETWORK.slice(0, 9)} ov-001001-${NETWORK.slice(0, 5)}`;
    const [whole, short, netns, balancer, device] = createIds()(text).split(' ');
    expect(text).not.toContain(whole);
    expect(whole).toHaveLength(25);
    expect(short).toBe(whole!.slice(0, 12));
    expect(netns).toBe(`1-${whole!.slice(0, 10)}`);
    expect(balancer).toBe(`lb_${whole!.slice(0, 9)}`);
    expect(device).toBe(`ov-001001-${whole!.slice(0, 5)}`);
  });

  test('a container is the same by its short id', () => {
    const [whole, short] = createIds()(`${CONTAINER} ${CONTAINER.slice(0, 12)}`).split(' ');
    expect(whole).toMatch(/^[0-9a-f]{64}$/);
    expect(whole).not.toBe(CONTAINER);
    expect(short).toBe(whole!.slice(0, 12));
  });

  test.each([
    '1769612345678',
    'docker_gwbridge',
    'internationalization',
    'mynet0',
    '8000.5845b027518e',
    `sha256:${CONTAINER}`,
  ])('%s stays', text => expect(createIds()(text)).toBe(text));
});

describe('all of a cluster', () => {
  const info = {kind: 'docker.info', node: 'swarm-02', rows: [{hostname: 'web-7'}], problem: null, command: ''};
  const state = sampleState({
    look: {
      snapshot: {takenAt: 0, nodes: [], facts: new Map([['docker.info@swarm-02', info as unknown as Fact]])},
      isOld: false,
    },
  });

  test('host names go with their domain, and a node has one name however it is written', () => {
    const redact = createRedact(state);
    expect(redact('swarm-01 SWARM-01 web-7.example.org web-77 swarm-010')).toBe(
      'node-1 node-1 host-2.example web-77 swarm-010',
    );
  });

  test('keys and join tokens are blotted out', () => {
    expect(createRedact(state)('SWMTKN-1-abc123-def456')).toBe('SWMTKN-1-xxxxxx-xxxxxx');
  });

  test('what comes first in a value has the stand-in of what comes later', () => {
    const redact = createRedact(state);
    const {device, network} = redactDeep({device: `vx-001001-${NETWORK.slice(0, 5)}`, network: NETWORK}, redact);
    expect(device).toBe(`vx-001001-${network.slice(0, 5)}`);
  });
});
