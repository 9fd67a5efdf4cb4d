/** A setting of the kernel, of one network namespace. */
export interface Sysctl {
  /** Below /proc/sys: `net/ipv4/conf/eth0/forwarding`. */
  readonly path: string;
  readonly value: string;
}
