import {TRIALS} from '../lab/kernel-features.ts';

/** What a swarm needs of a kernel, and how each is tried and read. */
export interface Feature {
  readonly name: string;
  readonly what: string;
  /** What does not work without it. */
  readonly without: string;
  /** Shell, in a network namespace of its own; fails where the kernel lacks it. */
  readonly trial: string;
  /** As the kernel's configuration names it, without `CONFIG_`. */
  readonly option: string;
  readonly module: string;
}

export const FEATURES: readonly Feature[] = [
  {
    name: 'vxlan',
    what: 'VXLAN',
    without: 'no overlay network carries anything',
    trial: TRIALS.vxlan,
    option: 'VXLAN',
    module: 'vxlan',
  },
  {
    name: 'bridge',
    what: 'bridges',
    without: 'no container has a network',
    trial: 'ip link add type bridge',
    option: 'BRIDGE',
    module: 'bridge',
  },
  {
    name: 'veth',
    what: 'veth pairs',
    without: 'no container has a network',
    trial: 'ip link add type veth',
    option: 'VETH',
    module: 'veth',
  },
  {
    name: 'br_netfilter',
    what: 'the firewall of bridges (br_netfilter)',
    without: 'packets between containers of one bridge pass unseen by iptables',
    // It has no tool of its own: its settings are there, or a module that brings them would load.
    trial: `sh -c '[ -e /proc/sys/net/bridge/bridge-nf-call-iptables ] || modprobe -n br_netfilter'`,
    option: 'BRIDGE_NETFILTER',
    module: 'br_netfilter',
  },
  {
    name: 'ip_vs',
    what: 'IPVS with round robin (ip_vs, ip_vs_rr)',
    without: 'virtual addresses and the routing mesh lead nowhere',
    trial: TRIALS.ipvs,
    option: 'IP_VS_RR',
    module: 'ip_vs_rr',
  },
  {
    name: 'xt_ipvs',
    what: 'the match for IPVS of iptables (xt_ipvs)',
    without: 'the routing mesh does not find its way back',
    trial: 'iptables -t nat -A POSTROUTING -d 192.0.2.0/24 -m ipvs --ipvs -j SNAT --to-source 192.0.2.1',
    option: 'NETFILTER_XT_MATCH_IPVS',
    module: 'xt_ipvs',
  },
  {
    name: 'mark',
    what: 'the firewall of marks (iptables mangle)',
    without: 'nothing chooses a service by its port',
    trial: TRIALS.mark,
    option: 'NETFILTER_XT_MARK',
    module: 'xt_mark',
  },
  {
    name: 'nat',
    what: 'address translation (iptables nat)',
    without: 'containers reach nothing outside, and no port is published',
    trial: 'iptables -t nat -A POSTROUTING -s 192.0.2.0/24 -j MASQUERADE',
    option: 'NF_NAT',
    module: 'nf_nat',
  },
  {
    name: 'esp',
    what: 'ESP',
    without: 'no overlay network can be encrypted',
    trial: TRIALS.esp,
    option: 'INET_ESP',
    module: 'esp4',
  },
];
