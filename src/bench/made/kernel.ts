import type {FactRows} from '../../core/facts.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Add} from './plan.ts';

/** The rules that every namespace begins with. */
const RULES: readonly FactRows['ns.rules'][] = [
  {priority: 0, src: 'all', action: 'lookup', table: 'local', flags: []},
  {priority: 32_766, src: 'all', action: 'lookup', table: 'main', flags: []},
  {priority: 32_767, src: 'all', action: 'lookup', table: 'default', flags: []},
];

/** What the kernel of a node says of a namespace with these interfaces: as engines set it, or leave it. */
export function addKernel(add: Add, node: string, netns: string, links: readonly Link[]): void {
  const set = (path: string, value: number) => ({path: `net/${path}`, value: String(value)});
  const ifnames = ['all', 'default', ...links.map(({ifname}) => ifname)];
  const settings = [
    set('ipv4/ip_forward', 1),
    ...ifnames.flatMap(ifname => [
      set(`ipv4/conf/${ifname}/forwarding`, 1),
      set(`ipv4/conf/${ifname}/rp_filter`, netns === 'host' && ifname === 'eth0' ? 1 : 0),
      set(`ipv4/conf/${ifname}/disable_xfrm`, ifname === 'lo' ? 1 : 0),
    ]),
    set('ipv4/vs/conntrack', netns === 'host' ? 0 : 1),
    set('bridge/bridge-nf-call-iptables', 1),
  ];
  add('ns.sysctls', node, settings, netns);
  add('ns.rules', node, RULES, netns);
}
