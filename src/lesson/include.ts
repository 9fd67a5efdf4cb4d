import {realpath} from 'node:fs/promises';
import {isAbsolute, join, relative, sep} from 'node:path';
import {makeSource, type Report, type Source, type Spot} from '../core/source.ts';
import {type Block, readBlocks} from './blocks.ts';
import type {Comment} from './comment.ts';
import type {TextResult} from './read-text.ts';

const MAX_DEPTH = 5;
/** Includes within includes may multiply; no lesson needs as many. */
const MAX_FILES = 50;

/** What stands at a path that a lesson includes. */
export type Included = TextResult | {readonly leadsOutside: true};

export interface IncludeContext {
  /** The module's folder. */
  readonly folder: string;
  readonly look: (path: string) => Promise<Included>;
  readonly report: Report;
}

/** The blocks of a text, with each `@include` replaced by the blocks of the file it names. */
export async function blocksWithIncludes(
  source: Source,
  from: number,
  context: IncludeContext,
): Promise<readonly Block[]> {
  const budget = {files: MAX_FILES};
  return expand(readBlocks(source, from, context.report), [source.file], budget, context);
}

interface Budget {
  files: number;
}

async function expand(
  blocks: readonly Block[],
  open: readonly string[],
  budget: Budget,
  context: IncludeContext,
): Promise<readonly Block[]> {
  const all: Block[] = [];
  for (const block of blocks) {
    if (block.kind !== 'comment' || block.comment.kind !== 'include') all.push(block);
    else for (const included of await include(block.comment, block.spot, open, budget, context)) all.push(included);
  }
  return all;
}

async function include(
  comment: Comment,
  spot: Spot,
  open: readonly string[],
  budget: Budget,
  context: IncludeContext,
): Promise<readonly Block[]> {
  const {folder, look, report} = context;
  const path = comment.argument;
  const refuse = (message: string): readonly Block[] => {
    report(path === undefined ? spot : comment.argumentSpot, `@include: ${message}`);
    return [];
  };
  if (path === undefined) return refuse('expected a file of this module: <!-- @include parts/name.md -->');
  if (!path.endsWith('.md')) return refuse(`expected a Markdown file, found "${path}"`);
  if (comment.yaml.text.trim() !== '') return refuse('takes a file and nothing else');
  const file = join(folder, path);
  if (!isWithin(folder, file) || isAbsolute(path)) return refuse(`"${path}" lies outside of the module`);
  if (open.includes(file))
    return refuse(`the files include each other: ${[...open.slice(open.indexOf(file)), file].join(' → ')}`);
  if (open.length > MAX_DEPTH) return refuse(`includes may nest at most ${MAX_DEPTH} deep`);
  if (budget.files-- <= 0) return refuse(`a lesson may include at most ${MAX_FILES} files`);
  const result = await look(file);
  if ('leadsOutside' in result) return refuse(`"${path}" is a link that leads out of the module`);
  if ('problem' in result) return refuse(`${path}: ${result.problem}`);
  const source = makeSource(file, result.text);
  return expand(readBlocks(source, 0, report), [...open, file], budget, context);
}

/** Looks at files for the lessons of a module: what links lead to outside of its folder is not read. */
export function lookWithin(
  folder: string,
  readText: (path: string) => Promise<TextResult>,
): (path: string) => Promise<Included> {
  return async path => ((await leadsOutside(folder, path)) ? {leadsOutside: true} : readText(path));
}

function isWithin(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function leadsOutside(folder: string, file: string): Promise<boolean> {
  try {
    return !isWithin(await realpath(folder), await realpath(file));
  } catch {
    // It does not exist; reading it says so.
    return false;
  }
}
