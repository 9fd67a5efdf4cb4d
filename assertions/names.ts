import * as z from 'zod';
import {type FactKind, factKey} from '../src/core/facts.ts';
import type {NetworkInspect} from '../src/core/rows/inspect.ts';
import type {DnsAnswer} from '../src/core/rows/probe.ts';
import type {Verdict} from '../src/core/verdict.ts';
import type {Facts} from '../src/topology/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {balanceOf, vipOf} from '../src/topology/join/balancing.ts';
import {swarmNetwork} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {placesOf, serviceOf, taskAddress} from '../src/topology/join/tasks.ts';
import {answersText} from '../src/topology/row-text.ts';
import {Unknown} from '../src/topology/unknown.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

const NEEDS: readonly FactKind[] = [
  'docker.info',
  'docker.networks',
  'docker.containers',
  'swarm.services',
  'swarm.tasks',
  'probe.dns',
];

const args = z.strictObject({service: name, network: name, from: nodes.optional()});
const argsHelp = {
  service: 'name of the service',
  network: 'the overlay whose tasks ask',
  'from?': 'tasks on this node ask; all unless said',
};
const example = {service: 'redis', network: 'vote'};
const CODES = {
  missing: 'no network has that name',
  several: 'more than one network has that name',
  no_service: 'no service has that name',
  unknown_name: "a task's resolver does not know the name",
  other_address: 'the name gives other addresses ({seen})',
};

export const dnsVip = defineAssertion({
  kind: 'snapshot',
  id: 'dns.vip',
  version: 1,
  title: "inside a task, a service's name gives its virtual address",
  args,
  argsHelp,
  example,
  codes: {...CODES, no_vip: 'the service has no virtual address on the network'},
  mutants: ['other-address', 'no-answer'],
  needs: NEEDS,
  evaluate({service: serviceName, network: networkName, from}, facts) {
    const network = swarmNetwork(facts, networkName);
    const service = serviceOf(facts, serviceName);
    if (service.endpointMode === 'dnsrr')
      throw new Unknown('unsupported', `${serviceName} has endpoint mode dnsrr, in which its name gives its tasks`);
    return holdAnswers(facts, network, from, serviceName, [vipOf(service, network)]);
  },
});

export const dnsTasks = defineAssertion({
  kind: 'snapshot',
  id: 'dns.tasks',
  version: 1,
  title: 'inside a task, tasks.NAME gives exactly the addresses of the tasks of a service',
  args,
  argsHelp,
  example,
  codes: {...CODES, no_vip: 'the service is not on the network', no_task: 'no task of the service runs on the network'},
  mutants: ['other-address', 'no-answer', 'one-less'],
  needs: NEEDS,
  evaluate({service: serviceName, network: networkName, from}, facts) {
    const network = swarmNetwork(facts, networkName);
    const service = serviceOf(facts, serviceName);
    const addresses = placesOf(facts, service).flatMap(({task}) => taskAddress(task, network.id) ?? []);
    if (addresses.length === 0) {
      balanceOf(facts, service, network);
      const reason = `no task of ${serviceName} runs on the network ${networkName}`;
      throw new Failed({code: 'no_task', reason, expected: 'a running task', actual: null});
    }
    return holdAnswers(facts, network, from, `tasks.${serviceName}`, addresses);
  },
});

/** Every task on the network that was asked, by its own resolver, gives exactly these addresses. */
function holdAnswers(
  facts: Facts,
  network: NetworkInspect,
  from: string | undefined,
  asked: string,
  addresses: readonly string[],
): Verdict {
  const nodes = selectNodes(facts, from);
  const answers = nodes.flatMap((node): readonly Answers[] => {
    const inside = facts
      .rows('docker.containers', node)
      .filter(({networks}) => networks.some(({networkId}) => networkId === network.id))
      .map(({id}) => id.slice(0, 12));
    const rows = facts.rows('probe.dns', node).filter(({container}) => inside.includes(container));
    return rows.length === 0 ? [] : [{node, rows: rows.filter(({name}) => name === asked), known: rows}];
  });
  if (answers.length === 0)
    throw new Unknown('missing-fact', `no task on ${network.name} was asked for names on ${nodes.join(', ')}`);
  const due = [...addresses].sort();
  return judgeEach(answers, `${asked} is ${due.join(', ')} on ${answers.map(({node}) => node).join(', ')}`, one => {
    const {node, rows, known} = one;
    const witness = {fact: factKey('probe.dns', node), row: answersText(asked, rows)};
    const wrong = rows.find(row => [...row.addresses].sort().join() !== due.join());
    if (rows.length > 0 && wrong === undefined) return [witness];
    // The names that a node asks for are those its engine lists on its overlays, up to a number.
    if (wrong === undefined && new Set(known.map(row => row.name)).size >= MANY_NAMES)
      throw new Unknown('unsupported', `${node}: there are too many services to ask for ${asked}`);
    const seen = [...(wrong?.addresses ?? [])].sort();
    throw new Failed({
      code: seen.length === 0 ? 'unknown_name' : 'other_address',
      reason:
        wrong === undefined
          ? `${node}: the engine lists no service for ${asked} on its overlays`
          : `${node}: in the container ${wrong.container} ${asked} is ${seen.join(', ') || 'unknown'}, not ${due.join(', ')}`,
      expected: due,
      actual: seen,
      near: wrong === undefined ? [] : [witness],
      words: {seen: seen.join(', ')},
    });
  });
}

/** As many as a node asks for: see the bounds of the probe, which asks for each name twice. */
const MANY_NAMES = 24;

interface Answers {
  readonly node: string;
  /** For the name. */
  readonly rows: readonly DnsAnswer[];
  /** For any name, by tasks on the network. */
  readonly known: readonly DnsAnswer[];
}
