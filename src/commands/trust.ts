import type {Cluster} from '../cluster/cluster.ts';
import type {Module} from '../core/lesson.ts';
import type {Trust} from '../session/trust.ts';
import {isAgreed, keepAgreement, latestAgreement} from '../state/agreements.ts';
import {agreementFolder} from '../state/paths.ts';

/** The person's word that a module may run on a cluster; undefined for a recording, where nothing runs. */
export function trustIn(module: Module, cluster: Cluster): Trust | undefined {
  if (cluster.transport === 'recording') return undefined;
  const folder = agreementFolder(process.env, module.id, cluster.name);
  return {
    isGiven: () => isAgreed(folder, module.hash),
    before: () => latestAgreement(folder)?.commands,
    give: commands => keepAgreement(folder, module.hash, {at: Date.now(), commands}),
  };
}
