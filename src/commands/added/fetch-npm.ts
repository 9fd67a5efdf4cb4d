import {mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {EXIT, Failure} from '../../core/failure.ts';
import {list, object, text} from '../../core/shape.ts';
import type {Errand} from './errand.ts';
import {moduleIn, type SourceFile} from './file-set.ts';
import {runTool} from './run-tool.ts';
import type {NpmSource} from './source.ts';
import {unpack} from './unpack.ts';

interface Packed {
  readonly version: string;
  readonly integrity: string;
}

const packed = list(object<Packed>({version: text({least: 1, most: 100}), integrity: text({least: 1, most: 200})}), {
  least: 1,
  most: 1,
});

/** The files of a module as a version of a package holds them: npm fetches and verifies it, and runs nothing of it. */
export async function fetchNpm(
  {name, version, folder: within}: NpmSource,
  errand: Errand,
): Promise<{readonly files: readonly SourceFile[]; readonly at: string; readonly integrity: string}> {
  const place = join(errand.folder, 'npm');
  mkdirSync(place);
  const spec = version === undefined ? name : `${name}@${version}`;
  const options = {
    // What comes is counted there, and goes with the folder: nothing of what is refused stays with npm.
    cache: join(errand.folder, 'cache'),
    'pack-destination': place,
    'ignore-scripts': 'true',
    'dry-run': 'false',
    'update-notifier': 'false',
    'foreground-scripts': 'false',
    'fetch-retries': '1',
    loglevel: 'error',
  };
  const words = Object.entries(options).map(([option, value]) => `--${option}=${value}`);
  const tool = {
    file: 'npm',
    args: [`--prefix=${place}`, 'pack', '--json', ...words, '--', spec],
    env: {},
    most: 4 * 1024 * 1024,
    // The package twice, for npm has a copy, and what the registry tells of it.
    mostMib: 192,
  } as const;
  const said = await runTool(tool, errand);
  const {version: at, integrity} = readPacked(new TextDecoder().decode(said));
  const [file] = readdirSync(place).filter(one => one.endsWith('.tgz'));
  if (file === undefined) throw new Failure(`npm: expected a package of ${spec}, found none`, EXIT.failed);
  const files = await unpack(join(place, file));
  return {files: moduleIn(files, within, other => `npm:${spec}:${other}`), at, integrity};
}

function readPacked(said: string): Packed {
  try {
    const value: unknown = JSON.parse(said);
    if (packed(value) === undefined) return (value as readonly Packed[])[0]!;
  } catch {
    // Told below.
  }
  throw new Failure('npm: `npm pack --json` told no version and integrity: npm 9 or newer is needed', EXIT.failed);
}
