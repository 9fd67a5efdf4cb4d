import {readFileSync} from 'node:fs';
import {recordingLines} from '../../src/cluster/pack-recording.ts';
import type {Unpacked} from '../../src/cluster/packing.ts';
import {fromBody, toBody} from '../../src/cluster/recording-body.ts';
import {type Entry, FORMAT, type Header} from '../../src/cluster/recording-format.ts';
import {ENGINE, NODES, PRINTED} from './printed.ts';

/** The name of the recording, by its engine. */
export const RECORDING = `docker-${ENGINE}`;

const header: Header = {
  format: FORMAT,
  module: 'swarm-networking',
  cluster: 'the swarms of a tutorial of 2018',
  recordedAt: '2018',
  engine: `docker ${ENGINE}`,
  nodes: NODES.map(({id, role}) => ({id, role})),
  images: {redis: 'redis:alpine', vote: 'schoolofdevops/vote', worker: 'schoolofdevops/worker'},
};

/**
 * A text of the corpus as the node printed it. Some fences of the tutorial stand one column in, and by the rules of
 * Markdown that column is not part of the text.
 */
export function printedText(file: string): string {
  const text = readFileSync(new URL(`../corpus/${file}.txt`, import.meta.url), 'utf8');
  return file.endsWith('-indented') ? text.replaceAll(/^ /gm, '') : text;
}

/** The recording: the same for the same outputs, wherever it is built. */
export function buildRecording(): Unpacked {
  const bodies = new Map<string, () => Buffer>();
  const keep = (text: string): string => {
    const body = toBody(Buffer.from(text));
    bodies.set(body.body, () => fromBody(body));
    return body.body;
  };
  const entry = (state: readonly string[], node: string, key: string, text: string): Entry => ({
    state,
    node,
    key,
    end: {kind: 'exited', code: 0},
    stdout: keep(text),
    stderr: keep(''),
    durationMs: 0,
  });
  const probes = NODES.map(({id, addr}) => entry([], id, 'probe', probeText(id, addr)));
  const entries = PRINTED.flatMap(({after, node, line, file}) =>
    after.map(state => entry(state, node, line, printedText(file))),
  );
  // States stand in the order of their first entries.
  const inOrder = [...probes, ...entries].sort((a, b) => a.state.length - b.state.length);
  return recordingLines({header, bodies, entries: inOrder.map((one, n) => ({...one, n}))});
}

/** What the probe of a node asks, answered by what the outputs tell. */
function probeText(host: string, addr: string): string {
  const facts = {host, docker: ENGINE, swarm: 'active', addr, overlay: 'host', ipvs: true};
  return Object.entries(facts)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
