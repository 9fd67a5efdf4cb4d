import {expect, test} from 'vitest';
import {parseIpNetns} from '../../src/parse/ip-netns.ts';
import {output} from './corpus.ts';

const rowsOf = (text: string) => parseIpNetns(text).data.rows;

test('names of Docker tell what a namespace is for', () => {
  expect(rowsOf('ingress_sbox (id: 1)\n1-owcsifawcw (id: 0)\nlb_uhihy3ov6\n7463b1e3df8a (id: 5)\nblue\n')).toEqual([
    {name: 'ingress_sbox', id: 1, role: 'ingressSandbox'},
    {name: '1-owcsifawcw', id: 0, role: 'overlay', networkId: 'owcsifawcw'},
    {name: 'lb_uhihy3ov6', role: 'loadBalancer', networkId: 'uhihy3ov6'},
    {name: '7463b1e3df8a', id: 5, role: 'sandbox'},
    {name: 'blue'},
  ]);
});

test('list-id, JSON and text of one node say the same', () => {
  const listed = rowsOf(output('ip-netns/list-id'));
  const json = rowsOf(output('ip-netns/netns-docker-symlink-j'));
  expect(listed).toHaveLength(13);
  expect(json).toHaveLength(15);
  for (const row of listed) expect(json).toContainEqual(row);
  const text = json.map(({name, id}) => (id === undefined ? name : `${name} (id: ${id})`)).join('\n');
  expect(rowsOf(text)).toEqual(json);
});

test('ids without names, and none at all', () => {
  expect(rowsOf(output('ip-netns/netns-list-id.n1')).map(({id, name}) => [id, name])).toEqual(
    [0, 1, 2, 3, 4, 5].map(id => [id, undefined]),
  );
  expect(parseIpNetns(output('ip-netns/netns-empty'))).toMatchObject({lines: 0, data: {rows: []}, unparsed: []});
});

test('`ls` of the folder gives the names, long or short', () => {
  const long = rowsOf(output('ip-netns/ls-docker-netns.n2'));
  expect(long.map(({role}) => role)).toEqual([
    'overlay',
    'overlay',
    'sandbox',
    'sandbox',
    'sandbox',
    'ingressSandbox',
    'loadBalancer',
  ]);
  expect(rowsOf(long.map(({name}) => name).join('\n'))).toEqual(long);
});

test.each(['two words', 'nsid x', 'nsid 3 (iproute2 netns name: )', 'blue (id: x)', '/run/netns/blue', '{}'])(
  '%s is no namespace',
  line => {
    expect(parseIpNetns(line)).toMatchObject({data: {rows: []}});
  },
);
