import type {Parser} from '../core/parsed.ts';
import type {ContainerRow, RowTable} from '../core/rows/docker.ts';
import {type Cells, isId, isImage, parseDockerTable, type TableFormat, unquote} from './docker-table.ts';

const STATUS = /^(?:Up |Exited \(|Created|Restarting \(|Dead|Removal In Progress|Paused)/;
const SIZE = /^[\d.]+[kMGT]?B(?: \(virtual .*\))?$/;

const FORMAT: TableFormat<ContainerRow> = {
  command: 'docker.ps',
  columns: ['CONTAINER ID', 'IMAGE', 'COMMAND', 'CREATED', 'STATUS', 'PORTS', 'NAMES'],
  mayBeEmpty: ['PORTS'],
  optional: [
    'SIZE',
    'CREATED AT',
    'LABELS',
    'MOUNTS',
    'NETWORKS',
    'LOCAL VOLUMES',
    'STATE',
    'PLATFORM',
    'HEALTH STATUS',
  ],
  jsonKeys: {'CONTAINER ID': 'ID', CREATED: 'RunningFor'},
  read: readContainer,
  guess: guessCells,
};

/** `docker ps`, also with -a, -s, --no-trunc. */
export const parseDockerPs: Parser<RowTable<ContainerRow>> = text => parseDockerTable(text, FORMAT);

function readContainer({'CONTAINER ID': id = '', IMAGE: image = '', ...cells}: Cells): ContainerRow | undefined {
  const {
    COMMAND: command = '',
    CREATED: created = '',
    STATUS: status = '',
    PORTS: ports = '',
    NAMES: names = '',
  } = cells;
  if (!isId(id) || !isImage(image) || names === '' || /\s/.test(names)) return undefined;
  if ((command !== '' && !/^"/.test(command)) || (created !== '' && !/ ago$/.test(created))) return undefined;
  if ((status !== '' && !STATUS.test(status)) || (ports !== '' && !/\/(?:tcp|udp|sctp)/.test(ports))) return undefined;
  return {
    id,
    image,
    command: unquote(command).replace(/\\(["\\])/g, '$1'),
    created,
    status,
    ports,
    names: names.split(','),
  };
}

/** Without a heading: only PORTS can be empty, and SIZE comes last. */
function guessCells(cells: readonly string[]): Cells | undefined {
  const [id = '', image = '', command = '', created = '', status = '', ...rest] = cells;
  const size = SIZE.test(rest.at(-1) ?? '') ? rest.pop()! : '';
  const names = rest.pop() ?? '';
  const ports = rest.pop() ?? '';
  if (rest.length > 0) return undefined;
  return {
    ...{'CONTAINER ID': id, IMAGE: image, COMMAND: command, CREATED: created},
    ...{STATUS: status, PORTS: ports, NAMES: names, SIZE: size},
  };
}
