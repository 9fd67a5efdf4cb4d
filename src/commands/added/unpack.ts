import {createReadStream, statSync} from 'node:fs';
import {Transform} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {Parser, type ReadEntry} from 'tar';
import {EXIT, Failure} from '../../core/failure.ts';
import {neutralise} from '../../core/neutral.ts';
import {demandPath, demandSize, MOST_BYTES, type SourceFile} from './file-set.ts';

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
    try {
      // Each one counts before it is read, folders as well.
      sizes.push(entry.size);
      demandSize(sizes);
      if (entry.type === 'Directory') return entry.resume();
      if (!['File', 'OldFile', 'ContiguousFile'].includes(entry.type))
        throw new Failure(`${neutralise(entry.path)} is no file of the package but a ${entry.type}`);
      demandPath(entry.path);
      const path = entry.path.replace(/^[^/]*\//, '');
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
      reject(refused ?? (error instanceof Failure ? error : damaged(error)));
    };
    const bytes = createReadStream(file);
    bytes.on('error', stop);
    parser.on('error', stop);
    parser.on('end', () => resolve());
    const gunzip = createGunzip().on('error', stop);
    let isOver = false;
    // The parser would put together all that comes behind the end, a piece at a time.
    parser.on('eof', () => {
      isOver = true;
    });
    const limit = atMost(MOST_UNPACKED, () => isOver).on('error', stop);
    bytes.pipe(gunzip).pipe(limit).pipe(parser);
  });
  return files;
}

/** Heads and long names as well. */
const MOST_UNPACKED = MOST_BYTES + 16 * 1024 * 1024;

function atMost(most: number, isOver: () => boolean): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Uint8Array, _, done) {
      seen += chunk.length;
      if (seen <= most) done(null, isOver() ? undefined : chunk);
      else done(new Failure(`the package is unpacked to more than ${most / 1024 / 1024} MiB, and was not taken`));
    },
  });
}

function damaged(error: Error): Failure {
  return new Failure(`the package is damaged: ${neutralise(error.message)}`, EXIT.failed);
}
