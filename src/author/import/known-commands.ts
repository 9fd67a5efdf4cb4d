const WORDS = `
alias ansible ansible-playbook ansible-galaxy ansible-vault ansible-inventory ansible-doc apk apt apt-get apt-cache apt-key
add-apt-repository ar argocd arp arping awk aws az base64 basename bash bc blkid brctl bridge brew bunzip2 busybox bzip2
cargo cat cd certbot cfssl cfssljson chattr chgrp chmod chown chroot chsh cilium clear cmp column comm composer conntrack
consul containerd cp cpio createdb createuser cri-o crictl crontab cryptsetup ctr curl cut date dd declare deno df diff dig
dir dirname dmesg dnf do-release-upgrade docker docker-compose docker-machine dpkg dpkg-reconfigure dropdb du echo egrep
emacs env etcdctl ethtool exit expand export expr fdisk fg fgrep file find firewall-cmd flux fold free fsck fuser gawk gcc
gcloud gem getent getfacl getenforce gh git go gpg gpg2 gradle grep groupadd groupdel groups gunzip gzip hash head helm
hexdump history host hostname hostnamectl htop httpd htpasswd iconv id ifconfig ifdown ifup info initctl insmod install
iostat ip ip6tables iperf iperf3 ipset iptables iptables-save iptables-restore ipvsadm istioctl java join journalctl jq k3d
k3s k6 k9s kill killall kind kubeadm kubectl kubelet kustomize last ldconfig ldd less let lftp link linkerd ln locale locate
logger loginctl logname losetup ls lsb_release lsblk lscpu lsmod lsns lsof lspci lsusb lvcreate lvs lxc lynx m4 mail make
man mawk md5sum minikube mkdir mkfifo mkfs mkfs.ext4 mknod mkswap mktemp modinfo modprobe mongo mongosh more mount mtr multipass
mv mvn mysql mysqladmin mysqldump mysql_secure_installation nano nc ncat netcat netplan netstat networkctl newgrp nft nginx
nice nl nmap nmcli node nohup nomad npm npx nslookup nsenter ntpdate ntpq od openssl oc openvpn packer passwd paste patch
perl pg_basebackup pg_ctl pg_ctlcluster pg_dump pg_dumpall pg_isready pg_lsclusters pg_restore pgrep php ping ping6 pip pip3
pkill podman popd portprobe postgres poweroff pr printenv printf ps psql pstree pulumi pushd pv pvcreate pwd python python2
python3 rabbitmqctl read readlink realpath reboot redis-cli redis-server renice resolvectl rev rm rmdir rmmod route rpm rsync
runc rustup scp screen sed seq service sestatus set setenforce setfacl setsebool sftp sh sha1sum sha256sum shasum shred
shuf shutdown sleep snap socat sort source split sqlite3 ss ssh ssh-add ssh-agent ssh-copy-id ssh-keygen ssh-keyscan stat
strace strings stty su sudo supervisorctl swapoff swapon sync sysctl systemctl systemd-analyze systemd-cgls systemd-cgtop
systemd-run tac tail talosctl tar tc tcpdump tee telnet terraform test tftp time timedatectl timeout tmux top touch tput tr
traceroute tracepath tree true truncate tshark tty ufw ulimit umask umount unalias uname unexpand uniq unlink unset unshare
unxz unzip update-alternatives update-rc.d uptime useradd userdel usermod adduser deluser addgroup uuidgen vagrant vault vi
view vim virsh visudo vmstat wait watch wc wget whatis whereis which who whoami wg wg-quick xargs xxd xz yarn yes yq yum zcat
zip zsh zypper a2ensite a2enmod a2dissite apachectl apache2ctl buildah skopeo calicoctl etcd kops eksctl velero trivy
docker-credential-helper vtysh yum-config-manager subscription-manager rails ruby rake bundle irb django-admin
k k0s flyctl heroku pipenv poetry uv uvicorn gunicorn flask pytest cmake ctest ninja meson gdb valgrind ldapsearch rclone
restic borg rg fd fzf jupyter conda mamba Rscript julia cabal ghc mix elixir lua luarocks wp hugo jekyll pnpm bun dotnet
nuget swift flutter dart adb fastboot nix nix-shell nix-env nix-build guix pacman yay emerge lxd virt-install qemu-img
qemu-system-x86_64 bpftool bpftrace perf trace-cmd ovs-vsctl ovs-ofctl ovs-appctl ovs-dpctl mn ipcalc dhclient birdc
masscan lynis fail2ban-client auditctl ausearch aureport aa-status apparmor_parser semanage restorecon chcon getsebool
terragrunt az doctl hcloud linode-cli tkn kn argo flux linkerd skaffold tilt kompose kubectx kubens stern kubeseal cosign
crane nerdctl kafka-topics kafka-console-producer kafka-console-consumer clickhouse-client cockroach influx mongodump
mongorestore mongoimport mongoexport pgbench vacuumdb reindexdb pgbackrest barman patronictl psexec rustc scala sbt lein
nvidia-smi lvextend resize2fs parted partprobe growpart xfs_growfs mdadm smartctl chage lastlog hping3 iw iwconfig rfkill
vgcreate vgs vgdisplay vgextend vgreduce vgremove vgchange pvs pvdisplay pvremove pvmove lvdisplay lvremove lvreduce
lvconvert mke2fs tune2fs e2fsck dumpe2fs xfs_info btrfs zpool zfs exportfs showmount rpcinfo targetcli iscsiadm multipath
dmsetup pcs crm ceph rados rbd gluster drbdadm kinit klist tuned-adm sar mpstat pidstat numactl taskset setcap getcap
capsh coredumpctl machinectl busctl udevadm bootctl dracut grubby grub-install update-grub update-initramfs localectl
hwclock chronyc logrotate ldapadd ldapmodify smbclient testparm postmap postconf rndc nsupdate varnishadm asdf mise direnv
openstack juju snapcraft microk8s rke2 crc kubeconform opa pg_controldata initdb pg_config
sysbench fio stress-ng wrk vegeta ghz grpcurl httpie websocat protoc bazel
nproc lslocks lsipc lsmem findmnt setsid ionice prlimit fallocate wipefs sgdisk gdisk sfdisk cfdisk partx blockdev
dmidecode lshw hdparm nvme pwdx pmap nethogs ifstat drill whois age-keygen sops apt-mark dpkg-query apt-file rpmbuild
flatpak bwrap systemd-nspawn efibootmgr kexec depmod kmod promtool amtool logcli s3cmd rpk haproxy keepalived dnsmasq
named-checkconf pdnsutil unbound-control tsh tctl containerlab incus faas-cli dapr ko gofmt jstack jmap jps keytool
javac pgcli mycli sqlcmd mariadb mariadb-dump mysqlsh valkey-cli memcstat kcat etcdutl crun youki
`;

const KEYWORDS = ['for', 'while', 'until', 'if', 'case', 'function', '[', '[[', '{', '(', '.', ':', 'select'];

const KNOWN: ReadonlySet<string> = new Set([...WORDS.trim().split(/\s+/), ...KEYWORDS]);

/** Whether a word is the name of a well-known command, or a word that begins a command of the shell. */
export function isKnownCommand(word: string): boolean {
  return KNOWN.has(word) || /^python3?\.\d+$/.test(word) || /^mkfs\.\w+$/.test(word);
}
