import {ALL_FACTS, type Snapshot} from '../core/facts.ts';
import {Failure} from '../core/failure.ts';
import {type Facts, factsOf} from '../topology/facts.ts';
import {Failed} from '../topology/failed.ts';
import {managerOf} from '../topology/join/nodes.ts';
import {Unknown} from '../topology/unknown.ts';
import {type Client, clientsOf, findClient} from '../topology/walk/client.ts';
import type {Goal, Start} from '../topology/walk.ts';
import {unknownName} from './unknown-name.ts';

interface Ends {
  readonly from: Start;
  readonly to: Goal;
}

/** What `--from` and `--to` mean on a cluster. A name that may be that of something not looked at is taken as it is. */
export function endsOf(snapshot: Snapshot, from: string, to: string): Ends {
  const facts = factsOf(snapshot, ALL_FACTS);
  const start = startOf(facts, from);
  const goal = goalOf(facts, to);
  if (start.kind === 'outside' && goal.kind !== 'port') {
    const [first] = clientsOf(facts).clients;
    const example = first === undefined ? '' : `, such as ${first.name}`;
    throw new Failure(`--to ${to}: from a node, expected :PORT; for what is inside, start at a task${example}`);
  }
  if (start.kind === 'container' && goal.kind === 'port') {
    throw new Failure(`--to ${to}: from a container, expected a service or an address; for a port, start at a node`);
  }
  return {from: start, to: goal};
}

function startOf(facts: Facts, name: string): Start {
  if (facts.nodes.some(({id}) => id === name)) return {kind: 'outside', node: name};
  try {
    const {node} = findClient(facts, name);
    return {kind: 'container', name, node};
  } catch (error) {
    if (error instanceof Unknown && error.reason === 'ambiguous') throw new Failure(`--from ${name}: ${error.message}`);
    if (error instanceof Unknown) return {kind: 'container', name};
    if (!(error instanceof Failed)) throw error;
    const names = clientsOf(facts).clients.map(({name}: Client) => name);
    throw unknownName('node, task or container', name, [...facts.nodes.map(({id}) => id), ...names.sort()]);
  }
}

function goalOf(facts: Facts, to: string): Goal {
  const [, host = to, digits] = /^(.*):(\d{1,5})$/.exec(to) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65_535)) throw new Failure(`--to ${to}: there is no port ${port}`);
  if (host === '' && port !== undefined) return {kind: 'port', port};
  const at = port === undefined ? {} : {port};
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return {kind: 'address', address: host, ...at};
  const services = servicesOf(facts);
  const name = host.replace(/^tasks\./, '');
  if (services !== undefined && !services.includes(name)) throw unknownName('service', name, services);
  return {kind: 'service', name: host, ...at};
}

/** Undefined when no manager tells. */
function servicesOf(facts: Facts): readonly string[] | undefined {
  try {
    return facts.rows('swarm.services', managerOf(facts)).map(({name}) => name);
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}
