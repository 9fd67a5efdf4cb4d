import * as z from 'zod';
import type {Snapshot} from '../core/facts.ts';

const sha = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.nullable(z.string());

const manifestSchema = z.strictObject({
  schema: z.literal('manifest/1'),
  tool: z.string(),
  suite: sha,
  submission: z.strictObject({
    id: z.string(),
    student: z.strictObject({id: z.string(), name: z.string().optional(), email: z.string().optional()}),
    submittedAt: time,
    due: time,
    attempt: z.int().min(1),
  }),
  mode: z.enum(['live', 'recording']),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** Null when there is none; `problem` says why there is none, or not all. */
  snapshot: z.nullable(z.strictObject({sha256: sha, bytes: z.int()})),
  problem: z.nullable(z.string()),
  /** What the challenge of the suite came to; null when none was put. */
  challenge: z.nullable(z.strictObject({sha256: sha, bytes: z.int()})),
  /** What tells this cluster from every other. */
  identity: z.strictObject({
    clusters: z.array(z.string()),
    networks: z.array(z.string()),
    macs: z.array(z.string()),
  }),
});

/** What the evidence of a submission is: enough to grade it again. */
export type Manifest = z.infer<typeof manifestSchema>;

export type Identity = Manifest['identity'];

export function readManifest(text: string): Manifest | undefined {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What a swarm draws at random when it is made: a copied one has the same. */
export function identityOf(snapshot: Snapshot | null): Identity {
  const clusters = new Set<string>();
  const networks = new Set<string>();
  const macs = new Set<string>();
  for (const {kind, rows} of snapshot?.facts.values() ?? []) {
    if (kind === 'docker.info') {
      for (const {clusterId} of rows as Rows<'docker.info'>) if (clusterId) clusters.add(clusterId);
    } else if (kind === 'docker.networks') {
      for (const {id, scope, containers} of rows as Rows<'docker.networks'>) {
        if (scope !== 'swarm') continue;
        networks.add(id);
        for (const {mac, ipv4} of containers) if (mac && ipv4 && !isDerived(mac, ipv4)) macs.add(mac);
      }
    }
  }
  return {clusters: [...clusters].sort(), networks: [...networks].sort(), macs: [...macs].sort()};
}

type Rows<Kind extends keyof import('../core/facts.ts').FactRows> =
  readonly import('../core/facts.ts').FactRows[Kind][];

/** Engines before 28 make the MAC from the address, which is the same in every swarm. */
function isDerived(mac: string, ipv4: string): boolean {
  const digits = ipv4.split('.').map(part => Number(part).toString(16).padStart(2, '0'));
  return mac.toLowerCase() === `02:42:${digits.join(':')}`;
}
