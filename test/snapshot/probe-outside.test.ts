import {createServer, type Server} from 'node:http';
import {type AddressInfo, createServer as createTcpServer} from 'node:net';
import {afterEach, expect, test} from 'vitest';
import type {Fact} from '../../src/core/facts.ts';
import {type AddressOf, probeOutside} from '../../src/snapshot/probe-outside.ts';

const open: {close(): unknown}[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

function portOf(server: Pick<Server, 'listen' | 'address' | 'close'>): Promise<number> {
  open.push(server);
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

/** What a manager tells of the ports that its swarm publishes. */
function publishing(...ports: readonly (number | object)[]): ReadonlyMap<string, Fact> {
  const endpointPorts = ports.map(one =>
    typeof one === 'number' ? {publishMode: 'ingress', protocol: 'tcp', publishedPort: one} : one,
  );
  const rows = [{name: 'vote', endpointPorts}] as never;
  const fact: Fact = {kind: 'swarm.services', node: 'swarm-01', rows, problem: null, command: 'docker'};
  return new Map([['swarm.services@swarm-01', fact]]);
}

const NONCE = 'abcdef0123456789abcdef0123456789';
const here: AddressOf = async () => ({address: '127.0.0.1'});
const nodes = [{id: 'swarm-01'}];
const probe = async (facts: ReadonlyMap<string, Fact>, addressOf: AddressOf | undefined = here) =>
  (await probeOutside(nodes, facts, {addressOf, nonce: NONCE}))[0]!;

test('each request is one of its own, with the mark of the look, and gives the beginning of the page', async () => {
  const asked: string[] = [];
  const server = createServer(({url, headers}, response) => {
    asked.push(`${url} ${headers.connection}`);
    response.end(`answered by 0123456789ab ${'x'.repeat(1000)}`);
  });
  const port = await portOf(server);
  const fact = await probe(publishing(port));
  expect(fact).toMatchObject({kind: 'probe.outside', node: 'swarm-01', problem: null});
  expect(fact.rows).toHaveLength(6);
  expect(fact.rows[0]).toEqual({
    to: '127.0.0.1',
    port,
    code: 200,
    body: expect.stringMatching(/^answered by 0123456789ab x+$/),
  });
  expect((fact.rows[0] as {body: string}).body).toHaveLength(200);
  expect(asked).toEqual(new Array(6).fill(`/?probe=${NONCE.slice(0, 24)} close`));
});

test('a port on which nobody listens is no answer', async () => {
  const server = createTcpServer();
  const port = await portOf(server as never);
  await new Promise(resolve => server.close(resolve));
  const {rows, problem} = await probe(publishing(port));
  expect(problem).toBeNull();
  expect(rows[0]).toEqual({to: '127.0.0.1', port, code: 0, body: ''});
});

test('silence is not known, as a firewall on the way would be silent too', async () => {
  const port = await portOf(createTcpServer(() => {}) as never);
  const {rows, problem} = await probe(publishing(port));
  expect(rows).toEqual([]);
  expect(problem).toEqual({
    cause: 'timeout',
    detail: expect.stringContaining('did not answer this machine within 2 s'),
  });
});

test('nothing but what the swarm publishes on every node is asked for, and no more than four ports', async () => {
  const server = createServer((_, response) => response.end('x'));
  const port = await portOf(server);
  const host = {publishMode: 'host', protocol: 'tcp', publishedPort: port};
  const udp = {publishMode: 'ingress', protocol: 'udp', publishedPort: port};
  expect((await probe(publishing(host, udp))).rows).toEqual([]);
  const many = (await probe(publishing(port, port, 1, 2, 3, 4, 5))).rows as readonly {port: number}[];
  expect([...new Set(many.map(row => row.port))]).toEqual([port, 1, 2, 3]);
});

test('who cannot say where a node is asks nobody', async () => {
  const far: AddressOf = async () => ({problem: 'swarm-01 is reached by way of another machine'});
  expect((await probe(publishing(1), far)).problem).toEqual({
    cause: 'unsupported',
    detail: 'swarm-01 is reached by way of another machine',
  });
  const [student] = await probeOutside(nodes, publishing(1), {addressOf: undefined, nonce: NONCE});
  expect(student?.problem).toEqual({cause: 'unsupported', detail: 'only `deepdive grade` asks from outside'});
});
