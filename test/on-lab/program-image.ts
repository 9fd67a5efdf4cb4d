import {createHash} from 'node:crypto';
import {createReadStream, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {execa} from 'execa';
import {describeImages} from '../../src/lab/image-archive.ts';

/**
 * The built program, Node and a shell as an image, in a file for `docker load`: what `FROM node:20-slim` and
 * `COPY . /opt/deepdive` make where images can be pulled.
 */
export async function programImage(folder: string, reference: string): Promise<string> {
  const stage = join(folder, 'image');
  const tree = join(stage, 'tree');
  mkdirSync(join(tree, 'opt/deepdive/assertions'), {recursive: true});
  const copy = `
    tree=$1; shift
    for program; do
      for file in $program $(ldd $program | grep -o '/[^ ]*'); do
        mkdir -p "$tree\${file%/*}" && cp -L $file "$tree$file"
      done
    done
    mkdir -p "$tree/bin" "$tree/tmp" "$tree/root" && ln -s "$2" "$tree/bin/sh"
    cp -r dist lessons package.json "$tree/opt/deepdive" && cp -r assertions/suites "$tree/opt/deepdive/assertions"
    rm -f "$tree"/opt/deepdive/dist/*.map`;
  await execa('sh', ['-ec', copy, 'sh', tree, process.execPath, '/usr/bin/dash']);
  const layer = join(stage, 'layer.tar');
  await execa('tar', ['-C', tree, '-cf', layer, '.']);
  const hash = createHash('sha256');
  await pipeline(createReadStream(layer), hash);
  const files = describeImages([{reference, command: ['/bin/sh']}], hash.digest('hex'));
  for (const {path, text} of files) writeFileSync(join(stage, path), text);
  const archive = join(folder, 'image.tar');
  await execa('tar', ['-C', stage, '-cf', archive, 'layer.tar', ...files.map(({path}) => path)]);
  return archive;
}
