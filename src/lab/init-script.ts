/**
 * PID 1 of a node. The kernel hands over its unknown `name=value` words (node, address, gateway, overlays, task) as environment.
 * It must outlive dockerd: a PID 1 that ends makes the kernel panic. It talks to the host by lines on the
 * console that begin with `@deepdive`.
 */
export const INIT_SCRIPT = `#!/bin/sh
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mountpoint -q /dev || mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /tmp
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount --make-rshared /
mkdir -p /run/lock

ip link set lo up
if [ "$task" != bake ]; then
  tar -xf /dev/ubdb -C /etc/deepdive
  hostname "$node"
  echo "$node" >/etc/hostname
  cp /etc/deepdive/hosts /etc/hosts
  mkdir -p -m 700 /root/.ssh
  cp /etc/deepdive/authorized_keys /root/.ssh/
  ip link set vec0 name eth0
  ip addr add "$address" brd + dev eth0
  ip link set eth0 up
  ip route add default via "$gateway"
  dropbearconvert openssh dropbear /etc/deepdive/host_key /etc/dropbear/host_key 2>/dev/null
  /etc/init.d/ssh start >/dev/null
  echo "@deepdive ssh"
fi

[ "$overlays" = host ] && echo 'export _OVERLAY_HOST_MODE=1' >>/etc/default/docker
sysctl -q -w net.ipv4.ip_forward=1
modprobe -a overlay br_netfilter bridge veth vxlan ip_vs ip_vs_rr xt_ipvs esp4 gcm \\
  iptable_nat iptable_mangle iptable_filter xt_mark xt_MASQUERADE xt_REDIRECT xt_addrtype xt_conntrack xt_bpf xt_u32 xt_policy

if [ "$task" = bake ]; then
  dockerd >/var/log/docker.log 2>&1 &
  until curl -fs --unix-socket /run/docker.sock http://docker/_ping >/dev/null; do sleep 0.1; done
  docker load -q </dev/ubdb && echo "@deepdive baked $(docker version -f '{{.Server.Version}}')"
  kill $! && wait
  # What must differ from node to node: the engine's id and the ids of its first networks.
  rm -rf /var/lib/docker/engine-id /etc/docker/key.json /var/lib/docker/network /var/log/docker.log
  sync
  mount -o remount,ro /
  busybox poweroff -f
fi

/etc/init.d/docker start >/dev/null 2>&1
while :; do
  wait
  sleep 1
done
`;

/** Starts and stops the node's ssh server, connections included: a stopped one makes the node unreachable. */
export const SSH_SERVICE = `#!/bin/sh
case "$1" in
  start) pidof dropbear >/dev/null || dropbear -s -r /etc/dropbear/host_key ;;
  stop) pkill -x dropbear; true ;;
  restart) "$0" stop; "$0" start ;;
  status) pidof dropbear >/dev/null ;;
  *) echo "usage: service ssh start|stop|restart|status" >&2; exit 2 ;;
esac
`;
