import type {Parser} from '../core/parsed.ts';
import type {NodeRow, RowTable} from '../core/rows/docker.ts';
import {type Cells, isId, parseDockerTable, type TableFormat} from './docker-table.ts';

const STATUS: ReadonlySet<string> = new Set(['Ready', 'Down', 'Disconnected', 'Unknown']);
const AVAILABILITY: ReadonlySet<string> = new Set(['Active', 'Pause', 'Drain']);
const MANAGER: ReadonlySet<string> = new Set(['', 'Leader', 'Reachable', 'Unreachable', 'Unknown']);

const FORMAT: TableFormat<NodeRow> = {
  command: 'docker.node-ls',
  columns: ['ID', 'HOSTNAME', 'STATUS', 'AVAILABILITY', 'MANAGER STATUS'],
  // A node that has not described itself yet has no name.
  mayBeEmpty: ['HOSTNAME', 'MANAGER STATUS'],
  optional: ['ENGINE VERSION', 'TLS STATUS', 'SELF'],
  jsonKeys: {'TLS STATUS': 'TLSStatus'},
  read: readNode,
  guess: guessCells,
};

/** `docker node ls` */
export const parseNodeLs: Parser<RowTable<NodeRow>> = text => parseDockerTable(text, FORMAT);

function readNode({
  ID: label = '',
  HOSTNAME: hostname = '',
  STATUS: status = '',
  ...cells
}: Cells): NodeRow | undefined {
  const {AVAILABILITY: availability = '', 'MANAGER STATUS': managerStatus = '', 'ENGINE VERSION': engine = ''} = cells;
  const id = label.replace(/ \*$/, '');
  if (!isId(id) || (hostname === '' && status === '') || /\s/.test(hostname + engine)) return undefined;
  if (status !== '' && !STATUS.has(status)) return undefined;
  if ((availability !== '' && !AVAILABILITY.has(availability)) || !MANAGER.has(managerStatus)) return undefined;
  const self = label !== id || cells.SELF === 'true';
  return {id, self, hostname, status, availability, managerStatus, ...(engine !== '' && {engine})};
}

/** Without a heading: only the manager's status can be empty. */
function guessCells(cells: readonly string[]): Cells | undefined {
  const [id = '', hostname = '', status = '', availability = '', ...rest] = cells;
  const manager = rest[0] !== undefined && MANAGER.has(rest[0]) ? rest.shift()! : '';
  const engine = rest.shift() ?? '';
  if (!STATUS.has(status) || !AVAILABILITY.has(availability) || rest.length > 0) return undefined;
  return {
    ...{ID: id, HOSTNAME: hostname, STATUS: status, AVAILABILITY: availability},
    ...{'MANAGER STATUS': manager, 'ENGINE VERSION': engine},
  };
}
