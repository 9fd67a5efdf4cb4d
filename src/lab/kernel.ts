import {KERNEL_UID, NODE_MEMORY_MIB} from './plan.ts';

export interface KernelPlan {
  /** Becomes umid, the name of the kernel's own control folder. */
  readonly id: string;
  /** The image's small tree with the kernel and its C library. */
  readonly hostTree: string;
  /** Holds base.img. */
  readonly imageFolder: string;
  /** Holds what belongs to this node; owned by KERNEL_UID. */
  readonly nodeFolder: string;
  /** In `file` or `cow,base` form, as the kernel sees them (/state is nodeFolder, /base imageFolder). */
  readonly disk: string;
  /** A file seen as /dev/ubdb. */
  readonly seed: string;
  readonly tap?: string;
  /** Environment of the init script. */
  readonly words: Readonly<Record<string, string>>;
}

/**
 * Runs as root in fresh mount and pid namespaces. All mounts are private to them, so they end with the kernel. The
 * kernel sees its own /dev and /dev/shm (the host's may be noexec, and its memory is a file there) and is not root. It
 * is not the first process of its namespace, which no signal of its own can end: one that panics would abort for ever.
 */
const ENTER = `set -e
host=$1 state=$2 base=$3
shift 3
mount -t tmpfs -o mode=755 tmpfs "$host/dev"
mkdir "$host/dev/net" "$host/dev/shm"
mknod -m 666 "$host/dev/null" c 1 3
mknod -m 666 "$host/dev/zero" c 1 5
mknod -m 666 "$host/dev/random" c 1 8
mknod -m 666 "$host/dev/urandom" c 1 9
mknod -m 666 "$host/dev/net/tun" c 10 200
mount -t tmpfs -o mode=1777 tmpfs "$host/dev/shm"
mount -t proc proc "$host/proc"
mount --bind "$state" "$host/state"
mount --bind "$base" "$host/base"
chroot --userspec=${KERNEL_UID}:${KERNEL_UID} --groups= "$host" /usr/bin/linux.uml "$@"
exit $?
`;

/** Command and arguments that run a kernel until it halts. Killing the first process of its pid namespace ends it whole. */
export function kernelCommand(plan: KernelPlan): readonly [string, ...string[]] {
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child'];
  return [
    'unshare',
    ...namespaces,
    'sh',
    '-c',
    ENTER,
    'sh',
    plan.hostTree,
    plan.nodeFolder,
    plan.imageFolder,
    ...kernelArguments(plan),
  ];
}

function kernelArguments(plan: KernelPlan): readonly string[] {
  return [
    `umid=${plan.id}`,
    'uml_dir=/state/uml/',
    `mem=${NODE_MEMORY_MIB}M`,
    `ubd0=${plan.disk}`,
    `ubd1r=${plan.seed}`,
    'root=/dev/ubda',
    'rw',
    'init=/sbin/lab-init',
    ...(plan.tap === undefined ? [] : [`vec0:transport=tap,ifname=${plan.tap},depth=128,gro=1`]),
    'con=null',
    'con0=null,fd:1',
    'ssl=null',
    'quiet',
    ...Object.entries(plan.words).map(([word, value]) => `${word}=${value}`),
  ];
}
