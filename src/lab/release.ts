/** A release of Debian that nodes can be made of, for the sake of its engine. */
export interface Release {
  /** Beginning of the version of its Docker engine; names the release where one chooses. */
  readonly engine: string;
  readonly suite: string;
  /** An older release beside it, when its own kernel does not do: packages are taken from there by `name/suite`. */
  readonly beside?: string;
  /** Engine, its command line and the kernel, which the releases split differently. */
  readonly packages: readonly string[];
  /** Whether its engine can put the devices of overlays on the host, as engines of before 18.09 could (`_OVERLAY_HOST_MODE`). */
  readonly hostOverlays: boolean;
}

/** trixie's User Mode Linux kernel has legacy iptables, IPVS and ESP. */
const TRIXIE: Release = {
  engine: '26.1',
  suite: 'trixie',
  packages: ['docker.io', 'docker-cli', 'user-mode-linux'],
  hostOverlays: false,
};

/** Oldest first. */
export const RELEASES: readonly Release[] = [
  {engine: '20.10', suite: 'bookworm', packages: ['docker.io', 'user-mode-linux'], hostOverlays: true},
  TRIXIE,
  {
    engine: '28.5',
    suite: 'forky',
    // forky's own kernel has neither legacy iptables nor NF_TABLES_IPV4.
    beside: TRIXIE.suite,
    packages: ['docker.io', 'docker-cli', `user-mode-linux/${TRIXIE.suite}`],
    hostOverlays: false,
  },
];

export const USUAL_RELEASE = TRIXIE;

/** The release with that engine; undefined for an unknown one. */
export function releaseOf(engine: string): Release | undefined {
  return RELEASES.find(release => release.engine === engine);
}
