import type {Cluster} from '../cluster/cluster.ts';
import type {Module} from '../core/lesson.ts';
import type {Trust} from '../session/trust.ts';
import {whereWords} from '../session/where-words.ts';
import {isAgreed, keepAgreement, latestAgreement} from '../state/agreements.ts';
import {agreementFolder} from '../state/paths.ts';

/**
 * The person's word that a module may run on a cluster; undefined for a recording, where nothing runs but code that the
 * module brings, if it does. It is given for
 * the machines that the name stands for: where `clusters.yaml` names others, it is asked for anew.
 */
export function trustIn(module: Module, cluster: Cluster): Trust | undefined {
  if (cluster.transport === 'recording' && module.own.length === 0) return undefined;
  const folder = agreementFolder(process.env, module.id, cluster.name);
  const where = whereWords(cluster);
  return {
    where,
    isGiven: () => isAgreed(folder, module.hash, where),
    before: () => latestAgreement(folder),
    give: commands => keepAgreement(folder, module.hash, {at: Date.now(), where, commands}),
  };
}
