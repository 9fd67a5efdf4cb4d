import type {Cluster} from '../cluster/cluster.ts';
import type {FactKind} from '../core/facts.ts';
import {Failure} from '../core/failure.ts';
import type {AddressOf} from '../snapshot/probe-outside.ts';
import type {ChallengeEvidence} from './challenge-evidence.ts';
import {readStored, type Seen, seenNow, unseen} from './evidence.ts';
import {type ChallengePlan, putChallenge} from './put-challenge.ts';
import type {Where} from './roster.ts';

export interface LookUp {
  readonly kinds: ReadonlySet<FactKind>;
  readonly nodeMs: number;
  readonly submissionMs: number;
  /** Opens a cluster by its name. */
  readonly openNamed: (name: string) => Promise<Cluster>;
  readonly runtimeDir: string | undefined;
  readonly now: () => number;
  readonly nonce: () => string;
  readonly signal: AbortSignal;
  /** Waits for its turn with that many sessions. */
  readonly withSessions: <T>(sessions: number, work: () => Promise<T>) => Promise<T>;
}

export interface Looked {
  readonly seen: Seen;
  readonly challenge: ChallengeEvidence | null;
  /** Settles when all connections are closed. */
  readonly closed: Promise<void>;
}

/** Looks at the work of a student, wherever it is. What cannot be looked at is told, and never thrown. */
export async function lookUp(where: Where, plan: ChallengePlan | undefined, options: LookUp): Promise<Looked> {
  const without = (seen: Seen): Looked => ({seen, challenge: null, closed: Promise.resolve()});
  if (where.kind === 'snapshot') return without(await options.withSessions(1, () => readStored(where.file)));
  let cluster: Cluster;
  try {
    cluster = await open(where, options);
  } catch (error) {
    if (error instanceof Failure) return without(unseen(error.message));
    throw error;
  }
  try {
    const looked = await options.withSessions(cluster.nodes.length, () => lookAt(cluster, where, plan, options));
    return {...looked, closed: cluster.close()};
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

async function open(where: Exclude<Where, {kind: 'snapshot'}>, options: LookUp): Promise<Cluster> {
  if (where.kind === 'cluster') return options.openNamed(where.name);
  const {openInventoryCluster} = await import('../cluster/open-inventory.ts');
  const {nodes, sshConfig} = where;
  const described = {name: 'submission', nodes, images: {}, ...(sshConfig !== undefined && {sshConfig})};
  return openInventoryCluster(described, options.runtimeDir);
}

/** Beyond the time of the submission what still runs is stopped, and that is told of each fact that is not in yet. */
async function lookAt(
  cluster: Cluster,
  where: Where,
  plan: ChallengePlan | undefined,
  {kinds, nodeMs, submissionMs, now, nonce, signal: interrupted}: LookUp,
): Promise<Omit<Looked, 'closed'>> {
  const {collectSnapshot} = await import('../snapshot/collect.ts');
  const late = AbortSignal.timeout(submissionMs);
  const signal = AbortSignal.any([interrupted, late]);
  const addressOf = addressesOf(where);
  const collect = () => collectSnapshot(cluster, {kinds, timeoutMs: nodeMs, now, nonce, signal, addressOf});
  const {snapshot, challenge} =
    plan === undefined
      ? {snapshot: await collect(), challenge: null}
      : await putChallenge(cluster, plan, {collect, now, signal});
  const over = `not all was looked at: ${submissionMs / 1000} s, the time for one submission, were over`;
  return {seen: await seenNow(snapshot, late.aborted ? over : null), challenge};
}

/** Only by what the roster says, and never by what a node says of itself: nobody sends this machine elsewhere. */
function addressesOf(where: Where): AddressOf {
  return async id => {
    if (where.kind !== 'nodes')
      return {problem: 'asked from outside are only nodes that the roster names by their hosts'};
    const ssh = where.nodes.find(node => node.id === id)?.ssh;
    if (ssh === undefined) return {problem: `${id} is this machine, from which nothing is outside`};
    const {sshAddress} = await import('../cluster/ssh-address.ts');
    return sshAddress(ssh, where.sshConfig);
  };
}
