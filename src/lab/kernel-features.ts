/** What a kernel may lack that lessons need; `without` says what does not work then. */
const FEATURES = {
  vxlan: {what: 'VXLAN', without: 'no overlay network carries anything'},
  esp: {what: 'ESP', without: 'no overlay network can be encrypted'},
  ipvs: {what: 'IPVS (ip_vs)', without: 'virtual addresses and the routing mesh lead nowhere'},
  mark: {what: 'the firewall of marks (iptables mangle)', without: 'nothing chooses a service by its port'},
} as const;

type Feature = keyof typeof FEATURES;

export const FEATURE_NAMES = ['vxlan', 'esp', 'ipvs', 'mark'] as const satisfies readonly Feature[];

/**
 * Tries each in a network namespace of its own, which ends with the trial; that also loads what the kernel has as a
 * module. Prints `esp=yes`, a line each.
 */
export const FEATURES_SCRIPT = `try() {
  name=$1; shift
  if why=$(unshare -n "$@" 2>&1); then echo "$name=yes"; else echo "$name=no"; fi
}
try vxlan ip link add type vxlan id 1 dstport 4789
try esp ip xfrm state add src 127.0.0.1 dst 127.0.0.2 proto esp spi 1 mode transport \\
  aead 'rfc4106(gcm(aes))' 0x000102030405060708090a0b0c0d0e0f10111213 64
try ipvs ipvsadm -A -f 1 -s rr
try mark iptables -t mangle -A PREROUTING -p tcp --dport 80 -j MARK --set-mark 1
`;

/** The features that were tried and are not there. */
export function lackingFeatures(said: string): readonly Feature[] {
  const lines = new Set(said.split('\n'));
  return FEATURE_NAMES.filter(name => lines.has(`${name}=no`));
}

/** One line a feature that is lacking. */
export function describeLacks(lacks: readonly Feature[]): readonly string[] {
  return lacks.map(name => `the kernel has no ${FEATURES[name].what}: ${FEATURES[name].without}`);
}
