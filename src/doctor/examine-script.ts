import {FRAMES} from '../snapshot/frames-script.ts';
import {INFO} from '../snapshot/templates.ts';
import {FEATURES} from './features.ts';

export interface Wanted {
  /** By name; what is not a plain word is not asked for. */
  readonly tools: readonly string[];
  /** Whether it is to be part of a swarm. */
  readonly swarm: boolean;
}

/** Seconds that one of its commands may take. */
const LIMIT_SECONDS = 10;
/** Where tools of root are, for a user whose PATH has no such folder. */
const SYSTEM = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Which tools the verb itself has a use for, wherever it looks. */
const HELPERS = ['sudo', 'modprobe', 'chronyc', 'timedatectl', 'firewall-cmd', 'ufw', 'nft'] as const;

/**
 * The POSIX shell script of one look at a node, in frames. It writes nothing there: what the kernel can do is tried in
 * network namespaces that end with the trial, whatever ends it; a kernel may load a module for that, and keeps it.
 */
export function examineScript({tools, swarm}: Wanted, nonce: string): string {
  const plain = [...new Set([...tools, ...HELPERS])].filter(tool => /^[A-Za-z0-9][\w.+-]{0,63}$/.test(tool));
  return [
    `n=${nonce}`,
    'LC_ALL=C',
    'export LC_ALL',
    FRAMES.trimEnd(),
    `if command -v timeout >/dev/null; then t() { timeout ${LIMIT_SECONDS} "$@"; }; else t() { "$@"; }; fi`,
    'b path; echo "$PATH"; e 0',
    `own() { for x in ${plain.join(' ')}; do if command -v "$x" >/dev/null; then echo "yes $x"; else`,
    `y=$(PATH=${SYSTEM} command -v "$x"); echo "no $x $y"; fi; done; }`,
    'run tools own',
    `PATH=$PATH:${SYSTEM}`,
    'export PATH',
    `run os sh -c 'head -c 4096 /etc/os-release; echo; echo "KERNEL=$(uname -r)"'`,
    `run who sh -c 'id -u; id -un; id -Gn; echo "$SUDO_USER"'`,
    'run sudo t sudo -n true',
    ...(swarm ? swarmPart() : []),
    'run done true',
  ].join('\n');
}

function swarmPart(): readonly string[] {
  return [
    `run engine t docker info --format ${quote(INFO)}`,
    // The engine's own bridges may come before the card: in a container they do.
    `run address sh -c ${quote(
      `ip -4 -o addr show scope global | grep -vE '^[0-9]+: (docker|br-|veth)' | sed -n '1s|.* inet \\([0-9.]*\\)/.*|\\1|p'`,
    )}`,
    'try() { t unshare -n "$@"; }',
    ...FEATURES.map(({name, trial}) => `run kernel.${name} try ${trial}`),
    `run config sh -c ${quote(CONFIG)}`,
    `run modules sh -c ${quote(MODULES)}`,
    'run iptables iptables -V',
    'run listening ss -tlnH',
    'run firewalld t firewall-cmd --state',
    'run ufw t ufw status',
    `run raw sh -c 'iptables-save -t raw | head -c 65536'`,
    `run nft sh -c 'nft list ruleset | head -c 262144'`,
  ];
}

const CONFIG = `{ zcat /proc/config.gz 2>/dev/null || cat "/boot/config-$(uname -r)"; } | grep -E '^CONFIG_(${FEATURES.map(
  ({option}) => option,
).join('|')})='`;

const MODULES = `for m in ${FEATURES.map(({module}) => module).join(' ')}; do
if [ -d "/sys/module/$m" ] || modprobe -n -q "$m"; then echo "yes $m"; else echo "no $m"; fi; done`;

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
