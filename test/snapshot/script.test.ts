import {execFileSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {type FactKind, MANAGER_FACTS, NETNS_FACTS, NODE_FACTS} from '../../src/core/facts.ts';
import {ALL_KINDS} from '../../src/snapshot/collect.ts';
import {readFrames} from '../../src/snapshot/frames.ts';
import {collectorLine, collectorScript} from '../../src/snapshot/script.ts';
import {joinTables} from '../../src/snapshot/tables.ts';

const NONCE = '0123456789abcdef0123456789abcdef';

function labels(kinds: readonly FactKind[]): readonly string[] {
  const stdout = execFileSync('sh', ['-c', collectorScript(new Set(kinds), NONCE)], {encoding: 'utf8', stdio: 'pipe'});
  return readFrames(stdout, '', NONCE).map(frame => frame.label);
}

describe('the collector script', () => {
  test.each([...NODE_FACTS, ...NETNS_FACTS].map(kind => [kind] as const))(
    'runs in a plain shell and reads %s',
    kind => {
      const kinds = labels([kind]).map(label => label.split(' ')[0]);
      expect(kinds).toContain(kind);
      expect(kinds.at(-1)).toBe('done');
    },
  );

  test('is a shell script whatever is asked for', () => {
    for (const kinds of [[...MANAGER_FACTS], [], [...ALL_KINDS]]) {
      execFileSync('sh', ['-n', '-c', collectorScript(new Set<FactKind>(kinds), NONCE)]);
    }
  });

  test('fits into the command of a small ssh server, and is the same script there', () => {
    const line = collectorLine(ALL_KINDS, NONCE);
    expect(line.length).toBeLessThan(6000);
    const stdout = execFileSync('sh', ['-c', collectorLine(new Set<FactKind>(['netns']), NONCE)], {encoding: 'utf8'});
    expect(readFrames(stdout, '', NONCE).map(frame => frame.label)).toEqual(['netns', 'done']);
  });

  test('asks for no more than was asked for', () => {
    expect(labels(['netns'])).toEqual(['netns', 'done']);
  });

  test('names no part of an object that may hold a secret', () => {
    expect(collectorScript(ALL_KINDS, NONCE)).not.toMatch(/\.Env|\.Args|json \.\}\}|join-token/);
    expect(collectorScript(ALL_KINDS, NONCE).match(/xfrm state.*/g)).toEqual([
      expect.stringMatching(/^xfrm state list nokeys /),
    ]);
  });
});

describe('iptables of both back ends', () => {
  const DNAT =
    '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.1:80\nCOMMIT\n';
  const EMPTY = '*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n';
  const frame = (backend: string, stdout: string, exit = 0, stderr = '') => ({
    label: `ns.iptables host ${backend}`,
    exit,
    stdout,
    stderr,
  });
  const tables = (...frames: ReturnType<typeof frame>[]) => {
    const joined = joinTables(frames, 'nft');
    return 'problem' in joined
      ? joined.problem.cause
      : joined.chains.map(chain => `${chain.table} ${chain.rules.length}`);
  };

  test.each([
    ['only nft has rules', [frame('nft', DNAT), frame('legacy', EMPTY)], ['nat 1']],
    ['only legacy has rules', [frame('nft', ''), frame('legacy', DNAT)], ['nat 1']],
    [
      'both have rules: those of the other are named apart',
      [frame('nft', DNAT), frame('legacy', DNAT)],
      ['nat 1', 'legacy:nat 1'],
    ],
    ['neither has rules', [frame('nft', EMPTY), frame('legacy', '')], ['nat 0']],
    [
      'the kernel has no nf_tables',
      [frame('nft', '', 4, 'Could not fetch rule set generation id'), frame('legacy', DNAT)],
      ['nat 1'],
    ],
    ['one could not be read', [frame('nft', DNAT), frame('legacy', '', 1, 'Permission denied')], 'missing-fact'],
    ['one is not understood', [frame('nft', DNAT), frame('legacy', 'hello\n')], 'parse'],
    ['none was read', [], 'missing-fact'],
  ])('%s', (_, frames, expected) => {
    expect(tables(...frames)).toEqual(expected);
  });
});
