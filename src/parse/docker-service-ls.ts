import type {Parser} from '../core/parsed.ts';
import type {RowTable, ServiceRow} from '../core/rows/docker.ts';
import {type Cells, isId, isImage, parseDockerTable, type TableFormat} from './docker-table.ts';

const MODES: ReadonlySet<string> = new Set(['replicated', 'global', 'replicated job', 'global job']);

const FORMAT: TableFormat<ServiceRow> = {
  command: 'docker.service-ls',
  columns: ['ID', 'NAME', 'MODE', 'REPLICAS', 'IMAGE', 'PORTS'],
  mayBeEmpty: ['PORTS'],
  optional: [],
  jsonKeys: {},
  read: readService,
  guess: cells => {
    const [id = '', name = '', mode = '', replicas = '', image = '', ports = ''] = cells;
    if (cells.length < 5 || cells.length > 6) return undefined;
    return {ID: id, NAME: name, MODE: mode, REPLICAS: replicas, IMAGE: image, PORTS: ports};
  },
};

/** `docker service ls` */
export const parseServiceLs: Parser<RowTable<ServiceRow>> = text => parseDockerTable(text, FORMAT);

function readService({ID: id = '', NAME: name = '', IMAGE: image = '', ...cells}: Cells): ServiceRow | undefined {
  const {MODE: mode = '', REPLICAS: text = '', PORTS: ports = ''} = cells;
  // `0/2 (max 1 per node)`, `0/2 (0/2 completed)`
  const [, running, desired] = /^(\d{1,9})\/(\d{1,9})(?: \([\w/ ]+\))?$/.exec(text) ?? [];
  if (!isId(id) || /\s/.test(name) || !isImage(image) || (mode !== '' && !MODES.has(mode))) return undefined;
  if (running === undefined || (ports !== '' && !ports.includes('->'))) return undefined;
  return {id, name, mode, replicas: {running: Number(running), desired: Number(desired), text}, image, ports};
}
