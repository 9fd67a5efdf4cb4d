import {createReadStream, statSync} from 'node:fs';
import {Parser, type ReadEntry} from 'tar';
import {EXIT, Failure} from '../../core/failure.ts';
import {neutralise} from '../../core/neutral.ts';
import {demandPath, demandSize, type SourceFile} from './file-set.ts';

/**
 * The files in a package (a gzipped tar), without the folder that all of them are in. They are read into memory: nothing
 * is put anywhere by their names.
 */
export async function unpack(file: string): Promise<readonly SourceFile[]> {
  demandSize([statSync(file).size]);
  const files: SourceFile[] = [];
  const sizes: number[] = [];
  let refused: Error | undefined;
  const take = (entry: ReadEntry) => {
    if (entry.type === 'Directory') return entry.resume();
    try {
      if (!['File', 'OldFile', 'ContiguousFile'].includes(entry.type))
        throw new Failure(`${neutralise(entry.path)} is no file of the package but a ${entry.type}`);
      // Each one counts before it is read.
      sizes.push(entry.size);
      demandSize(sizes);
      demandPath(entry.path);
      const path = entry.path.replace(/^[^/]*\//, '');
      if (files.some(one => one.path === path)) throw new Failure(`${neutralise(path)} is in the package twice`);
      const chunks: Uint8Array[] = [];
      const one = {path, bytes: new Uint8Array()};
      files.push(one);
      entry.on('data', chunk => chunks.push(chunk));
      entry.on('end', () => Object.assign(one, {bytes: Buffer.concat(chunks)}));
    } catch (error) {
      entry.resume();
      refused = error as Error;
      parser.abort(new Error('refused'));
    }
  };
  const parser = new Parser({strict: true, onReadEntry: take});
  await new Promise<void>((resolve, reject) => {
    const stop = (error: Error) => {
      bytes.destroy();
      reject(refused ?? new Failure(`the package is damaged: ${neutralise(error.message)}`, EXIT.failed));
    };
    // In small pieces: each is unpacked at once, up to a thousand times as long.
    const bytes = createReadStream(file, {highWaterMark: 16 * 1024});
    bytes.on('error', stop);
    parser.on('error', stop);
    parser.on('end', () => resolve());
    bytes.pipe(parser);
  });
  return files;
}
