import {dirname, resolve} from 'node:path';
import type {Report, Spot} from '../core/source.ts';
import type {Submission, SubmissionNode, Where} from './roster.ts';
import type {SubmissionYaml} from './roster-schema.ts';

export interface Place {
  /** Of the roster; paths in it count from its folder. */
  readonly file: string;
  readonly due: string | undefined;
  readonly sshConfig: string | undefined;
  /** Of a key of the submission; without one, of it as a whole. */
  readonly at: (key: string | undefined) => Spot;
  readonly report: Report;
}

/** A submission as it was written; undefined, and reported, when it does not say where the work is. */
export function toSubmission(one: SubmissionYaml, place: Place): Submission | undefined {
  const where = whereOf(one, place);
  if (where === undefined) return undefined;
  const {id, student = id, name, email, submittedAt = null, attempt} = one;
  return {
    id,
    student: {id: student, ...(name !== undefined && {name}), ...(email !== undefined && {email})},
    submittedAt,
    due: one.due ?? place.due ?? null,
    attempt,
    where,
  };
}

function whereOf({cluster, nodes, snapshot}: SubmissionYaml, place: Place): Where | undefined {
  const {at, report} = place;
  const said = [cluster, nodes, snapshot].filter(one => one !== undefined).length;
  if (said !== 1) {
    report(at(undefined), 'expected exactly one of cluster (a name), nodes (hosts) and snapshot (a file)');
    return undefined;
  }
  const from = (path: string) => resolve(dirname(place.file), path);
  if (snapshot !== undefined) return {kind: 'snapshot', file: from(snapshot)};
  if (cluster !== undefined) return {kind: 'cluster', name: cluster};
  const all = nodesOf(nodes ?? {}, place);
  const {sshConfig} = place;
  return all && {kind: 'nodes', nodes: all, ...(sshConfig !== undefined && {sshConfig: from(sshConfig)})};
}

function nodesOf(
  nodes: NonNullable<SubmissionYaml['nodes']>,
  {at, report}: Place,
): readonly SubmissionNode[] | undefined {
  const entries = Object.entries(nodes);
  const without = entries.find(([, {ssh, local}]) => (ssh === undefined) === (local === undefined));
  if (without !== undefined) {
    report(at('nodes'), `nodes.${without[0]}: expected a host, {ssh: user@host, role: …} or {local: true, role: …}`);
    return undefined;
  }
  if (!entries.some(([, {role}]) => role === 'manager')) {
    report(at('nodes'), 'nodes: one at least must be a manager');
    return undefined;
  }
  return entries.map(([id, {ssh, role}]) => ({id, role, ...(ssh !== undefined && {ssh})}));
}

/** Each id once: two submissions would share a folder. Letters alone do not tell apart, as not every disk does. */
export function uniqueIds(submissions: readonly Submission[], at: (index: number) => Spot, report: Report): void {
  const seen = new Set<string>();
  submissions.forEach(({id}, index) => {
    const folded = id.toLowerCase();
    if (seen.has(folded)) report(at(index), `id: there is a submission ${id} before this one already`);
    seen.add(folded);
  });
}
