import type {Fault} from './fault.ts';

/** Associations and policies as lines for `ip -batch`; the keys stay on the node. */
const SAVE = `
ip xfrm state list | awk '
  /^src/ {a = $0} /^\\tproto/ {sub(/^\\t/, ""); b = $0} /^\\taead/ {k = $3; print "xfrm state add " a " " b " aead rfc4106(gcm(aes)) " k " " $4}
' >/tmp/fault-xfrm
ip xfrm policy list | awk '
  /^src/ {a = $0} /^\\tmark/ {sub(/^\\t/, ""); m = $0} /^\\ttmpl/ {sub(/^\\t/, ""); t = $0} /^\\t\\tproto/ {sub(/^\\t\\t/, ""); print "xfrm policy add " a " dir out " m " " t " " $0}
' | sed 's,mark \\([^/]*\\)/\\([^ ]*\\),mark \\1 mask \\2,' >>/tmp/fault-xfrm
`;
const RESTORE = 'ip xfrm state flush; ip xfrm policy flush; ip -batch /tmp/fault-xfrm && rm /tmp/fault-xfrm';

export const ENCRYPTION: readonly Fault[] = [
  {
    name: 'the firewall drops what comes encrypted',
    node: 'swarm-02',
    harm: 'iptables -I INPUT -p esp -j DROP',
    undo: 'iptables -D INPUT -p esp -j DROP',
    fails: {
      'xfrm.pairs f-net': [
        'dropped',
        'swarm-02: what swarm-01 sends encrypted to swarm-02 is dropped by -t filter -A INPUT -p esp -j DROP',
      ],
    },
  },
  {
    // Heals when the peer's next endpoint comes to the network, and not before.
    name: 'nothing of IPsec is left',
    node: 'swarm-01',
    harm: `${SAVE} ip xfrm state flush; ip xfrm policy flush`,
    undo: RESTORE,
    fails: {
      'xfrm.pairs f-net': ['no_policy', 'swarm-01: no policy encrypts udp 4789 from 10.77.0.11 to 10.77.0.12'],
      'wire.encrypted f-net': ['in_clear', 'what swarm-01 sent over f-net is in clear on the wire'],
    },
    probes: ['probe.wire'],
  },
  {
    name: 'the association that a peer sends with is gone',
    node: 'swarm-01',
    harm: `${SAVE} ip xfrm state delete src 10.77.0.12 dst 10.77.0.11 proto esp spi {spi.2to1}`,
    undo: RESTORE,
    fails: {
      'xfrm.pairs f-net': [
        'no_association',
        'swarm-01: there is no security association from 10.77.0.12 to 10.77.0.11 with the SPI {spi.2to1} that swarm-02 uses',
      ],
    },
  },
  {
    name: 'a policy leads to another node',
    node: 'swarm-01',
    harm: `${SAVE} ip xfrm policy update src 10.77.0.11/32 dst 10.77.0.12/32 proto udp dport 4789 dir out mark 0xd0c4e3 tmpl src 10.77.0.11 dst 10.77.0.13 proto esp spi {spi.1to2} reqid 13681891 mode transport`,
    undo: RESTORE,
    fails: {
      'xfrm.pairs f-net': [
        'other_peer',
        'swarm-01: the policy for udp 4789 from 10.77.0.11 to 10.77.0.12 leads into 10.77.0.11 -> 10.77.0.13',
      ],
    },
  },
  {
    name: 'a policy encrypts nothing',
    node: 'swarm-01',
    harm: `${SAVE} ip xfrm policy update src 10.77.0.11/32 dst 10.77.0.12/32 proto udp dport 4789 dir out mark 0xd0c4e3`,
    undo: RESTORE,
    fails: {
      'xfrm.pairs f-net': [
        'no_template',
        'swarm-01: the policy for udp 4789 from 10.77.0.11 to 10.77.0.12 asks for nothing, not for ESP',
      ],
    },
  },
  {
    name: 'nothing marks what has to be encrypted',
    node: 'swarm-03',
    harm: 'save host mangle; iptables -t mangle -F OUTPUT',
    undo: 'restore host mangle',
    fails: {
      'xfrm.pairs f-net': ['no_mark_rule', 'swarm-03: no rule of mangle OUTPUT marks what leaves for VNI {net.vni}'],
    },
  },
  {
    name: 'what has to be encrypted leaves before it is marked',
    node: 'swarm-03',
    harm: 'iptables -t mangle -I OUTPUT -p udp --dport 4789 -j ACCEPT',
    undo: 'iptables -t mangle -D OUTPUT -p udp --dport 4789 -j ACCEPT',
    fails: {
      'xfrm.pairs f-net': [
        'passed_by',
        'swarm-03: no rule of mangle OUTPUT marks what leaves for VNI {net.vni}; -t mangle -A OUTPUT -p udp --dport 4789 -j ACCEPT takes it before',
      ],
      'wire.encrypted f-net': ['in_clear', 'what swarm-03 sent over f-net is in clear on the wire'],
    },
    probes: ['probe.wire'],
  },
  {
    name: 'what comes in clear is let in before it is dropped',
    node: 'swarm-03',
    harm: 'iptables -I INPUT -p udp --dport 4789 -j ACCEPT',
    undo: 'iptables -D INPUT -p udp --dport 4789 -j ACCEPT',
    fails: {
      'xfrm.pairs f-net': [
        'passed_by',
        'swarm-03: no rule of filter INPUT drops what comes in clear for VNI {net.vni}; -t filter -A INPUT -p udp --dport 4789 -j ACCEPT takes it before',
      ],
    },
  },
];
