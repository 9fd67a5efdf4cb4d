import {
  type Fact,
  type FactKind,
  type FactRows,
  LATER_FACTS,
  MANAGER_FACTS,
  NETNS_FACTS,
  type Netns,
  NODE_FACTS,
  PROBE_FACTS,
  type UnknownCause,
} from '../core/facts.ts';
import {withoutBatches} from './batch.ts';
import {commandOf} from './command-text.ts';
import type {Frame} from './frames.ts';
import {outcome} from './outcome.ts';
import {READERS} from './readers.ts';
import type {Reading} from './readings.ts';
import {joinTables} from './tables.ts';

type Found<Kind extends FactKind> = Pick<Fact<Kind>, 'rows' | 'problem'>;

/** What a look at other facts finds besides them: managers know who they are, namespaces their names. */
const BESIDES: ReadonlySet<FactKind> = new Set<FactKind>(['docker.info', 'netns']);

/**
 * Facts of one node out of its frames: those of `kinds`, and those found besides. A recording's frames hold all that there
 * was when it was made.
 */
export function assembleFacts(node: string, read: readonly Frame[], kinds: ReadonlySet<FactKind>): readonly Fact[] {
  const frames = withoutBatches(read);
  const present = new Set(frames.map(frame => frame.label.split(' ')[0]));
  const wanted = (kind: FactKind) =>
    kinds.has(kind) ? present.has(kind) || !LATER_FACTS.has(kind) : BESIDES.has(kind) && present.has(kind);
  const facts: Fact[] = [];
  const add = <Kind extends FactKind>(kind: Kind, found: Found<Kind>, netns?: string) =>
    facts.push({kind, node, ...(netns !== undefined && {netns}), ...found, command: commandOf(kind, netns)});

  const engine = lastGood('docker.info', frames, 'docker.info');
  const isManager = engine.problem === null && engine.rows[0]?.isManager === true;
  for (const kind of [...NODE_FACTS, ...PROBE_FACTS]) if (wanted(kind)) add(kind, lastGood(kind, frames, kind));
  for (const kind of MANAGER_FACTS) {
    if (!wanted(kind)) continue;
    if (isManager || engine.problem !== null)
      add(kind, isManager ? lastGood(kind, frames, kind) : {...engine, rows: []});
    else add(kind, {rows: [], problem: null});
  }
  const places = lookedInto(lastGood('netns', frames, 'netns').rows);
  for (const netns of places) {
    for (const kind of NETNS_FACTS) {
      if (!wanted(kind)) continue;
      const label = `${kind} ${netns.name}`;
      if (kind === 'ns.iptables') add(kind, tables(frames, label), netns.name);
      else add(kind, lastGood(kind, frames, label), netns.name);
    }
  }
  return facts;
}

/** Facts of a node that could not be looked at: every one says why. */
export function unknownFacts(
  node: string,
  kinds: ReadonlySet<FactKind>,
  problem: {readonly cause: UnknownCause; readonly detail: string},
): readonly Fact[] {
  const inHost: readonly FactKind[] = NETNS_FACTS;
  return [...kinds].map(kind => {
    const netns = inHost.includes(kind) ? 'host' : undefined;
    return {kind, node, ...(netns && {netns}), rows: [], problem, command: commandOf(kind, netns)};
  });
}

/** One name for each namespace: the script looks into each inode once, under the first name. */
function lookedInto(names: readonly Netns[]): readonly Netns[] {
  return names.filter((netns, index) => names.findIndex(other => other.inode === netns.inode) === index);
}

/** The rows of the last attempt that ended well, else why the last attempt did not. */
function lastGood<Kind extends Exclude<FactKind, 'ns.iptables'>>(
  kind: Kind,
  frames: readonly Frame[],
  label: string,
): Found<Kind> {
  const attempts = frames.filter(frame => frame.label === label);
  const last = attempts.at(-1);
  if (last === undefined) return {rows: [], problem: {cause: 'missing-fact', detail: 'was not read'}};
  const good = attempts.findLast(frame => frame.exit === 0);
  if (good === undefined) return {rows: [], problem: outcome(last)};
  const read = READERS[kind] as (text: string) => Reading<Kind>;
  const reading = read(good.stdout);
  if ('problem' in reading) return {rows: [], problem: {cause: 'parse', detail: reading.problem}};
  return {rows: reading.rows, problem: null};
}

function tables(frames: readonly Frame[], label: string): Found<'ns.iptables'> {
  const main = frames.find(frame => frame.label === 'iptables')?.stdout.includes('nf_tables') ? 'nft' : 'legacy';
  const joined = joinTables(
    frames.filter(frame => frame.label.startsWith(`${label} `)),
    main,
  );
  if ('problem' in joined) return {rows: [], problem: joined.problem};
  return {rows: joined.chains satisfies readonly FactRows['ns.iptables'][], problem: null};
}
