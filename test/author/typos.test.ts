import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {lint} from '../../src/author/lint.ts';
import {LintCache} from '../../src/author/lint-cache.ts';
import type {Problem} from '../../src/core/problem.ts';
import {misspelt, type Site, sitesIn} from './typos.ts';

const TYPOS = 200;
const SEED = Number(process.env.DEEPDIVE_TYPO_SEED ?? 20_261_127);

const folder = join(mkdtempSync(join(tmpdir(), 'deepdive-typos-')), 'swarm-networking');
cpSync('lessons/swarm-networking', folder, {recursive: true});
afterAll(() => rmSync(folder, {recursive: true}));

/** Numerical Recipes' generator: the same typos every time. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Each lint but the first reads again only what was changed. */
const cache = new LintCache();
/** So many are linted without it too. */
const ANEW = 8;

async function problemsWith(
  {file, offset, word}: Site,
  wrong: string,
  isAnewToo: boolean,
): Promise<readonly Problem[]> {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.slice(0, offset) + wrong + text.slice(offset + word.length));
  try {
    const {problems} = await lint([folder], () => {}, cache);
    if (isAnewToo) expect(problems).toEqual((await lint([folder])).problems);
    return problems;
  } finally {
    writeFileSync(path, text);
  }
}

/** How a typo is told, if at all. `where used`: a name that is given here is missed at its uses, with what it is now. */
function told({file, offset, word}: Site, wrong: string, problems: readonly Problem[]): string {
  if (problems.length === 0) return 'silent';
  const text = readFileSync(join(folder, file), 'utf8');
  const before = text.slice(0, offset).split('\n');
  const line = before.length;
  const here = problems.filter(problem => basename(problem.file) === file && problem.line === line);
  const isMissed = (message: string) => message.includes(wrong) || message.includes(`<${word}`);
  if (here.length === 0) return problems.some(({message}) => isMissed(message)) ? 'where used' : 'elsewhere';
  const names = (message: string) => message.includes(`"${word}"`) || message.includes(word);
  return here.some(({message}) => names(message)) ? 'with the right word' : 'without it';
}

test(`of ${TYPOS} typos none is silent, and nearly all are told at their place with the right word`, async () => {
  // Else every typo would seem to be told of.
  expect((await lint([folder], () => {}, cache)).problems).toEqual([]);
  const random = seeded(SEED);
  const sites = sitesIn(folder);
  const found = new Map<string, string[]>();
  for (let nth = 0; nth < TYPOS; nth++) {
    const site = sites[Math.floor(random() * sites.length)]!;
    const wrong = misspelt(site.word, random);
    const how = told(site, wrong, await problemsWith(site, wrong, nth % (TYPOS / ANEW) === 0));
    const line = readFileSync(join(folder, site.file), 'utf8').slice(0, site.offset).split('\n').length;
    found.set(how, [...(found.get(how) ?? []), `${site.file}:${line} ${site.word} → ${wrong}`]);
  }
  const count = (how: string) => found.get(how)?.length ?? 0;
  expect([found.get('silent') ?? [], found.get('elsewhere') ?? []]).toEqual([[], []]);
  const right = count('with the right word') + count('where used');
  expect(right, JSON.stringify(Object.fromEntries(found), null, 1)).toBeGreaterThanOrEqual(0.95 * TYPOS);
}, 600_000);
