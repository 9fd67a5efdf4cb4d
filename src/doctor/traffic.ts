import type {Node} from '../cluster/cluster.ts';
import {describeEnd, type Output} from '../core/output.ts';
import {endCaptures, startCapture, untilListening} from '../snapshot/capture.ts';
import {firstLine} from '../snapshot/outcome.ts';
import type {PairReport} from './finding.ts';
import {trafficFinding} from './judge-traffic.ts';
import type {Look} from './look.ts';
import {isUntracked} from './open-port.ts';
import {type End, judgePassage} from './passage.ts';
import {readCapture, readSent, readTracked, sentKey, type Tracked} from './read-traffic.ts';
import type {Place, Sending} from './traffic-plan.ts';
import {captureLine, sendScript, trackedScript} from './traffic-script.ts';

export interface TrafficOptions {
  /** 128 fresh random bits as 32 hex digits. */
  readonly nonce: () => string;
  readonly signal?: AbortSignal;
}

/** Each step on a node: connections that nobody answers are given up after some seconds, side by side. */
const TIMEOUT_MS = 30_000;

/**
 * Sends from each node to each other while all listen, and then asks each what its firewall has let in. Never rejects for
 * what a node does or fails to do.
 */
export async function measureTraffic(
  nodes: readonly Node[],
  sendings: readonly Sending[],
  looks: ReadonlyMap<string, Look>,
  {nonce, signal}: TrafficOptions,
): Promise<readonly PairReport[]> {
  const mark = nonce().slice(0, 16);
  const limits = {timeoutMs: TIMEOUT_MS, ...(signal && {signal})};
  const places = [...new Map(sendings.flatMap(({from, to}) => [from, to]).map(place => [place.id, place])).values()];
  const taking = places.flatMap(({id}) => nodes.find(node => node.id === id) ?? []);
  const line = captureLine(sendings);
  const captures = taking.map(node =>
    startCapture(node, {line}, said => said.includes('listening on'), {...limits, nonce: nonce()}),
  );
  const inTime = await untilListening(captures);
  const sent = await Promise.all(taking.map(node => send(node, sendings, mark, {nonce: nonce(), ...limits})));
  const heard = await endCaptures(
    captures,
    sent.map(({output}) => output.durationMs),
  );
  const ends = new Map<string, End>();
  const tracked = await Promise.all(taking.map(node => listTracked(node, sendings, {nonce: nonce(), ...limits})));
  for (const [index, node] of taking.entries()) {
    const look = looks.get(node.id);
    const output = heard[index]!;
    const hasListened = inTime[index] === true && output.end.kind === 'stopped';
    ends.set(node.id, {
      seen: hasListened ? readCapture(text(output.stdout), mark) : undefined,
      why: hasListened ? '' : whyDeaf(output),
      tracked:
        look !== undefined && isUntracked(look) ? {why: 'rules keep packets from being tracked'} : tracked[index]!,
      listening: look === undefined ? undefined : listeningOn(look),
    });
  }
  const told = new Map(sent.map(({id, lines}) => [id, lines]));
  return pairsOf(sendings).map(({from, to, all}) => ({
    from: from.id,
    to: to.id,
    findings: all.map(one => {
      const went = told.get(from.id)?.get(sentKey(one.protocol, to.id, one.port));
      return trafficFinding(one, judgePassage(one, went, ends.get(from.id)!, ends.get(to.id)!), looks);
    }),
  }));
}

interface Limits {
  readonly nonce: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

async function send(node: Node, sendings: readonly Sending[], mark: string, {nonce, ...limits}: Limits) {
  const own = sendings.filter(({from}) => from.id === node.id);
  const output = await node.run({line: sendScript(own, mark, nonce), nonce}, limits).ended;
  return {id: node.id, output, lines: readSent(text(output.stdout), text(output.stderr), nonce)};
}

async function listTracked(node: Node, ports: readonly Sending[], {nonce, ...limits}: Limits): Promise<Tracked> {
  const output = await node.run({line: trackedScript(ports, nonce), nonce}, limits).ended;
  return readTracked(text(output.stdout), text(output.stderr), nonce);
}

/** Why a capture has seen nothing: tcpdump says so in its last words. */
function whyDeaf({end, stderr}: Output): string {
  if (end.kind === 'exited' && end.code === 127) return 'there is no tcpdump';
  return firstLine(text(stderr).replace(/^tcpdump: (?:verbose|data link).*$/gm, '')) || describeEnd(end);
}

/** `LISTEN 0 4096 *:7946 *:*`, but for what only the node itself reaches. */
function listeningOn({frames}: Look): ReadonlySet<number> | undefined {
  const frame = frames.get('listening');
  if (frame?.exit !== 0) return undefined;
  const ports = frame.stdout.split('\n').flatMap(line => {
    const [, address, port] = /^LISTEN +\d+ +\d+ +(\S+):(\d+) /.exec(line) ?? [];
    return address === undefined || /^(?:127\.|\[::1\])/.test(address) ? [] : [Number(port)];
  });
  return new Set(ports);
}

function pairsOf(sendings: readonly Sending[]) {
  const pairs = new Map<string, {readonly from: Place; readonly to: Place; readonly all: Sending[]}>();
  for (const one of sendings) {
    const key = `${one.from.id} ${one.to.id}`;
    const pair = pairs.get(key) ?? {from: one.from, to: one.to, all: []};
    pairs.set(key, pair);
    pair.all.push(one);
  }
  return [...pairs.values()];
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
