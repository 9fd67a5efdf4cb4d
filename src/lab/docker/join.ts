import type {Node} from '../../cluster/cluster.ts';
import {EXIT, Failure} from '../../core/failure.ts';
import {describeEnd} from '../../core/output.ts';
import {type Addressed, hideToken, initScript, joinScript} from '../swarm.ts';
import {IMAGES_ARCHIVE} from './init-script.ts';

const TIMEOUT_MS = 90_000;

/** Waits for the node's engine, which may not come up: then its last words are those of the script. */
const AWAIT_ENGINE = `i=0
until curl -fs --max-time 5 --unix-socket /run/docker.sock http://docker/_ping >/dev/null; do
  i=$((i+1))
  if [ $i -gt 600 ] || { [ $i -gt 100 ] && ! pgrep -x dockerd >/dev/null; }; then
    tail -n 3 /var/log/docker.log >&2
    exit 1
  fi
  sleep 0.1
done
`;

const LOAD_IMAGES = `${AWAIT_ENGINE}curl -sS --fail-with-body --max-time 60 --unix-socket /run/docker.sock \\
  -H 'Content-Type: application/x-tar' -T ${IMAGES_ARCHIVE} -X POST 'http://docker/v1.44/images/load?quiet=1'
`;

const ENGINE_VERSION = `curl -sS --fail --unix-socket /run/docker.sock http://docker/version`;

/** A node of the lab, as it is to be joined. */
export interface Joining extends Addressed {
  readonly node: Node;
}

/** Joins the nodes, the first of which is the manager, into a swarm, and loads the service images on each. */
export async function joinSwarm(joinings: readonly Joining[], signal?: AbortSignal): Promise<void> {
  const [first, ...others] = joinings;
  if (first === undefined) return;
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  let giveToken: (token: string) => void = () => {};
  const token = new Promise<string>(resolve => (giveToken = resolve));
  let said = '';
  const onStdout = (chunk: Uint8Array) => {
    said += new TextDecoder().decode(chunk);
    const found = /^token (\S+)\n/m.exec(said)?.[1];
    if (found !== undefined) giveToken(found);
  };
  const init = runScript(first.node, AWAIT_ENGINE + initScript(first, joinings.length), {signal: stop, onStdout});
  const joins = others.map(async one => {
    const stdin = await Promise.race([token, init.then(() => token)]);
    await runScript(one.node, AWAIT_ENGINE + joinScript(one, first), {signal: stop, stdin: `${stdin}\n`});
  });
  const loads = joinings.map(({node}) => runScript(node, LOAD_IMAGES, {signal: stop}));
  try {
    await Promise.all([init, ...joins, ...loads]);
  } finally {
    failed.abort();
  }
}

/** As in `docker 26.1.5`. */
export async function engineVersion(node: Node): Promise<string> {
  const {Version: version} = JSON.parse(await runScript(node, ENGINE_VERSION, {})) as {readonly Version: string};
  // Debian's `+dfsg1` names its packaging, not the engine.
  return `docker ${version.split('+')[0]}`;
}

interface ScriptOptions {
  readonly signal?: AbortSignal;
  readonly stdin?: string;
  readonly onStdout?: (chunk: Uint8Array) => void;
}

/** Runs a script on a node and gives what it printed. */
export async function runScript(node: Node, line: string, {stdin, ...options}: ScriptOptions): Promise<string> {
  const command = stdin === undefined ? {line} : {line, stdin};
  const {end, stdout, stderr} = await node.run(command, {timeoutMs: TIMEOUT_MS, maxBytes: 64 * 1024, ...options}).ended;
  options.signal?.throwIfAborted();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  if (end.kind === 'exited' && end.code === 0) return text(stdout);
  const words = hideToken([describeEnd(end), text(stderr), text(stdout)].filter(each => each !== '').join(': '));
  throw new Failure(`${node.id} could not be made a node of the swarm: ${words}`, EXIT.failed);
}
