import type {Parser} from '../core/parsed.ts';
import type {ImageRow, RowTable} from '../core/rows/docker.ts';
import {parseImageTree} from './docker-images-tree.ts';
import {type Cells, isId, isImage, parseDockerTable, type TableFormat} from './docker-table.ts';
import {normalise} from './scan/normalise.ts';

const SIZE = /^\d[\d.]*(?:[kMGT]?B| [kMGT]?B)$/;

const FORMAT: TableFormat<ImageRow> = {
  command: 'docker.images',
  columns: ['REPOSITORY', 'TAG', 'IMAGE ID', 'CREATED', 'SIZE'],
  mayBeEmpty: [],
  optional: ['DIGEST', 'CREATED AT', 'VIRTUAL SIZE', 'SHARED SIZE', 'UNIQUE SIZE', 'CONTAINERS'],
  jsonKeys: {'IMAGE ID': 'ID', CREATED: 'CreatedSince'},
  read: readImage,
  guess: guessCells,
};

/** `docker images`, also with -a, --digests, --no-trunc, --tree. */
export const parseDockerImages: Parser<RowTable<ImageRow>> = text =>
  parseImageTree(normalise(text)) ?? parseDockerTable(text, FORMAT);

function readImage(cells: Cells): ImageRow | undefined {
  const {REPOSITORY: repository = '', TAG: tag = '', 'IMAGE ID': id = ''} = cells;
  const {CREATED: created = '', SIZE: size = ''} = cells;
  if (!isId(id.replace(/^sha256:/, '')) || !isName(repository) || !isName(tag) || tag.includes('/')) return undefined;
  // The age of an image without a date of its own is `N/A`.
  if ((created !== '' && !/ ago$|^N\/A$/.test(created)) || (size !== '' && !SIZE.test(size))) return undefined;
  return {id, repository, tag, created, size};
}

function isName(word: string): boolean {
  return word === '<none>' || isImage(word);
}

/** Without a heading no cell can be missing. */
function guessCells(cells: readonly string[]): Cells | undefined {
  const [repository = '', tag = '', id = '', created = '', size = ''] = cells;
  if (cells.length !== 5) return undefined;
  return {REPOSITORY: repository, TAG: tag, 'IMAGE ID': id, CREATED: created, SIZE: size};
}
