import type {ClusterState} from '../session/state.ts';

/** `RECORDED docker 26.1.5` for playback; undefined for a cluster that is really there. */
export function badgeText({transport, badge}: ClusterState): string | undefined {
  if (transport !== 'recording') return undefined;
  return badge?.startsWith('RECORDED') === true ? badge : `RECORDED ${badge ?? ''}`.trimEnd();
}
