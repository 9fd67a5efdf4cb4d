import {EXIT, Failure} from '../core/failure.ts';
import type {LabRecord} from './lab-record.ts';
import {RELEASES, type Release, releaseOf, USUAL_RELEASE} from './release.ts';

/** Where the devices of overlays are: in namespaces of their own, or on the host as on engines of before 18.09. */
export type Overlays = 'netns' | 'host';

/** What a lab of kernels is made with. */
export interface LabMake {
  readonly release: Release;
  readonly overlays: Overlays;
}

/** What a lab was made with; the usual, where there is none. */
export function makeOf(lab: LabRecord | undefined): LabMake {
  if (lab?.kind !== 'uml') return {release: USUAL_RELEASE, overlays: 'netns'};
  return {release: releaseOf(lab.release) ?? USUAL_RELEASE, overlays: lab.overlays};
}

export function sameMake(one: LabMake, other: LabMake): boolean {
  return one.release.engine === other.release.engine && one.overlays === other.overlays;
}

/** What was asked for on the command line; undefined for nothing. */
export function askedMake(engine: string | undefined, overlays: Overlays = 'netns'): LabMake | undefined {
  if (engine === undefined && overlays === 'netns') return undefined;
  const release = engine === undefined ? RELEASES.find(each => each.hostOverlays) : releaseOf(engine);
  if (release === undefined) {
    const known = RELEASES.map(each => each.engine).join(', ');
    throw new Failure(`there is no lab of docker ${JSON.stringify(engine)}; there are ${known}`);
  }
  if (overlays === 'host' && !release.hostOverlays) {
    const able = RELEASES.filter(each => each.hostOverlays).map(each => each.engine);
    throw new Failure(
      `docker ${release.engine} keeps overlays in namespaces only; on the host: --engine ${able.join(' or ')}`,
    );
  }
  return {release, overlays};
}

/** The engine of a lab, as in `docker 20.10.24, overlays on the host`. */
export function engineWords(lab: LabRecord): string {
  return lab.engine + placeWords(makeOf(lab));
}

function makeWords(make: LabMake): string {
  return `docker ${make.release.engine}${placeWords(make)}`;
}

function placeWords({overlays}: LabMake): string {
  return overlays === 'host' ? ', overlays on the host' : '';
}

/** A lab that runs is of another make than was asked for. */
export function otherMake(lab: LabRecord, asked: LabMake): Failure {
  return new Failure(
    `lab ${lab.name} runs with ${makeWords(makeOf(lab))}, and ${makeWords(asked)} was asked for: \`deepdive lab reset ${lab.name}\` with the same options makes it anew; or take another name`,
    EXIT.failed,
  );
}
