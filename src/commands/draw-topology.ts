import {writeFileSync} from 'node:fs';
import {EXIT, Failure} from '../core/failure.ts';
import {cells, splitAtCells} from '../render/cells.ts';
import {topologyOf} from '../topology/build.ts';
import {problemWords} from '../topology/draw/words.ts';
import type {Topology} from '../topology/topology.ts';
import {safeJson} from './safe-json.ts';
import {takeSnapshot} from './take-snapshot.ts';
import type {TopologyOptions} from './topology.ts';
import {readWidth} from './width.ts';

/** Draws the topology in the way that is asked for; gives the exit code. */
export async function drawTopology(options: TopologyOptions): Promise<number> {
  const width = readWidth(options.width);
  const asked = ['svg', 'mermaid', 'json'].filter(way => way in options);
  if (asked.length > 1) {
    throw new Failure(`topology: expected one way to draw, found ${asked.map(way => `--${way}`).join(' and ')}`);
  }
  const topology = topologyOf(await takeSnapshot(options));
  if (options.svg === undefined) process.stdout.write(await printed(topology, options, width));
  else await writeSvg(topology, options.svg);
  return problemWords(topology).length === 0 ? EXIT.passed : EXIT.incomplete;
}

async function printed(topology: Topology, {json, mermaid, ascii}: TopologyOptions, width: number): Promise<string> {
  if (json) return safeJson(`${JSON.stringify(topology, undefined, 2)}\n`);
  if (mermaid) return (await import('../topology/draw/mermaid.ts')).drawMermaid(topology, []);
  const {drawText} = await import('../topology/draw/text.ts');
  const lines = drawText(topology, {width, ascii: ascii === true, path: [], split: splitAtCells, cells});
  return `${lines.join('\n')}\n`;
}

async function writeSvg(topology: Topology, file: string): Promise<void> {
  const {drawSvg} = await import('../topology/draw/svg.ts');
  const svg = await drawSvg(topology, []);
  try {
    writeFileSync(file, svg);
  } catch (error) {
    throw new Failure(`cannot write ${file}: ${(error as Error).message}`);
  }
  process.stdout.write(`written: ${file}\n`);
}
