import {execa} from 'execa';
import {EXIT, Failure} from '../core/failure.ts';
import type {LabPlaces} from './places.ts';
import type {PlannedNode} from './plan.ts';

/**
 * The engine is spoken to over its socket with curl: each start of the docker client would cost a third of a second.
 * `docker swarm init` and `join` send the same requests.
 */
const API = `set -e
api() { curl -sS --fail-with-body --max-time 60 --unix-socket /run/docker.sock -H 'Content-Type: application/json' "http://docker/$@"; }
until curl -fs --max-time 5 --unix-socket /run/docker.sock http://docker/_ping >/dev/null; do sleep 0.1; done
`;

/** A node is in the swarm before its engine has made the ingress network there; a lab that is up has it, if it can. */
const AWAIT_INGRESS = `tries=100
until api networks/ingress | grep -q '"ingress-sbox"' && api networks/docker_gwbridge | grep -q '"ingress-sbox"'; do
  [ $((tries -= 1)) -gt 0 ] || break
  sleep 0.1
done 2>/dev/null
`;

/** What the scripts need to know of a node. */
export type Addressed = Pick<PlannedNode, 'address'>;

/** Prints the worker's join token, then waits until every node is ready, and has the ingress network itself. */
export function initScript(node: Addressed, count: number): string {
  const request = {ListenAddr: '0.0.0.0:2377', AdvertiseAddr: node.address};
  return `${API}api swarm/init -d '${JSON.stringify(request)}' >/dev/null
api swarm | sed -n 's/.*"Worker":"\\([^"]*\\)".*/token \\1/p'
until [ "$(api nodes | grep -o '"State":"ready"' | wc -l)" = ${count} ]; do sleep 0.1; done
${AWAIT_INGRESS}echo ready
`;
}

/** Reads the token from its standard input when the node's engine answers. */
export function joinScript(node: Addressed, manager: Addressed): string {
  return `${API}read token
api swarm/join -d '{"ListenAddr":"0.0.0.0:2377","AdvertiseAddr":"${node.address}","RemoteAddrs":["${manager.address}:2377"],"JoinToken":"'"$token"'"}'
${AWAIT_INGRESS}`;
}

export interface NodeSession {
  readonly node: PlannedNode;
  /** Settles when the node answers ssh. */
  readonly reachable: Promise<void>;
}

/** Joins the nodes into a swarm as each becomes reachable; the first is the manager. */
export async function joinSwarm(
  places: LabPlaces,
  sessions: readonly NodeSession[],
  signal?: AbortSignal,
): Promise<void> {
  const [first, ...others] = sessions;
  if (!first) return;
  let giveToken: (token: string) => void = () => {};
  const token = new Promise<string>(resolve => (giveToken = resolve));
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const inits = first.reachable.then(() => runInit(places, first.node, sessions.length, giveToken, stop));
  const joins = others.map(({node, reachable}) => reachable.then(() => runJoin(places, node, first.node, token, stop)));
  try {
    await Promise.all([inits, ...joins]);
  } finally {
    failed.abort();
  }
}

const TIMEOUT_MS = 120_000;

async function runInit(
  places: LabPlaces,
  node: PlannedNode,
  count: number,
  giveToken: (token: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const session = openSession(places, node, initScript(node, count), signal);
  let said = '';
  session.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    const token = /^token (\S+)\n/m.exec(said)?.[1];
    if (token !== undefined) giveToken(token);
  });
  session.stdin.end();
  judge(node, await session);
}

async function runJoin(
  places: LabPlaces,
  node: PlannedNode,
  manager: PlannedNode,
  token: Promise<string>,
  signal: AbortSignal,
): Promise<void> {
  const session = openSession(places, node, joinScript(node, manager), signal);
  await token.then(text => session.stdin.end(`${text}\n`));
  judge(node, await session);
}

function openSession(places: LabPlaces, node: PlannedNode, script: string, signal: AbortSignal) {
  return execa('ssh', ['-F', places.sshConfig, node.id, script], {
    stdin: 'pipe',
    reject: false,
    timeout: TIMEOUT_MS,
    cancelSignal: signal,
    maxBuffer: 64 * 1024,
  });
}

interface Ended {
  readonly failed: boolean;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

function judge(node: PlannedNode, ended: Ended): void {
  if (!ended.failed) return;
  const why = ended.timedOut
    ? `not done after ${TIMEOUT_MS / 1000} s`
    : `${ended.stderr} ${hideToken(ended.stdout)}`.trim();
  throw new Failure(`${node.id} could not join the swarm: ${why}`, EXIT.failed);
}

export function hideToken(text: string): string {
  return text.replaceAll(/SWMTKN-\S+/g, 'SWMTKN-…');
}
