import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {NetworkInspect, TaskInspect} from '../src/core/rows/inspect.ts';
import type {Witness} from '../src/core/verdict.ts';
import type {Facts} from '../src/topology/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {type Endpoint, taskEndpoint, taskInterface, vtepOf} from '../src/topology/join/endpoints.ts';
import {readTable} from '../src/topology/join/forwarding.ts';
import {membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {managerOf, selectNodes} from '../src/topology/join/nodes.ts';
import {nothingRemote, remoteRow} from '../src/topology/join/remote.ts';
import {type Place, placesOf, serviceOf} from '../src/topology/join/tasks.ts';
import {fdbText, linkText, taskText} from '../src/topology/row-text.ts';
import {argument, exactlyOne, name, nodes} from './arguments.ts';
import {defineDeltaAssertion} from './define.ts';
import {judgeEach} from './each.ts';

const taskName = argument('a task such as redis.2', value =>
  typeof value === 'string' && /^[A-Za-z0-9][\w.-]{0,240}\.\d{1,6}$/.test(value) ? value : undefined,
);

export const fdbAdded = defineDeltaAssertion({
  kind: 'delta',
  id: 'fdb.added',
  version: 1,
  title: 'the row that leads to a task came with the task: before the command the table did not have it',
  args: z
    .strictObject({network: name, task: taskName.optional(), service: name.optional(), from: nodes.optional()})
    .check(exactlyOne('task', 'service', 'task (one) or service (all its tasks that are new)')),
  argsHelp: {
    network: 'name of the overlay',
    'task?': 'a task as docker service ps names it, worker.1; either this or service',
    'service?': 'name of a service: each of its tasks that was not there before',
    'from?': 'the node whose tables are compared; all that have the network unless said',
  },
  example: {network: 'vote', service: 'worker', from: 'swarm-01'},
  codes: {
    there_before: 'the row was there before the command already ({row})',
    older_task: 'the task, or each task of the service, was there before the command already',
    no_row: "no row for the task's MAC in the table of the vxlan device",
    learned_only: 'the row was learned from traffic or lacks permanent, self or dst: it ages out',
    other_dst: 'the row points at another tunnel endpoint ({seen})',
    other_tunnel: 'the row sends to another UDP port, or with another VNI ({seen})',
    other_port: 'the row is right, but the bridge sends frames for the MAC elsewhere ({seen})',
    several: 'more than one row of the vxlan device is for the MAC, or more than one network has the name',
    local: 'the task runs on the very node whose table is read',
    missing: 'no network has that name',
    no_service: 'no service has that name',
    no_task: 'no such task runs',
    no_remote: 'no other node has the network, so there is nothing remote to look up',
    no_member: 'the node whose table is to be read runs no task on the network',
    no_namespace: 'a node has endpoints on the network but no namespace for it',
    no_device: "the network's namespace holds no vxlan device",
    no_container: 'a task is said to run, but its node has no running container for it',
    no_endpoint: 'a task has no endpoint on the network',
    no_interface: "no interface of a task has the endpoint's address",
    other_mac: 'the MAC of the interface inside the task is not that of the endpoint ({seen})',
  },
  mutants: [
    'there-before',
    'row-gone',
    'mac-nibble',
    'other-dst',
    'learned',
    'twin-without-dst',
    'other-address',
    'not-running',
  ],
  needs: [
    'docker.info',
    'docker.networks',
    'docker.containers',
    'swarm.services',
    'swarm.tasks',
    'netns',
    'ns.links',
    'ns.fdb',
  ],
  evaluate({network: name, task: named, service, from}, {before, after}) {
    const network = swarmNetwork(after, name);
    const nodes = membersOf(after, selectNodes(after, from), network);
    const places = named === undefined ? placesOfService(after, service ?? '') : [placeOf(after, named)];
    const fresh = newPlaces(before, places);
    const targets = fresh.map(place => bind(after, place, network));
    const instances = targets.flatMap(target =>
      nodes.filter(node => node !== target.endpoint.node).map(node => ({node, ...target})),
    );
    if (instances.length === 0) {
      const endpoints = targets.map(({endpoint}) => endpoint);
      throw nothingRemote(nodes, endpoints, network);
    }
    const whose = fresh.map(place => place.name).join(', ');
    return judgeEach(instances, `the rows for ${whose} came with the command`, ({node, endpoint, iface, task}) => {
      const vtep = vtepOf(after, endpoint.node, network);
      const row = remoteRow(readTable(after, node, network), endpoint, vtep, 'for-good');
      refuseBefore(before, node, network, endpoint, vtep);
      // Of several new tasks none is needed for the verdict by itself, so none is a witness of it.
      return fresh.length === 1 ? [row, iface, task] : [row, iface];
    });
  },
});

function placesOfService(facts: Facts, name: string): readonly Place[] {
  const places = placesOf(facts, serviceOf(facts, name));
  if (places.length > 0) return places;
  throw new Failed({code: 'no_task', reason: `no task of ${name} runs`, expected: `a task of ${name}`, actual: null});
}

function placeOf(facts: Facts, task: string): Place {
  const places = placesOf(facts, serviceOf(facts, task.slice(0, task.lastIndexOf('.'))));
  const place = places.find(({name}) => name === task);
  if (place !== undefined) return place;
  throw new Failed({
    code: 'no_task',
    reason: `no task ${task} runs`,
    expected: task,
    actual: places.map(({name}) => name),
  });
}

/** Those of the places whose task the swarm did not know before: a number in a service outlives the task that has it. */
function newPlaces(before: Facts, places: readonly Place[]): readonly Place[] {
  const manager = managerOf(before);
  const known = new Set(before.rows('swarm.tasks', manager).map(({id}) => id));
  const fresh = places.filter(({task}) => !known.has(task.id));
  if (fresh.length > 0) return fresh;
  const names = places.map(({name}) => name).join(', ');
  throw new Failed({
    code: 'older_task',
    reason: `${names} ${places.length === 1 ? 'was' : 'were'} there before the command already`,
    expected: 'a new task',
    actual: places.map(({task}) => taskText(task)),
    near: places.map(({task}) => witnessOf(before, task)),
    words: {seen: names},
  });
}

function witnessOf(facts: Facts, task: TaskInspect): Witness {
  return {fact: factKey('swarm.tasks', managerOf(facts)), row: taskText(task)};
}

interface Bound {
  readonly endpoint: Endpoint;
  /** The interface that bears its MAC. */
  readonly iface: Witness;
  readonly task: Witness;
}

function bind(facts: Facts, place: Place, network: NetworkInspect): Bound {
  const endpoint = taskEndpoint(facts, place, network);
  const {netns, link} = taskInterface(facts, place, endpoint);
  const fact = factKey('ns.links', place.node, netns);
  return {endpoint, iface: {fact, row: linkText(link)}, task: witnessOf(facts, place.task)};
}

function refuseBefore(before: Facts, node: string, network: NetworkInspect, {mac, name}: Endpoint, vtep: string): void {
  const row = tableBefore(before, node, network)?.all.find(
    one => one.mac === mac && one.dst === vtep && one.flags.includes('self'),
  );
  if (row === undefined) return;
  throw new Failed({
    code: 'there_before',
    reason: `${node}: the fdb row for ${mac} (${name}) was there before the command already`,
    expected: null,
    actual: fdbText(row),
    near: [],
    words: {seen: row.dst ?? '', row: fdbText(row), mac},
  });
}

/** A node without the network's namespace, or without a device in it, had no table and so no row. */
function tableBefore(before: Facts, node: string, network: NetworkInspect): ReturnType<typeof readTable> | undefined {
  try {
    return readTable(before, node, network);
  } catch (error) {
    if (error instanceof Failed) return undefined;
    throw error;
  }
}
