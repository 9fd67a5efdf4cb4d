import type {ClusterState} from './state.ts';

/** The command that finds out why a node cannot be reached; undefined for a recording, of which nobody can. */
export function doctorWords({name, transport}: ClusterState): string | undefined {
  return transport === 'recording' ? undefined : `deepdive doctor --cluster ${name} looks for what is in the way`;
}

/** What to do about nodes that give no answer; undefined where all do. */
export function noAnswerWords(cluster: ClusterState): string | undefined {
  return cluster.nodes.some(({reached}) => reached === 'no') ? doctorWords(cluster) : undefined;
}
