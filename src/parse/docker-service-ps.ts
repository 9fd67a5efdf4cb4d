import type {Parser} from '../core/parsed.ts';
import type {RowTable, TaskRow} from '../core/rows/docker.ts';
import {type Cells, isId, isImage, parseDockerTable, type TableFormat, unquote} from './docker-table.ts';

/** Desired states, as `docker service ps` writes them. */
const DESIRED: ReadonlySet<string> = new Set([
  'Running',
  'Shutdown',
  'Ready',
  'Accepted',
  'Complete',
  'Remove',
  'Orphaned',
]);
const STATES: ReadonlySet<string> = new Set([
  ...['New', 'Allocated', 'Pending', 'Assigned', 'Accepted', 'Preparing', 'Ready', 'Starting', 'Running'],
  ...['Complete', 'Shutdown', 'Failed', 'Rejected', 'Remove', 'Orphaned'],
]);

const FORMAT: TableFormat<TaskRow> = {
  command: 'docker.service-ps',
  columns: ['ID', 'NAME', 'IMAGE', 'NODE', 'DESIRED STATE', 'CURRENT STATE', 'ERROR', 'PORTS'],
  mayBeEmpty: ['NODE', 'ERROR', 'PORTS'],
  optional: [],
  jsonKeys: {},
  read: readTask,
  guess: guessCells,
};

/** `docker service ps` */
export const parseServicePs: Parser<RowTable<TaskRow>> = text => parseDockerTable(text, FORMAT);

function readTask(cells: Cells, previous: TaskRow | undefined): TaskRow | undefined {
  const {ID: id = '', NAME: label = '', IMAGE: image = '', NODE: node = ''} = cells;
  const {
    'DESIRED STATE': desiredState = '',
    'CURRENT STATE': current = '',
    ERROR: error = '',
    PORTS: ports = '',
  } = cells;
  const [currentState = '', ...since] = current.split(' ');
  // JSON has no tree: there, as in the CLI's own table, a name that comes again is an earlier attempt.
  const inTree = label.startsWith('\\_ ');
  const name = inTree ? label.slice(3) : label;
  if (!isId(id) || name === '' || /\s/.test(name + node) || !isImage(image)) return undefined;
  if (desiredState !== '' && !DESIRED.has(desiredState)) return undefined;
  if (current !== '' && !STATES.has(currentState)) return undefined;
  // Errors are quoted, if not always to their end when they are cut.
  if ((error !== '' && !error.startsWith('"')) || (ports !== '' && !ports.includes('->'))) return undefined;
  const history = inTree || previous?.name === name;
  return {
    id,
    name,
    image,
    node,
    desiredState,
    currentState,
    since: since.join(' '),
    error: unquote(error),
    ports,
    history,
  };
}

/** Without a heading the desired state tells whether there is a node, the quotes whether there is an error. */
function guessCells(cells: readonly string[]): Cells | undefined {
  const [id = '', name = '', image = '', ...rest] = cells;
  const node = DESIRED.has(rest[0] ?? '') && !DESIRED.has(rest[1] ?? '') ? '' : (rest.shift() ?? '');
  const [desired = '', current = '', ...ends] = rest;
  const error = ends[0]?.startsWith('"') ? ends.shift()! : '';
  const ports = ends.shift() ?? '';
  if (!DESIRED.has(desired) || current === '' || ends.length > 0) return undefined;
  return {
    ...{ID: id, NAME: name, IMAGE: image, NODE: node},
    ...{'DESIRED STATE': desired, 'CURRENT STATE': current, ERROR: error, PORTS: ports},
  };
}
