import {existsSync, readFileSync, statSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import type {Problem} from '../core/problem.ts';
import {GRADING} from '../grade/read-grading.ts';
import {readSuite} from '../grade/read-suite.ts';
import {readOwnFiles} from '../lesson/own-files.ts';
import {known} from './known.ts';

/** Files of YAML that stand in the folder of a module. */
const OF_MODULE = ['module.yaml', GRADING];

/** Whether a path is that of a suite of a grader, which stands by itself. */
export function isSuite(path: string): boolean {
  if (!/\.ya?ml$/.test(path) || OF_MODULE.includes(basename(path))) return false;
  return existsSync(path) && statSync(path).isFile() && /^suite[ \t]*:/m.test(readFileSync(path, 'utf8'));
}

/** What is wrong in a suite. Names that the code of a module beside it may define are not looked up. */
export async function lintSuite(file: string): Promise<readonly Problem[]> {
  const {files} = await readOwnFiles(dirname(file));
  const read = await readSuite(file, files.length > 0 ? {...known, mayBeOwn: true} : known);
  return read.kind === 'read' ? (read.warnings ?? []) : read.problems;
}
