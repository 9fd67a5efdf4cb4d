import {writeFileSync} from 'node:fs';
import type {Snapshot} from '../core/facts.ts';
import {EXIT, Failure} from '../core/failure.ts';
import {neutralise} from '../core/neutral.ts';
import {cells, splitAtCells} from '../render/cells.ts';
import type {Letters} from '../render/letters.ts';
import {wrapWords} from '../render/wrap-words.ts';
import {topologyOf} from '../topology/build.ts';
import {problemWords} from '../topology/draw/words.ts';
import type {Topology} from '../topology/topology.ts';
import type {Walk} from '../topology/walk.ts';
import {outputLetters, print, printJson} from './print.ts';
import {takeSnapshot} from './take-snapshot.ts';
import type {TopologyOptions} from './topology.ts';
import {readWidth} from './width.ts';

/** Columns that a hop goes on at. */
const HANGING = 4;

/** What is drawn. */
interface Drawn {
  readonly topology: Topology;
  /** What is highlighted in it. */
  readonly walk: Walk | null;
}

/** Draws the topology in the way that is asked for; gives the exit code. */
export async function drawTopology(options: TopologyOptions): Promise<number> {
  const width = readWidth(options.width);
  const asked = ['svg', 'mermaid', 'json'].filter(way => way in options);
  if (asked.length > 1) {
    throw new Failure(`topology: expected one way to draw, found ${asked.map(way => `--${way}`).join(' and ')}`);
  }
  if ((options.from === undefined) !== (options.to === undefined)) {
    throw new Failure('topology: expected --from and --to together, found one of them');
  }
  const snapshot = await takeSnapshot(options);
  const drawn = {topology: topologyOf(snapshot), walk: await followed(snapshot, options)};
  if (options.svg === undefined) await printDrawn(drawn, options, width);
  else await writeSvg(drawn, options.svg);
  return codeOf(drawn);
}

async function followed(snapshot: Snapshot, {from, to}: TopologyOptions): Promise<Walk | null> {
  if (from === undefined || to === undefined) return null;
  const [{follow}, {endsOf}] = await Promise.all([import('../topology/walk/follow.ts'), import('./walk-ends.ts')]);
  const ends = endsOf(snapshot, from, to);
  return follow(snapshot, ends.from, ends.to);
}

async function codeOf({topology, walk}: Drawn): Promise<number> {
  if (problemWords(topology).length > 0) return EXIT.incomplete;
  if (walk === null) return EXIT.passed;
  const {outcomeOf} = await import('../topology/walk/outcome.ts');
  return {ok: EXIT.passed, broken: EXIT.failed, unknown: EXIT.incomplete}[outcomeOf(walk)];
}

async function printDrawn(
  {topology, walk}: Drawn,
  {json, mermaid, ascii}: TopologyOptions,
  width: number,
): Promise<void> {
  if (json) return printJson(`${JSON.stringify({...topology, ...(walk && {walk})}, undefined, 2)}\n`);
  const letters = outputLetters(ascii);
  if (mermaid) {
    const {drawMermaid} = await import('../topology/draw/mermaid.ts');
    process.stdout.write(
      letters.kind === 'ascii' ? withEntities(drawMermaid(topology, walk)) : drawMermaid(topology, walk),
    );
    return;
  }
  const {drawText} = await import('../topology/draw/text.ts');
  const lines = drawText(topology, {width, walk, split: splitAtCells, cells}).map(letters.cells);
  const below = walk === null ? [] : await walkedLines({topology, walk}, letters, width);
  process.stdout.write(`${[...lines, ...below].join('\n')}\n`);
}

/** The hops below the drawing, by the numbers that they have in it. */
async function walkedLines(
  {topology, walk}: {readonly topology: Topology; readonly walk: Walk},
  letters: Letters,
  width: number,
): Promise<readonly string[]> {
  const {hopList} = await import('../topology/draw/hop-list.ts');
  const {summary} = await import('../topology/walk/outcome.ts');
  // What is printed last is what stays in sight.
  const last = walk.branches.length === 0 ? [] : ['', ...summary(walk)];
  const lines = [...hopList(topology, walk), ...last].flatMap(words => {
    const plain = neutralise(words).replace(/[\t\n]/g, ' ');
    return wrapWords(letters.words(plain), width - HANGING).map((text, index) =>
      index === 0 ? text : ' '.repeat(HANGING) + text,
    );
  });
  return ['', ...lines];
}

/** Mermaid reads `#8230;` as the character of that number. */
function withEntities(chart: string): string {
  return chart.replace(/[^\x00-\x7f]/gu, sign => `#${sign.codePointAt(0)};`);
}

async function writeSvg({topology, walk}: Drawn, file: string): Promise<void> {
  const {drawSvg} = await import('../topology/draw/svg.ts');
  const svg = await drawSvg(topology, walk);
  try {
    writeFileSync(file, svg);
  } catch (error) {
    throw new Failure(`cannot write ${file}: ${(error as Error).message}`);
  }
  print(`written: ${file}\n`);
}
