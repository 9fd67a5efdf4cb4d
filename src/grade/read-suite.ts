import {createHash} from 'node:crypto';
import type {Problem} from '../core/problem.ts';
import {hasErrors} from '../core/problem.ts';
import {makeSource, reportInto} from '../core/source.ts';
import {readYaml} from '../core/yaml/read-yaml.ts';
import type {Known} from '../lesson/known.ts';
import {readText} from '../lesson/read-text.ts';
import {readChallenge} from './read-challenge.ts';
import {readCheck} from './read-check.ts';
import type {Suite} from './suite.ts';
import {suiteSchema} from './suite-schema.ts';

export type ReadSuite =
  /** What may be misspelt in it does not keep anybody from being graded. */
  | {readonly kind: 'read'; readonly suite: Suite; readonly warnings?: readonly Problem[]}
  | {readonly kind: 'unusable'; readonly problems: readonly Problem[]};

/** Reads a suite; `known` tells which assertions there are, and judges their arguments. */
export async function readSuite(file: string, known: Known): Promise<ReadSuite> {
  const read = await readText(file);
  if ('problem' in read) {
    return {kind: 'unusable', problems: [{file, line: 1, column: 1, message: read.problem, severity: 'error'}]};
  }
  return parseSuite(file, read.text, known);
}

export function parseSuite(file: string, text: string, known: Known): ReadSuite {
  const problems: Problem[] = [];
  const report = reportInto(problems);
  const source = makeSource(file, text);
  const yaml = readYaml(suiteSchema, {text: source.text, spot: {source, offset: 0}}, report);
  if (!yaml.ok) return {kind: 'unusable', problems};
  const {value, where} = yaml;
  const challenge = value.challenge === undefined ? null : readChallenge(value.challenge, {where, report, known});
  const {policy} = value;
  const parts = value.parts.map(one => one.id);
  const {visibility, timeout: timeoutMs} = value.defaults;
  const checks = value.checks.flatMap((one, index) => {
    const before = value.checks.slice(0, index);
    return (
      readCheck(one, {
        base: ['checks', index],
        before,
        parts,
        visibility,
        timeoutMs,
        minTrust: policy.minTrust,
        challenge,
        where,
        report,
        known,
      }) ?? []
    );
  });
  if (hasErrors(problems)) return {kind: 'unusable', problems};
  const {suite: id, title, version} = value;
  const {late = null} = policy;
  const attempts = policy.attempts === undefined ? null : {...policy.attempts, max: policy.attempts.max ?? null};
  const sha256 = createHash('sha256').update(text).digest('hex');
  return {
    kind: 'read',
    suite: {id, title, version, file, sha256, parts: value.parts, checks, late, attempts, challenge},
  };
}
