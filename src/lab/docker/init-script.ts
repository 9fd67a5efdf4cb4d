export const CONTAINER_INIT = '/sbin/lab-container';

/** In the node image: the service images, as `docker load` takes them. */
export const IMAGES_ARCHIVE = '/var/lib/deepdive/images.tar';

/**
 * PID 1 of a node that is a container. Its engine gives /sys and the control groups read-only; with cgroup v1 each
 * controller is a mount of its own. With v2 a group that hands its controllers on may hold no process, so those that
 * there are move into one beside those of the containers. /etc/resolv.conf must fail at once: the engine's resolver
 * would let each task wait for a registry. The firewall is the one that the kernel has.
 */
export const CONTAINER_INIT_SCRIPT = `#!/bin/sh
mount -o remount,rw /sys
while read -r _ at type _; do
  case $type in cgroup|cgroup2) mount -o remount,bind,rw "$at" ;; esac
done </proc/mounts
cd /sys/fs/cgroup
if [ -f cgroup.controllers ]; then
  mkdir -p init
  for pid in $(cat cgroup.procs); do echo "$pid" >init/cgroup.procs; done 2>/dev/null
  sed 's/[^ ]*/+&/g' cgroup.controllers >cgroup.subtree_control
fi
cd /
mount --make-rshared /
mkdir -p /run/lock
echo 'nameserver 127.0.0.1' >/etc/resolv.conf
sysctl -q -w net.ipv4.ip_forward=1
modprobe -a -q overlay br_netfilter bridge veth vxlan ip_vs ip_vs_rr xt_ipvs esp4 gcm \\
  iptable_nat iptable_mangle iptable_filter xt_u32 xt_bpf xt_policy 2>/dev/null
for each in iptables ip6tables; do
  $each-legacy -t nat -nL >/dev/null 2>&1 || update-alternatives --quiet --set $each /usr/sbin/$each-nft
done

/etc/init.d/docker start >>/var/log/docker.log 2>&1
while :; do
  wait
  sleep 1
done
`;
