import * as z from 'zod';
import {type FactKey, type FactKind, factKey} from '../src/core/facts.ts';
import type {Json} from '../src/core/lesson.ts';
import type {NetworkInspect} from '../src/core/rows/inspect.ts';
import type {WireFrame} from '../src/core/rows/wire.ts';
import type {Witness} from '../src/core/verdict.ts';
import {Failed} from '../src/topology/failed.ts';
import {swarmNetwork} from '../src/topology/join/networks.ts';
import {dataPathPort} from '../src/topology/join/nodes.ts';
import {type Crossing, crossings, frameWitnesses, isCopy, isEncrypted} from '../src/topology/join/wire.ts';
import {wireText} from '../src/topology/row-text.ts';
import {Unknown} from '../src/topology/unknown.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

const NEEDS: readonly FactKind[] = ['docker.info', 'docker.networks', 'swarm.tasks', 'ns.links', 'probe.wire'];

const args = z.strictObject({network: name, node: nodes.optional()});
const argsHelp = {
  network: 'name of the overlay',
  'node?': 'the node that sends; each that has the network unless said',
};
const CODES = {
  missing: 'no network has that name',
  several: 'more than one network has that name',
  no_member: 'no node, or not the one asked for, runs a task on the network',
  no_peer: 'only one node has the network',
  no_vni: 'the swarm gave the network no VNI',
  silent: 'nothing of the request came to the other node, and it was not answered',
};

export const wireEncrypted = defineAssertion({
  kind: 'snapshot',
  id: 'wire.encrypted',
  version: 1,
  title: 'what a node sends over a network is ESP on the wire, and nothing of that network is in clear',
  args,
  argsHelp,
  example: {network: 'vote', node: 'all'},
  codes: {...CODES, in_clear: 'a packet of the network was on the wire in clear ({seen})'},
  mutants: ['in-clear'],
  needs: NEEDS,
  evaluate({network: networkName, node}, facts) {
    const network = swarmNetwork(facts, networkName);
    const wanted = {vni: vniOf(network), port: dataPathPort(facts)};
    const pairs = crossings(facts, network, node);
    return judgeEach(pairs, `${networkName} is encrypted on the wire ${between(pairs)}`, pair => {
      const {request, arrived, seenThere, seenHere, fact} = pair;
      const clear = arrivedInClear(pair, wanted);
      const leaving = inClear(seenHere, wanted).filter(({src, dst}) => src === request.src && dst === request.dst);
      // Whoever can read the request has it in clear, to whatever port and under whatever number it goes.
      const [there, here] = [seenThere, seenHere].map(frames => frames.filter(frame => isCopy(frame, request)));
      const [open] = [...clear, ...leaving, ...there!, ...here!];
      if (open !== undefined) {
        const near = [
          ...frameWitnesses(fact, [...clear, ...there!]),
          ...frameWitnesses(keyOf(pair.from), [...leaving, ...here!]),
        ];
        throw failed(pair, 'in_clear', `is in clear on the wire: ${wireText(open)}`, 'ESP', wireText(open), near);
      }
      const esp = arrived.filter(frame => isEncrypted(frame, request));
      if (!pair.isWhole) throw missed(pair);
      if (esp.length === 0) throw silence(pair, 'ESP');
      return [pair.asked, ...frameWitnesses(fact, esp)];
    });
  },
});

export const wireVxlan = defineAssertion({
  kind: 'snapshot',
  id: 'wire.vxlan',
  version: 1,
  title: 'what a node sends over a network is a VXLAN frame on the wire, with the number of that network',
  args,
  argsHelp,
  example: {network: 'mynet0', node: 'all'},
  codes: {
    ...CODES,
    only_esp: 'the request came, but encrypted',
    other_vni: 'the frame has the number of another network ({seen})',
    other_port: "the frame is not to the swarm's VXLAN port ({seen})",
    other_vtep: 'the frame went to another node, or came from another address ({seen})',
    not_marked: 'frames of the network came, but none with the request in it',
  },
  mutants: ['other-vni', 'other-port', 'other-peer-address', 'no-mark'],
  needs: NEEDS,
  evaluate({network: networkName, node}, facts) {
    const network = swarmNetwork(facts, networkName);
    const wanted = {vni: vniOf(network), port: dataPathPort(facts)};
    const pairs = crossings(facts, network, node);
    return judgeEach(pairs, `${networkName} is VXLAN on the wire ${between(pairs)}`, pair => {
      const right = inClear(pair.arrived, wanted).filter(frame => isCopy(frame, pair.request));
      if (right.length === 0) throw notAsVxlan(pair, wanted);
      return [pair.asked, ...frameWitnesses(pair.fact, right)];
    });
  },
});

interface Wanted {
  readonly vni: number;
  readonly port: number;
}

function vniOf({name: networkName, vxlanidList: [vni]}: NetworkInspect): number {
  if (vni !== undefined) return vni;
  const reason = `the swarm gave the network ${networkName} no VNI`;
  throw new Failed({code: 'no_vni', reason, expected: 'a VNI', actual: null});
}

function inClear(frames: readonly WireFrame[], {vni, port}: Wanted): readonly WireFrame[] {
  return frames.filter(frame => frame.protocol === 'udp' && frame.dport === port && frame.vni === vni);
}

/** From the sender's tunnel end, or from an address that is no node's: that may be another one of the sender's. */
function arrivedInClear({request, vteps, seenThere}: Crossing, wanted: Wanted): readonly WireFrame[] {
  return inClear(seenThere, wanted).filter(
    ({src, dst}) => dst === request.dst && (src === request.src || !vteps.includes(src)),
  );
}

/** What is there in the place of the frame that is due: the nearest thing is told. */
function notAsVxlan(pair: Crossing, wanted: Wanted): Failed | Unknown {
  const {from, to, request, arrived, seenThere, seenHere, fact} = pair;
  const [foreign] = arrived.filter(frame => isCopy(frame, request) && frame.dport === wanted.port);
  if (foreign?.vni !== undefined) {
    const {vni} = foreign;
    const near = frameWitnesses(fact, [foreign]);
    return failed(pair, 'other_vni', `has the VNI ${vni}, not ${wanted.vni}`, wanted.vni, String(vni), near);
  }
  const elsewhere = arrived.find(frame => isCopy(frame, request) && frame.dport !== wanted.port);
  if (elsewhere !== undefined) {
    const seen = String(elsewhere.dport);
    const what = `goes to port ${seen}, not to ${wanted.port}`;
    return failed(pair, 'other_port', what, wanted.port, seen, frameWitnesses(fact, [elsewhere]));
  }
  const due = `${request.src} > ${request.dst}`;
  for (const [node, frames] of [
    [to, seenThere],
    [from, seenHere],
  ] as const) {
    const astray = inClear(frames, wanted).find(
      frame => isCopy(frame, request) && `${frame.src} > ${frame.dst}` !== due,
    );
    if (astray === undefined) continue;
    const seen = `${astray.src} > ${astray.dst}`;
    return failed(pair, 'other_vtep', `goes ${seen}, not ${due}`, due, seen, frameWitnesses(keyOf(node), [astray]));
  }
  const esp = arrived.filter(frame => isEncrypted(frame, request));
  if (esp.length > 0)
    return failed(pair, 'only_esp', 'is encrypted on the wire', 'VXLAN', 'ESP', frameWitnesses(fact, esp));
  if (!pair.isWhole) return missed(pair);
  const others = inClear(arrived, wanted);
  if (others.length === 0) return silence(pair, 'VXLAN');
  const what = 'is not in any of the frames of the network that came';
  return failed(pair, 'not_marked', what, 'a frame with the mark', wireText(others[0]!), frameWitnesses(fact, others));
}

/**
 * Silence proves nothing, least of all that something is encrypted. A request that was answered has come, so a capture
 * without it has missed it: nobody can be blamed for that. How far one that was not answered came helps to find out why.
 */
function silence(pair: Crossing, due: string): Failed | Unknown {
  const {from, to, network, request, seenHere} = pair;
  if (request.isAnswered)
    return new Unknown(
      'ambiguous',
      `${to}: ${from} got its answer over ${network}, but the capture holds no ${due} of it`,
    );
  const left = seenHere.filter(
    frame =>
      frame.src === request.src && frame.dst === request.dst && (isEncrypted(frame, request) || isCopy(frame, request)),
  );
  const how = left.length === 0 ? `it has not even left ${from}` : `though it has left ${from}`;
  return failed(pair, 'silent', `did not come, ${how}`, due, 'nothing', frameWitnesses(keyOf(from), left));
}

function missed({to}: Crossing): Unknown {
  return new Unknown('unsupported', `${to}: there was more on the wire than the capture could hold`);
}

function failed(
  {network, from, to, asked}: Crossing,
  code: string,
  what: string,
  expected: Json,
  seen: string,
  near: readonly Witness[],
): Failed {
  const reason = `${to}: what ${from} sent over ${network} ${what}`;
  return new Failed({code, reason, expected, actual: seen, near: [...near, asked], words: {seen}});
}

function between(pairs: readonly Crossing[]): string {
  const ids = new Set(pairs.flatMap(({from, to}) => [from, to]));
  return `between ${[...ids].sort().join(', ')}`;
}

function keyOf(node: string): FactKey {
  return factKey('probe.wire', node);
}
