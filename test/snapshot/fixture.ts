import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import type {EngineInfo, Snapshot} from '../../src/core/facts.ts';
import type {End} from '../../src/core/output.ts';
import type {MeshReply} from '../../src/core/rows/probe.ts';
import {snapshotFromJson} from '../../src/snapshot/store.ts';

/** Snapshots of a lab of three nodes: no service; redis ×2 on the encrypted overlay vote; with worker, redis ×5; vote published; of another lab the same with sockets, routes and IPsec, and names ×2 without a virtual address; of a third one what is on the wire, with a task of redis on every node on vote, and of plain on mynet0, which is not encrypted. Besides, `end`: a lab as the module on swarm networking leaves it, all patients well. */
export type FixtureName = 'before' | 'redis-2' | 'redis-5' | 'published' | 'wired' | 'wire' | 'asked';

/** What the collector's script printed on one node. */
export interface RawOutput {
  readonly id: string;
  readonly role: 'manager' | 'worker';
  readonly nonce: string;
  readonly end: End;
  readonly stdout: string;
  readonly stderr: string;
}

export function fixtureText(name: FixtureName | 'end' | 'collector-output' | 'wire-output'): string {
  return gunzipSync(readFileSync(new URL(`fixtures/${name}.json.gz`, import.meta.url))).toString('utf8');
}

/** `wired`, with what a machine that is no node would have got as the nodes got it of each other. */
function askedFromOutside(): Snapshot {
  const wired = fixture('wired');
  const all = [...wired.facts.values()].flatMap(({kind, rows}) => (kind === 'probe.mesh' ? rows : [])) as MeshReply[];
  const facts = new Map(wired.facts);
  for (const {id} of wired.nodes) {
    const [engine] = (wired.facts.get(`docker.info@${id}`)?.rows ?? []) as readonly EngineInfo[];
    const rows = all.filter(({to}) => to === engine?.nodeAddr).slice(0, 6);
    facts.set(`probe.outside@${id}`, {kind: 'probe.outside', node: id, rows, problem: null, command: 'curl'});
  }
  return {...wired, facts};
}

export function fixture(name: FixtureName | 'end'): Snapshot {
  if (name === 'asked') return askedFromOutside();
  const read = snapshotFromJson(fixtureText(name));
  if ('problem' in read) throw new Error(read.problem);
  return read.snapshot;
}

/** What each command of a snapshot with probes of the wire printed, by the command's key. */
export interface KeyedOutput extends RawOutput {
  readonly key: string;
}

export function wireOutputs(): readonly KeyedOutput[] {
  return JSON.parse(fixtureText('wire-output')) as KeyedOutput[];
}

export function rawOutputs(): readonly RawOutput[] {
  return JSON.parse(fixtureText('collector-output')) as RawOutput[];
}
