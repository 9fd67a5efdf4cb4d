import type {SessionState} from '../state.ts';
import type {Replace} from './addresses.ts';

/**
 * Host names of the cluster's nodes: `node-1`, and `host-1` where the machine has another name than the node. A domain
 * behind one goes as well.
 */
export function createNames({cluster, look}: Pick<SessionState, 'cluster' | 'look'>): Replace {
  const standIns = new Map<string, string>();
  cluster.nodes.forEach(({id}, index) => {
    standIns.set(id.toLowerCase(), `node-${index + 1}`);
  });
  cluster.nodes.forEach(({id, probed}, index) => {
    const engine = look?.snapshot.facts.get(`docker.info@${id}`)?.rows[0] as {readonly hostname?: string} | undefined;
    for (const host of [probed.host, engine?.hostname]) {
      const name = host?.toLowerCase() ?? '';
      if (name !== '' && name !== 'localhost' && !standIns.has(name)) standIns.set(name, `host-${index + 1}`);
    }
  });
  if (standIns.size === 0) return text => text;
  const longestFirst = [...standIns.keys()].sort((a, b) => b.length - a.length).map(literal);
  const pattern = new RegExp(`(?<![\\w-])(${longestFirst.join('|')})((?:\\.[a-z][a-z0-9-]*)*)(?![\\w-])`, 'gi');
  return text =>
    text.replace(pattern, (_, name: string, domain: string) => {
      return `${standIns.get(name.toLowerCase())!}${domain === '' ? '' : '.example'}`;
    });
}

/** As a pattern that matches nothing else. */
function literal(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}
