/** What a kernel may lack that lessons need; `without` says what does not work then. */
const FEATURES = {
  vxlan: {what: 'VXLAN', without: 'no overlay network carries anything'},
  esp: {what: 'ESP', without: 'no overlay network can be encrypted'},
  ipvs: {what: 'IPVS (ip_vs)', without: 'virtual addresses and the routing mesh lead nowhere'},
  mark: {what: 'the firewall of marks (iptables mangle)', without: 'nothing chooses a service by its port'},
} as const;

type Feature = keyof typeof FEATURES;

export const FEATURE_NAMES = ['vxlan', 'esp', 'ipvs', 'mark'] as const satisfies readonly Feature[];

/** The trial of each: a line for a namespace of its own, which fails where the kernel lacks the feature. */
export const TRIALS: Readonly<Record<Feature, string>> = {
  vxlan: 'ip link add type vxlan id 1 dstport 4789',
  esp: `ip xfrm state add src 127.0.0.1 dst 127.0.0.2 proto esp spi 1 mode transport \\
  aead 'rfc4106(gcm(aes))' 0x000102030405060708090a0b0c0d0e0f10111213 64`,
  ipvs: 'ipvsadm -A -f 1 -s rr',
  mark: 'iptables -t mangle -A PREROUTING -p tcp --dport 80 -j MARK --set-mark 1',
};

/**
 * Tries each in a network namespace of its own, which ends with the trial; that also loads what the kernel has as a
 * module. Prints `esp=yes` or `esp=no`, a line each. Where the tool or the right to try is missing, that says nothing of
 * the kernel, and is `esp=unknown`.
 */
export const FEATURES_SCRIPT = `try() {
  name=$1; shift
  why=$(unshare -n "$@" 2>&1)
  case $?:$why in
    0:*) echo "$name=yes" ;;
    126:*|127:*|*'not permitted'*|*'ermission denied'*) echo "$name=unknown" ;;
    *) echo "$name=no" ;;
  esac
}
${FEATURE_NAMES.map(name => `try ${name} ${TRIALS[name]}\n`).join('')}`;

export interface Tried {
  /** What was tried and is not there. */
  readonly lacks: readonly Feature[];
  /** What could not be tried, of which nothing is known. */
  readonly untried: readonly Feature[];
}

/** What the script has told. */
export function readTrials(said: string): Tried {
  const lines = new Set(said.split('\n'));
  return {
    lacks: FEATURE_NAMES.filter(name => lines.has(`${name}=no`)),
    untried: FEATURE_NAMES.filter(name => !lines.has(`${name}=no`) && !lines.has(`${name}=yes`)),
  };
}

/** One line a feature that is lacking, or may be. */
export function describeTried({lacks, untried}: Tried): readonly string[] {
  return [
    ...lacks.map(name => `the kernel has no ${FEATURES[name].what}: ${FEATURES[name].without}`),
    ...untried.map(name => `whether the kernel has ${FEATURES[name].what} could not be tried`),
  ];
}
