import type {Mend} from './finding.ts';
import {asRoot, type Look} from './look.ts';
import type {Sending} from './traffic-plan.ts';

/** The command that lets a packet in (`receiver`) or out (`sender`), in the words of the firewall that is there. */
export function openPort({protocol, port, from, to}: Sending, where: 'sender' | 'receiver', look: Look): Mend {
  const isIn = where === 'receiver';
  const [on, peer] = isIn ? [to.id, from.address] : [from.id, to.address];
  const rule = `${isIn ? '-s' : '-d'} ${peer} -p ${protocol} --dport ${port} -j ACCEPT`;
  const chain = isIn ? 'INPUT' : 'OUTPUT';
  const root = (command: string): Mend => ({on, command: asRoot(command, look)});
  const said = (frame: string) => look.frames.get(frame)?.stdout ?? '';
  if (look.frames.get('firewalld')?.exit === 0 && /^running/m.test(said('firewalld'))) {
    return root(
      isIn
        ? `firewall-cmd --permanent --add-port=${port}/${protocol} && ${asRoot('firewall-cmd --reload', look)}`
        : `firewall-cmd --direct --add-rule ipv4 filter OUTPUT 0 ${rule}`,
    );
  }
  if (/^Status: active/m.test(said('ufw'))) {
    return root(
      isIn
        ? `ufw allow from ${peer} to any port ${port} proto ${protocol}`
        : `ufw allow out to ${peer} port ${port} proto ${protocol}`,
    );
  }
  const own = nftChain(said('nft'), isIn ? 'input' : 'output');
  if (own === undefined) return root(`iptables -I ${chain} ${rule}`);
  return root(`nft insert rule ${own} ip ${isIn ? 'saddr' : 'daddr'} ${peer} ${protocol} dport ${port} accept`);
}

/** The chain of a person's own ruleset that decides, `inet filter input`; iptables writes its own in capital letters. */
function nftChain(ruleset: string, hook: 'input' | 'output'): string | undefined {
  let table = '';
  let chain = '';
  for (const line of ruleset.split('\n')) {
    const [, named] = /^table ((?:inet|ip) [\w-]+) \{/.exec(line) ?? [];
    if (/^table /.test(line)) table = named ?? '';
    chain = /^\s+chain ([\w-]+) \{/.exec(line)?.[1] ?? chain;
    const isHook = new RegExp(`^\\s+type filter hook ${hook} `).test(line);
    if (isHook && table !== '' && chain !== hook.toUpperCase()) return `${table} ${chain}`;
  }
  return undefined;
}

/** Whether rules keep some packets from being tracked, so that what is not tracked says nothing. */
export function isUntracked({frames}: Look): boolean {
  const raw = frames.get('raw')?.stdout ?? '';
  return /NOTRACK|--notrack/.test(raw) || /\bnotrack\b/.test(frames.get('nft')?.stdout ?? '');
}
