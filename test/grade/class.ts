import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import type {Result} from '../../src/core/result.ts';
import {fixtureText} from '../snapshot/fixture.ts';

const STATES = ['wired', 'end', 'redis-5', 'published'] as const;

/** A small suite with a share, a blocker, what a person grades, and late days. */
export const SUITE = `suite: class
title: A class
version: 1.0.0
policy: {late: {perDay: 0.1, cap: 0.5}}
checks:
  - {id: net, use: net.encrypted@1, with: {network: vote}, points: 2, severity: required}
  - {id: runs, use: svc.replicas@1, with: {service: redis, replicas: 5}, points: 3, dependsOn: [net]}
  - {id: fdb, use: fdb.has-remote-mac@1, with: {network: vote, service: redis}, points: 5, dependsOn: [runs]}
  - {id: vote, use: svc.replicas@1, with: {service: vote, replicas: 3}, points: 2}
`;

export interface Class {
  readonly roster: string;
  readonly suite: string;
  readonly out: string;
}

/** A class whose clusters were stored: each submission has a swarm of its own, in one of four states. */
export function makeClass(folder: string, size: number): Class {
  mkdirSync(folder, {recursive: true});
  const texts = STATES.map(name => fixtureText(name));
  const rows = Array.from({length: size}, (_, nth) => {
    writeFileSync(join(folder, `s${nth}.json.gz`), gzipSync(anotherSwarm(texts[nth % texts.length]!, nth)));
    const day = nth % 3 === 0 ? 22 : 19;
    return `s${nth},"Doe, J. ${nth}",2026-11-${day}T17:00:00Z,2026-11-20T18:00:00Z,s${nth}.json.gz`;
  });
  const [roster, suite] = [join(folder, 'class.csv'), join(folder, 'suite.yaml')];
  writeFileSync(roster, `id,name,submittedAt,due,snapshot\n${rows.join('\n')}\n`);
  writeFileSync(suite, SUITE);
  return {roster, suite, out: join(folder, 'runs')};
}

/** The same state of a swarm that was made at another time. */
function anotherSwarm(text: string, nth: number): string {
  const end = String(nth).padStart(7, '0');
  const cluster = /"clusterId":"(\w+)"/.exec(text)?.[1] ?? '';
  const networks = [...text.matchAll(/"id":"([a-z0-9]{25})","name":"(?:vote|ingress|mynet0|clinic)"/g)].map(
    one => one[1]!,
  );
  return [cluster, ...new Set(networks)].reduce((all, id) => all.replaceAll(id, `${id.slice(0, 18)}${end}`), text);
}

/** Folders of the runs under a folder, oldest first. */
export function runsIn(out: string): readonly string[] {
  return readdirSync(out)
    .sort()
    .map(name => join(out, name));
}

export function resultOf(run: string, id: string): Result {
  return JSON.parse(readFileSync(join(run, id, 'result.json'), 'utf8'));
}

/** What is the same whenever and wherever it was graded. */
export function timeless(run: string, ids: readonly string[]): readonly object[] {
  return ids.map(id => {
    const {
      runId: _run,
      startedAt: _start,
      finishedAt: _finish,
      shard: _shard,
      mode: _mode,
      ...rest
    } = resultOf(run, id);
    return {...rest, checks: rest.checks.map(({durationMs: _took, ...check}) => check)};
  });
}
