import type {Parser} from '../core/parsed.ts';
import type {NetworkRow, RowTable} from '../core/rows/docker.ts';
import {type Cells, isId, parseDockerTable, type TableFormat} from './docker-table.ts';

const SCOPES: ReadonlySet<string> = new Set(['local', 'swarm', 'global']);

const FORMAT: TableFormat<NetworkRow> = {
  command: 'docker.network-ls',
  columns: ['NETWORK ID', 'NAME', 'DRIVER', 'SCOPE'],
  mayBeEmpty: [],
  optional: ['IPV6', 'IPV4', 'INTERNAL', 'LABELS', 'CREATED AT'],
  jsonKeys: {'NETWORK ID': 'ID'},
  read: readNetwork,
  guess: cells => {
    const [id = '', name = '', driver = '', scope = ''] = cells;
    return cells.length === 4 ? {'NETWORK ID': id, NAME: name, DRIVER: driver, SCOPE: scope} : undefined;
  },
};

/** `docker network ls` */
export const parseNetworkLs: Parser<RowTable<NetworkRow>> = text => parseDockerTable(text, FORMAT);

function readNetwork(cells: Cells): NetworkRow | undefined {
  const {'NETWORK ID': id = '', NAME: name = '', DRIVER: driver = '', SCOPE: scope = ''} = cells;
  if (!isId(id) || /\s/.test(driver) || (scope !== '' && !SCOPES.has(scope))) return undefined;
  return {id, name, driver, scope};
}
