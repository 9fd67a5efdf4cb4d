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

/** As the command line says it. */
export interface Asked {
  readonly engine?: string | undefined;
  readonly overlays?: Overlays | undefined;
}

/** What is asked for of a lab that is as `was`, or would be; undefined for nothing. What is not said stays where it can. */
export function askedMake({engine, overlays}: Asked, was: LabMake): LabMake | undefined {
  if (engine === undefined && overlays === undefined) return undefined;
  const isAble = ({hostOverlays}: Release) => overlays !== 'host' || hostOverlays;
  const release = engine === undefined ? [was.release, ...RELEASES].find(isAble) : releaseOf(engine);
  if (release === undefined) {
    const known = RELEASES.map(each => each.engine).join(', ');
    throw new Failure(`there is no lab of docker ${JSON.stringify(engine)}; there are ${known}`);
  }
  if (!isAble(release)) {
    const able = RELEASES.filter(each => each.hostOverlays).map(each => each.engine);
    throw new Failure(
      `docker ${release.engine} keeps overlays in namespaces only; on the host: --engine ${able.join(' or ')}`,
    );
  }
  return {release, overlays: overlays ?? (release.hostOverlays ? was.overlays : 'netns')};
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
