/** How a distribution installs packages. */
export type Family = 'apt' | 'dnf' | 'apk';

const INSTALL: Readonly<Record<Family, string>> = {
  apt: 'apt-get install -y',
  dnf: 'dnf install -y',
  apk: 'apk add',
};

type Names = readonly [apt: string, dnf: string, apk: string];

function same(name: string): Names {
  return [name, name, name];
}

const IPROUTE: Names = ['iproute2', 'iproute', 'iproute2'];
const IPTABLES: Names = ['iptables', 'iptables-nft', 'iptables'];

/** The package that has a tool, by family. */
const PACKAGES: ReadonlyMap<string, Names> = new Map<string, Names>([
  ['docker', ['docker.io', 'moby-engine', 'docker']],
  ['ip', IPROUTE],
  ['bridge', IPROUTE],
  ['ss', IPROUTE],
  ['iptables', IPTABLES],
  ['iptables-save', IPTABLES],
  ['nft', same('nftables')],
  ['ipvsadm', same('ipvsadm')],
  ['conntrack', ['conntrack', 'conntrack-tools', 'conntrack-tools']],
  ['tcpdump', same('tcpdump')],
  ['nsenter', same('util-linux')],
  ['unshare', same('util-linux')],
  ['findmnt', same('util-linux')],
  ['brctl', same('bridge-utils')],
  ['ifconfig', same('net-tools')],
  ['netstat', same('net-tools')],
  ['route', same('net-tools')],
  ['curl', same('curl')],
  ['ping', ['iputils-ping', 'iputils', 'iputils']],
  ['nslookup', ['dnsutils', 'bind-utils', 'bind-tools']],
  ['dig', ['dnsutils', 'bind-utils', 'bind-tools']],
  ['nc', ['netcat-openbsd', 'nmap-ncat', 'netcat-openbsd']],
  ['awk', ['mawk', 'gawk', 'gawk']],
  ['sysctl', ['procps', 'procps-ng', 'procps-ng']],
  ['modprobe', same('kmod')],
  ['ethtool', same('ethtool')],
  ['traceroute', same('traceroute')],
  ['jq', same('jq')],
  ['bash', same('bash')],
  ['python3', same('python3')],
  ['gzip', same('gzip')],
  ['base64', same('coreutils')],
  ['timeout', same('coreutils')],
  ['shuf', same('coreutils')],
  ['chronyc', same('chrony')],
]);

export const KNOWN_TOOLS: readonly string[] = [...PACKAGES.keys()];

/** By `ID` and `ID_LIKE` of `/etc/os-release`; undefined for a distribution whose packages are not known. */
export function familyOf(osRelease: string): Family | undefined {
  const words = [...osRelease.matchAll(/^(?:ID|ID_LIKE)=(.*)$/gm)].flatMap(([, value = '']) =>
    value.replace(/["']/g, '').split(/\s+/),
  );
  if (words.some(word => word === 'debian' || word === 'ubuntu')) return 'apt';
  if (words.some(word => word === 'fedora' || word === 'rhel' || word === 'centos')) return 'dnf';
  return words.includes('alpine') ? 'apk' : undefined;
}

/** The command that installs a tool, without `sudo`. */
export function installCommand(tool: string, family: Family | undefined): string | undefined {
  const names = PACKAGES.get(tool);
  if (names === undefined || family === undefined) return undefined;
  return `${INSTALL[family]} ${names[family === 'apt' ? 0 : family === 'dnf' ? 1 : 2]}`;
}
