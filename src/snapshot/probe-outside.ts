import {request} from 'node:http';
import type {Fact, FactKey} from '../core/facts.ts';
import type {ServiceInspect} from '../core/rows/inspect.ts';
import type {MeshReply} from '../core/rows/probe.ts';
import {commandOf} from './command-text.ts';

/** The address at which this machine reaches a node itself, or why it does not. */
export type AddressOf = (node: string) => Promise<{readonly address: string} | {readonly problem: string}>;

interface Outside {
  /** Undefined for who looks without one: a student, who asks from the nodes. */
  readonly addressOf: AddressOf | undefined;
  /** Goes along with every request. */
  readonly nonce: string;
  readonly signal?: AbortSignal;
}

/** As for the nodes, which ask each other. */
const PORTS = 4;
const REQUESTS = 6;
const BODY = 200;
const PATIENCE_MS = 2000;

/**
 * Asks every node from this machine for each port that its swarm publishes: what comes back passed no shell of the node.
 * The addresses are those by which the nodes are known here, and never any that a node tells.
 */
export async function probeOutside(
  nodes: readonly {readonly id: string}[],
  facts: ReadonlyMap<FactKey, Fact>,
  outside: Outside,
): Promise<readonly Fact[]> {
  const ports = publishedPorts(facts);
  return Promise.all(
    nodes.map(async ({id}): Promise<Fact> => {
      const base = {kind: 'probe.outside', node: id, command: commandOf('probe.outside')} as const;
      const not = (cause: 'unsupported' | 'timeout', detail: string) => ({...base, rows: [], problem: {cause, detail}});
      if (outside.addressOf === undefined) return not('unsupported', 'only `deepdive grade` asks from outside');
      const found = await outside.addressOf(id);
      if ('problem' in found) return not('unsupported', found.problem);
      const rows: MeshReply[] = [];
      for (const port of ports) {
        for (let nth = 0; nth < REQUESTS; nth++) {
          const reply = await ask(found.address, port, outside);
          if (typeof reply === 'string') return not('timeout', reply);
          rows.push({to: found.address, port, ...reply});
        }
      }
      return {...base, rows, problem: null};
    }),
  );
}

/** Of services, told by whichever manager; a port of another protocol or of one node is not asked for. */
function publishedPorts(facts: ReadonlyMap<FactKey, Fact>): readonly number[] {
  const services = [...facts.values()].flatMap(({kind, rows}) =>
    kind === 'swarm.services' ? (rows as readonly ServiceInspect[]) : [],
  );
  const ports = services.flatMap(({endpointPorts}) =>
    endpointPorts.flatMap(({publishMode, protocol, publishedPort}) =>
      publishMode === 'ingress' && protocol === 'tcp' && publishedPort !== undefined ? [publishedPort] : [],
    ),
  );
  return [...new Set(ports)].slice(0, PORTS);
}

/**
 * A reply; code 0 for a port where the node says itself that nobody listens. A text when nothing came back at all: a
 * firewall between the two looks the same, and is nobody's fault here.
 */
function ask(
  address: string,
  port: number,
  {nonce, signal}: Outside,
): Promise<Pick<MeshReply, 'code' | 'body'> | string> {
  return new Promise(resolve => {
    const silence = `${address}:${port} did not answer this machine within ${PATIENCE_MS / 1000} s`;
    const limit = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])]);
    const asked = request(
      {
        host: address,
        port,
        path: `/?probe=${nonce.slice(0, 24)}`,
        agent: false,
        headers: {connection: 'close'},
        signal: limit,
      },
      response => {
        const parts: Uint8Array[] = [];
        let size = 0;
        const end = () => {
          const text = Buffer.concat(parts).subarray(0, BODY).toString('utf8').trim();
          resolve({code: response.statusCode ?? 0, body: text});
          asked.destroy();
        };
        response.on('data', (part: Uint8Array) => {
          parts.push(part);
          size += part.length;
          if (size >= BODY) end();
        });
        response.on('end', end);
        response.on('error', () => resolve(silence));
      },
    );
    asked.on('error', (error: NodeJS.ErrnoException) => {
      const isRefused = error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET';
      resolve(isRefused ? {code: 0, body: ''} : `${silence} (${error.code ?? error.message})`);
    });
    asked.end();
  });
}
