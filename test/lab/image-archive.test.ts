import {expect, test} from 'vitest';
import {describeImages} from '../../src/lab/image-archive.ts';
import {recipeHash} from '../../src/lab/recipe.ts';
import {RELEASES} from '../../src/lab/release.ts';

const sha = 'a'.repeat(64);
const images = [
  {reference: 'deepdive/redis:1', command: ['redis-server']},
  {reference: 'deepdive/vote:1', command: ['/srv/vote']},
];

test('every image of the manifest has a config that names its command and the shared layer', () => {
  const files = new Map(describeImages(images, sha).map(({path, text}) => [path, JSON.parse(text)]));
  const manifest = files.get('manifest.json') as {Config: string; RepoTags: string[]; Layers: string[]}[];
  expect(manifest.map(image => image.RepoTags)).toEqual([['deepdive/redis:1'], ['deepdive/vote:1']]);
  for (const [i, {Config, Layers}] of manifest.entries()) {
    expect(Layers).toEqual(['layer.tar']);
    expect(files.get(Config)).toMatchObject({
      config: {Cmd: images[i]!.command},
      rootfs: {diff_ids: [`sha256:${sha}`]},
    });
  }
});

test('the recipe of each engine names an image of its own by 16 hexadecimal digits', () => {
  const hashes = RELEASES.map(recipeHash);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(new Set(hashes).size).toBe(RELEASES.length);
});
