import {execFileSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {markedText} from '../../src/snapshot/mark.ts';
import {probeScript, readDnsAnswers, readMeshReplies} from '../../src/snapshot/probes.ts';

const NONCE = '0123456789abcdef0123456789abcdef';
const ID = 'b386f3831762aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const RESOLVER = 'Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\n';

function dns(text: string) {
  return readDnsAnswers(markedText(text, NONCE));
}

function mesh(text: string) {
  return readMeshReplies(markedText(text, NONCE));
}

describe('probes', () => {
  test.each(['probe.dns', 'probe.mesh'] as const)('%s is a shell script', kind => {
    execFileSync('sh', ['-n', '-c', probeScript(kind, NONCE)]);
    expect(probeScript(kind, NONCE).length).toBeLessThan(3000);
  });

  test('names are read with all their addresses, and without that of the resolver', () => {
    const found = `${NONCE} name ${ID} tasks.redis\n${RESOLVER}Non-authoritative answer:\nName:\ttasks.redis\nAddress: 10.0.1.4\nName:\ttasks.redis\nAddress: 10.0.1.12\n\n`;
    const lost = `${NONCE} name ${ID} redis\n${RESOLVER}** server can't find redis.: NXDOMAIN\n`;
    expect(dns(found + lost)).toEqual({
      rows: [
        {container: 'b386f3831762', name: 'tasks.redis', addresses: ['10.0.1.4', '10.0.1.12']},
        {container: 'b386f3831762', name: 'redis', addresses: []},
      ],
    });
  });

  test('a resolver that does not answer is not one that does not know the name', () => {
    expect(dns(`${NONCE} name ${ID} redis\n;; connection timed out; no servers could be reached\n`)).toHaveProperty(
      'problem',
    );
  });

  test('replies are told apart by the nonce alone, whatever a page prints; what is missing was lost', () => {
    const page = 'hello\u0000reply 200\n\u0000to 10.0.0.1 80';
    expect(mesh(`${NONCE} to 10.77.0.12 30000\n${page}\n${NONCE} reply 200\n\n${NONCE} reply 000\n`)).toEqual({
      rows: [
        {to: '10.77.0.12', port: 30000, code: 200, body: 'helloreply 200\nto 10.0.0.1 80'},
        ...Array.from({length: 5}, () => ({to: '10.77.0.12', port: 30000, code: 0, body: ''})),
      ],
    });
  });
});
