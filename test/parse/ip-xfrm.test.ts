import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseIpXfrm} from '../../src/parse/ip-xfrm.ts';
import {output} from './corpus.ts';
import {mutations, saysLess} from './mutate.ts';

const read = (name: string) => parseIpXfrm(output(`ip-xfrm/${name}`)).data;

test('reads the associations of an encrypted overlay', () => {
  const {states, policies} = read('state.n1');
  expect(policies).toEqual([]);
  expect(states).toHaveLength(8);
  expect(states[2]).toEqual({
    src: '10.79.0.11',
    dst: '10.79.0.13',
    proto: 'esp',
    spi: 0x6163edae,
    reqid: 13681891,
    mode: 'transport',
    replayWindow: 0,
    flags: [],
    aead: {name: 'rfc4106(gcm(aes))', keyBits: 160, icvBits: 64},
    inSeq: 0,
    outSeq: 0x1e,
    sel: {src: '0.0.0.0/0', dst: '0.0.0.0/0'},
  });
});

test('reads its policies: the mark selects what is encrypted, the SPI is that of an association', () => {
  const {states} = read('state.n1');
  const {policies} = read('policy.n1');
  expect(policies).toHaveLength(2);
  expect(policies[0]).toEqual({
    sel: {src: '10.79.0.11/32', dst: '10.79.0.13/32', proto: 'udp', dport: 4789},
    dir: 'out',
    action: 'allow',
    priority: 0,
    flags: [],
    mark: {value: 13681891, mask: 0xffffffff},
    tmpl: [{src: '10.79.0.11', dst: '10.79.0.13', proto: 'esp', spi: 0x6163edae, reqid: 13681891, mode: 'transport'}],
  });
  expect(states.map(({spi}) => spi)).toEqual(expect.arrayContaining(policies.map(({tmpl}) => tmpl[0]?.spi)));
});

test('reads every sort of association', () => {
  expect(read('variety--j_xfrm_state.trixie').states).toMatchObject([
    {src: '2001:db8::1', mode: 'tunnel', flags: ['esn'], aead: {icvBits: 64}, inSeq: 0, outSeq: 0},
    {proto: 'ah', auth: {name: 'hmac(sha1)', keyBits: 160, icvBits: 96}, ifId: 5},
    {encap: {type: 'espinudp', sport: 4500, dport: 4500}, mark: {value: 0xd0c4e3, mask: 0xffffffff}},
    {
      replayWindow: 32,
      flags: ['noecn'],
      auth: {keyBits: 256},
      enc: {name: 'cbc(aes)', keyBits: 128},
      sel: {src: '10.0.0.0/8', proto: 'tcp', dport: 80},
    },
  ]);
});

test('other forms say the same', () => {
  expect(read('state-o.n2')).toEqual(read('state.n2'));
  expect(read('state-j-ignored.n2')).toEqual(read('state.n2'));
  const plain = read('state-s.n2').states.map(({lifetime, sel, ...state}) => [lifetime, state]);
  expect(plain).toEqual(
    read('state.n2').states.map(({sel, ...state}) => [{bytes: expect.any(Number), packets: expect.any(Number)}, state]),
  );
  expect(read('policy-d.n1')).toEqual(read('policy.n1'));
  const long = read('variety--s_xfrm_policy.trixie').policies.map(({lifetime, index, sel: {uid, ...sel}, ...rest}) => ({
    sel,
    ...rest,
  }));
  expect(long).toEqual(read('variety--o_xfrm_policy.trixie').policies);
});

test('a namespace without any has none; counts are counts', () => {
  expect(parseIpXfrm('')).toMatchObject({data: {states: [], policies: []}, unparsed: []});
  expect(read('state-count.n1').counts).toEqual({states: 8});
  expect(read('policy-count.n2').counts).toEqual({in: 0, out: 2, fwd: 0});
});

describe('keys', () => {
  const KEY = '7b4a9c1f'.repeat(5);
  const withKeys = output('ip-xfrm/state-s.n2').replace(/0x0{40}/g, `0x${KEY}`);

  test('are nowhere in what is parsed, however the text is broken', () => {
    expect(withKeys).toContain(KEY);
    expect(parseIpXfrm(withKeys).data).toEqual(read('state-s.n2'));
    const lines = withKeys.split('\n');
    const broken = fc
      .array(fc.nat(lines.length - 1), {maxLength: 30})
      .map(at => lines.filter((_, i) => !at.includes(i)));
    fc.assert(
      fc.property(broken, fc.constantFrom('', '  ', 'x '), (rest, indent) => {
        expect(JSON.stringify(parseIpXfrm(rest.map(line => indent + line.trimStart()).join('\n')))).not.toContain(
          '7b4a9c1f',
        );
      }),
      {numRuns: 30},
    );
  });

  test('that are hidden have no length', () => {
    const {data, unparsed} = parseIpXfrm(output('ip-xfrm/state.n2').replace(/0x0{40}/g, '<<Keys hidden>>'));
    expect(unparsed).toEqual([]);
    expect(data.states[0]?.aead).toEqual({name: 'rfc4106(gcm(aes))', icvBits: 64});
  });
});

test('details below an unreadable head are given to none', () => {
  const text = output('ip-xfrm/state.n2').replace('src 10.79.0.13 dst 10.79.0.12', 'src 10.79.0.13');
  const {data, unparsed} = parseIpXfrm(text);
  expect(data.states).toEqual(read('state.n2').states.slice(1));
  expect(unparsed.map(({line}) => line)).toEqual([1, 2, 3, 4, 5, 6]);
});

test.each(['variety--j_xfrm_state.trixie', 'policy.n1', 'variety--s_xfrm_policy.trixie'])(
  '%s: a lost or moved column never gives a wrong value',
  name => {
    const blocks = output(`ip-xfrm/${name}`)
      .trimEnd()
      .split(/\n(?=\S)/);
    for (const block of blocks) {
      const rowsOf = (text: string) => Object.values(parseIpXfrm(text).data).flat();
      const [original] = rowsOf(block);
      const lines = block.split('\n');
      for (const [i, line] of lines.entries()) {
        const indent = /^\s*/.exec(line)![0];
        for (const mutated of mutations(line)) {
          const {data, unparsed} = parseIpXfrm(lines.with(i, indent + mutated).join('\n'));
          const [row] = Object.values(data).flat();
          const honest =
            row === undefined || unparsed.length > 0 || saysLess(row, {action: 'allow', ...(original as object)});
          expect([mutated, honest]).toEqual([mutated, true]);
        }
      }
    }
  },
);
