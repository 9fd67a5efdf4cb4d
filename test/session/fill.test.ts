import {expect, test} from 'vitest';
import {fillArguments, fillTemplate, type Scope} from '../../src/session/fill.ts';

const scope: Scope = {
  values: [
    {name: 'home', node: null, type: 'node', value: 'ip-10-0-0-5', from: 'l/where', at: 1},
    {name: 'mac', node: 'one', type: 'mac', value: '02:42:0a:00:02:08', from: 'l/mac', at: 1},
    {name: 'mac', node: 'two', type: 'mac', value: '02:42:0a:00:02:09', from: 'l/mac', at: 1},
    {name: 'odd', node: null, type: 'word', value: "a'b", from: 'l/odd', at: 1},
  ],
  nodes: [
    {id: 'one', role: 'manager', reached: 'yes', probed: {host: 'ip-10-0-0-5', addr: '10.0.0.5'}},
    {id: 'two', role: 'worker', reached: 'yes', probed: {host: 'ip-10-0-0-6', addr: '10.0.0.6'}},
  ],
  images: {redis: 'redis:alpine'},
  probed: new Map([['overlay.vote.netns@two', '1-abcdefghij']]),
};

test.each([
  ['a captured node, as the engine calls it', 'grep <home>', undefined, 'grep ip-10-0-0-5'],
  ['a value of the node the command runs on', '<mac>', 'two', '02:42:0a:00:02:09'],
  ['a value of a captured node', '<mac@home>', 'two', '02:42:0a:00:02:08'],
  ['an address of a named node', '<addr@two>', undefined, '10.0.0.6'],
  ['an image', 'run <image.redis>', undefined, 'run redis:alpine'],
  ['a namespace of the node', '<overlay.vote.netns>', 'two', '1-abcdefghij'],
  ['a value that needs quoting', 'echo <odd>', undefined, "echo 'a'\\''b'"],
])('fills %s', (_, template, node, filled) => {
  expect(fillTemplate(template, scope, node, true)).toEqual({text: filled, missing: []});
});

test.each([
  ['a per-node value without a node', '<mac>', undefined, ['mac']],
  ['a namespace that the node does not have', '<overlay.vote.netns>', 'one', ['overlay.vote.netns']],
  ['what nobody captured', 'x <nosuch@two>', 'one', ['nosuch@two']],
])('leaves %s as written and names it', (_, template, node, missing) => {
  const filled = fillTemplate(template, scope, node, true);
  expect(filled.missing).toEqual(missing);
  expect(filled.text).toBe(template);
});

test('where there is one node, its values need no name', () => {
  const alone = {...scope, nodes: scope.nodes.slice(0, 1)};
  expect(fillTemplate('<addr> <mac>', alone, undefined, false).text).toBe('10.0.0.5 02:42:0a:00:02:08');
});

test('in arguments a captured node is its id, whatever its host name', () => {
  const missing: string[] = [];
  const args = fillArguments({node: '<home>', mac: '<mac@home>', deep: ['<addr@home>']}, scope, missing);
  expect(args).toEqual({node: 'one', mac: '02:42:0a:00:02:08', deep: ['10.0.0.5']});
  expect(missing).toEqual([]);
});
