/** One file of a `docker load` archive. */
export interface ArchiveFile {
  readonly path: string;
  readonly text: string;
}

export interface ServiceImage {
  readonly reference: string;
  readonly command: readonly string[];
}

/**
 * The descriptions that make a layer into images, in the form of `docker save`: manifest.json and one config an
 * image. `layerSha256` is of the uncompressed tar, which is to lie beside them as `layer.tar`.
 */
export function describeImages(images: readonly ServiceImage[], layerSha256: string): readonly ArchiveFile[] {
  const configs = images.map(image => ({
    path: `${fileName(image.reference)}.json`,
    text: JSON.stringify(imageConfig(image, layerSha256)),
  }));
  const manifest = images.map((image, i) => ({
    Config: configs[i]!.path,
    RepoTags: [image.reference],
    Layers: ['layer.tar'],
  }));
  return [{path: 'manifest.json', text: JSON.stringify(manifest)}, ...configs];
}

/** A fixed date, so that the same layer makes the same image id. */
const CREATED = '2025-08-09T00:00:00Z';

function imageConfig({reference, command}: ServiceImage, layerSha256: string) {
  return {
    architecture: 'amd64',
    os: 'linux',
    created: CREATED,
    config: {
      Cmd: command,
      Env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'],
      WorkingDir: '/root',
    },
    rootfs: {type: 'layers', diff_ids: [`sha256:${layerSha256}`]},
    history: [{created: CREATED, created_by: `deepdive lab: ${reference}`}],
  };
}

function fileName(reference: string): string {
  return reference.replace(/[^a-z0-9]+/g, '-');
}
