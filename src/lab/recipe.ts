import {createHash} from 'node:crypto';
import {INIT_SCRIPT, SSH_SERVICE} from './init-script.ts';
import type {Release} from './release.ts';
import {SERVICE_COMMANDS, SERVICE_IMAGES, VOTE, VOTE_PAGE, WORKER} from './service-images.ts';
import {WIDE_REGISTERS} from './wide-registers.ts';

export const MIRROR = 'http://deb.debian.org/debian';
export const ARCHITECTURE = 'amd64';

/** Without apt: a node installs nothing. */
export const VARIANT = 'essential';

/** What a node has beside an engine and a kernel. */
export const TOOLS = [
  'iptables',
  'bridge-utils',
  'ipvsadm',
  'tcpdump',
  'net-tools',
  'iproute2',
  'conntrack',
  'curl',
  'iputils-ping',
  'redis-server',
  'redis-tools',
  'procps',
  'kmod',
  'less',
  'mount',
  'busybox-static',
  'dropbear-bin',
  // Only to make the image; it is not left on it.
  'tcc',
] as const;

/** Not unpacked: documentation, and kernel modules for hardware and file systems that a node has not. */
export const DPKG_OPTIONS = [
  'force-unsafe-io',
  'path-exclude=/usr/share/doc/*',
  'path-exclude=/usr/share/man/*',
  'path-exclude=/usr/share/locale/*',
  'path-exclude=/usr/share/info/*',
  'path-exclude=/usr/lib/uml/modules/*/kernel/fs/*',
  'path-include=/usr/lib/uml/modules/*/kernel/fs/overlayfs/*',
  'path-exclude=/usr/lib/uml/modules/*/kernel/drivers/*',
  'path-include=/usr/lib/uml/modules/*/kernel/drivers/net/*',
  'path-include=/usr/lib/uml/modules/*/kernel/drivers/char/*',
] as const;

/** Written into the tree before `FINISH_SCRIPT` runs: path → text; scripts are made executable. */
export const FILES: Readonly<Record<string, string>> = {
  '/sbin/lab-init': INIT_SCRIPT,
  '/etc/init.d/ssh': SSH_SERVICE,
  '/stage/wide-registers.c': WIDE_REGISTERS,
  '/stage/service/srv/vote': VOTE,
  '/stage/service/srv/www/cgi-bin/index.cgi': VOTE_PAGE,
  '/stage/service/srv/worker': WORKER,
  // The same for containers: Docker would replace the nodes' own resolver by 8.8.8.8, and they would wait for it.
  '/etc/docker/daemon.json': '{"dns": ["127.0.0.1"]}\n',
  // Fails at once. With a resolver that does not answer, every task start waits 20 s for a registry.
  '/etc/resolv.conf': 'nameserver 127.0.0.1\n',
  '/etc/motd': '',
  // Keeps /etc/init.d/docker from mounting cgroup v1 hierarchies over the unified one.
  '/etc/fstab': 'cgroup2 /sys/fs/cgroup cgroup2 defaults 0 0\n',
  '/stage/service/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
  '/stage/service/etc/group': 'root:x:0:\n',
};

const BEGIN = `set -e
take() {
  into=$1; shift
  for file; do
    for each in $file $(ldd $file 2>/dev/null | grep -o '/[^ ]*'); do
      mkdir -p $into\${each%/*}
      cp -L $each $into$each
    done
  done
}
update-alternatives --quiet --set iptables /usr/sbin/iptables-legacy
update-alternatives --quiet --set ip6tables /usr/sbin/ip6tables-legacy
`;

const KERNEL_MODULES = `mv /usr/lib/uml/modules /usr/lib/modules
for version in /usr/lib/modules/*; do depmod \${version##*/}; done
`;

const FOLDERS = `mkdir -p /etc/deepdive /etc/dropbear /root
ln -s docker.log /var/log/dockerd.log

`;

const HOST_TREE = `take /stage/host /usr/bin/linux.uml
mkdir -p /stage/host/bin /stage/host/lib /stage/host/dev /stage/host/proc /stage/host/state /stage/host/base
cp /usr/bin/busybox /stage/host/bin/
mkdir /stage/host/etc
tcc -shared -nostdlib -o /stage/host/lib/wide-registers.so /stage/wide-registers.c
echo /lib/wide-registers.so >/stage/host/etc/ld.so.preload
dpkg --purge tcc

`;

const SERVICE_TREE = `take /stage/service /usr/bin/redis-server /usr/bin/redis-cli /usr/bin/ip /usr/bin/dash
mkdir -p /stage/service/bin /stage/service/root
for applet in $(busybox --list); do ln -sf busybox /stage/service/bin/$applet; done
rm /stage/service/bin/busybox /stage/service/bin/ip
cp /usr/bin/busybox /stage/service/bin/
# Busybox's own shell would prefer its own ip to the real one.
ln -sf ../usr/bin/dash /stage/service/bin/sh
mkdir -m 1777 /stage/service/tmp
rm -rf /usr/bin/linux.uml /var/lib/apt /var/cache/* /var/log/apt /var/log/dpkg.log
`;

/**
 * Runs inside the tree when the packages are there. Leaves two more trees: /stage/host, from which the host runs
 * the kernel (it needs a newer C library than the host may have), and /stage/service, the layer of the service images.
 */
export const FINISH_SCRIPT = BEGIN + KERNEL_MODULES + FOLDERS + HOST_TREE + SERVICE_TREE;

/** The same for a node that has no kernel of its own: of the two trees it leaves /stage/service. */
export const CONTAINER_FINISH_SCRIPT = BEGIN + FOLDERS + SERVICE_TREE;

/** Size of the node's disk; sparse, so it costs what is written. */
export const DISK_SIZE = '3G';

/** Names the image in the cache: any change of the recipe makes another one. */
export function recipeHash({suite, beside = '', packages}: Release): string {
  const recipe = {
    version: 1,
    from: [suite, beside, MIRROR, ARCHITECTURE, DISK_SIZE],
    packages,
    TOOLS,
    DPKG_OPTIONS,
    VARIANT,
    FILES,
    FINISH_SCRIPT,
    SERVICE_IMAGES,
    SERVICE_COMMANDS,
  };
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16);
}
