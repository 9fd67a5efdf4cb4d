import type {Note, Parser} from '../core/parsed.ts';
import type {ContainerInspect, NetworkInspect, NodeInspect, ServiceInspect, TaskInspect} from '../core/rows/inspect.ts';
import {readContainer} from './docker-inspect-container.ts';
import {readNetwork} from './docker-inspect-network.ts';
import {readService} from './docker-inspect-service.ts';
import {readNode, readTask} from './docker-inspect-swarm.ts';
import {envelope} from './scan/envelope.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  type JsonText,
  parseJson,
  readJson,
  readJsonLines,
} from './scan/json-text.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';

/**
 * The objects of any `docker inspect`, untouched: an array, or one object a line (`--format '{{json .}}'`). Objects
 * that do not exist leave an error text or nothing, so count the rows.
 */
export const parseDockerInspect: Parser<{readonly rows: readonly JsonObject[]}> = text => {
  const input = normalise(text);
  const {objects, unparsed} = readObjects(rowsOf(input));
  return envelope(input, {command: 'docker.inspect', variant: 'json', data: {rows: objects}, unparsed});
};

/** `docker network inspect [-v]` */
export const parseNetworkInspect: Parser<{readonly networks: readonly NetworkInspect[]}> = text =>
  parseTyped(text, 'network', readNetwork, networks => ({networks}));

/** `docker service inspect` */
export const parseServiceInspect: Parser<{readonly services: readonly ServiceInspect[]}> = text =>
  parseTyped(text, 'service', readService, services => ({services}));

/** `docker container inspect` */
export const parseContainerInspect: Parser<{readonly containers: readonly ContainerInspect[]}> = text =>
  parseTyped(text, 'container', readContainer, containers => ({containers}));

/** `docker node inspect` */
export const parseNodeInspect: Parser<{readonly nodes: readonly NodeInspect[]}> = text =>
  parseTyped(text, 'node', readNode, nodes => ({nodes}));

/** `docker inspect --type task` */
export const parseTaskInspect: Parser<{readonly tasks: readonly TaskInspect[]}> = text =>
  parseTyped(text, 'task', readTask, tasks => ({tasks}));

function parseTyped<Row, Data>(
  text: string,
  kind: string,
  read: (value: Json) => Row | undefined,
  wrap: (rows: readonly Row[]) => Data,
): ReturnType<Parser<Data>> {
  const input = normalise(text);
  const lines = rowsOf(input);
  const {objects, unparsed} = readObjects(lines);
  const rows: Row[] = [];
  const notes: Note[] = [];
  for (const [i, object] of objects.entries()) {
    const row = read(object);
    if (row === undefined) notes.push({kind: 'warning', text: `object ${i + 1} is no ${kind}`});
    else rows.push(row);
  }
  // Objects of another kind only: nothing was understood.
  const nothing = objects.length > 0 && rows.length === 0;
  const command = `docker.${kind}-inspect`;
  return envelope(input, {
    command,
    variant: 'json',
    data: wrap(rows),
    unparsed: nothing ? lines : unparsed,
    notes,
  });
}

function readObjects(rows: readonly Line[]): {
  readonly objects: readonly JsonObject[];
  readonly unparsed: readonly Line[];
} {
  const {value, rest} = readWhole(rows) ?? readJsonLines(rows) ?? {value: [], rest: rows};
  const objects = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return objects.every(isObject) ? {objects, unparsed: rest} : {objects: [], unparsed: rows};
}

/** `[]` on a line of its own is read as a whole, so that it is not one item of JSON lines. */
function readWhole(rows: readonly Line[]): JsonText | undefined {
  const single = rows.length === 1 ? parseJson(rows[0]!.text) : undefined;
  return single === undefined ? readJson(rows) : {value: single, rest: []};
}
