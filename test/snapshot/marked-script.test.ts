import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {MarkedPlan} from '../../src/core/marked.ts';
import {isNetnsName, sendScript, watchScript} from '../../src/snapshot/marked-script.ts';
import {packedLine} from '../../src/snapshot/script.ts';

const NONCE = '0123456789abcdef0123456789abcdef';
const PLAN: MarkedPlan = {
  sender: {node: 'swarm-01', netns: 'host'},
  speaks: 'http',
  requests: [0, 1, 2].map(i => ({mark: 0x4e20 + i, address: '10.77.0.11', port: 30_000})),
  places: [],
  dataPort: 4789,
};

const NETNS = ['host', 'ingress_sbox', 'lb_qgs1bam0p', '1-qgs1bam0pt', '9e81ebc90aa0'];

test.each(NETNS)('%s is a name that engines give', name => expect(isNetnsName(name)).toBe(true));

test.each([
  '',
  'a b',
  '$(id)',
  "lb_'; id; '",
  'lb_qgs1bam0p\n',
  '../../../proc/1/ns/net',
  '1-',
  'hostx',
  '9E81EBC90AA0',
])('no shell line comes of a namespace named %j', name => {
  expect(isNetnsName(name)).toBe(false);
  expect(() => watchScript(['host', name], PLAN, NONCE)).toThrow('not the name of a namespace');
  expect(() => sendScript({...PLAN, sender: {node: 'swarm-01', netns: name}}, NONCE)).toThrow('not the name');
});

test.each(['10.0.0', '10.0.0.256', '10.0.0.1;id', '$(id)', '::1', '10.0.0.1\n'])(
  'no shell line comes of the address %j',
  address => {
    const requests = [{mark: 20_000, address, port: 80}];
    expect(() => sendScript({...PLAN, requests}, NONCE)).toThrow('not an address');
  },
);

test('whatever a node says, only names, addresses and ports get into the scripts', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.double(), (netns, address, port) => {
      const made = [
        () => watchScript([netns], {...PLAN, dataPort: port}, NONCE),
        () => sendScript({...PLAN, sender: {node: 'n', netns}, requests: [{mark: 20_000, address, port}]}, NONCE),
      ];
      for (const make of made) expect(make).toThrow(/^not /);
    }),
  );
});

describe('the scripts', () => {
  const many = Array.from({length: 40}, (_, i) => `${i}-qgs1bam0pt`);
  test.each([
    ['watching', watchScript([...NETNS, ...many], PLAN, NONCE)],
    ['sending', sendScript(PLAN, NONCE)],
  ])('%s is a shell script, and fits into the command of a small ssh server', (_, script) => {
    execFileSync('sh', ['-n', '-c', script]);
    expect(packedLine(script).length).toBeLessThan(3000);
  });

  test('packets between the nodes are watched on the host only, and on the port of the swarm', () => {
    const lines = watchScript(['host', 'ingress_sbox'], {...PLAN, dataPort: 5789}, NONCE).split('\n');
    expect(lines.find(line => line.startsWith('watch host '))).toContain('udp dst port 5789');
    expect(lines.find(line => line.startsWith('watch ingress_sbox '))).not.toContain('udp');
    expect(lines.join('\n')).toContain('-T vxlan');
  });

  test('connections are known by their marks, which awk may take for numbers', () => {
    const awk = /\| awk -v p="[^"]*" '([^']*)'/.exec(watchScript(['ingress_sbox'], PLAN, NONCE))?.[1] ?? '';
    // 4E20 is 20000, and to awk 4 * 10^20; 05C3 and 4E23 are other people's.
    const conn = [
      'TCP 0A4D000D 4E20 0A4D000B 7530 0A000006 7530 FIN_WAIT 20',
      'TCP 0A4D000D 4E23 0A4D000B 7530 0A000007 7530 SYN_RECV 20',
    ];
    const input = [
      'Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires',
      ...conn,
      conn[0]!.replace('4E20', '05C3'),
    ].join('\n');
    expect(execFileSync('awk', ['-v', 'p=server', awk], {input, encoding: 'utf8'})).toBe('server 4E20 0A000006\n');
  });
});
