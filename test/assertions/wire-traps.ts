import type {Snapshot} from '../../src/core/facts.ts';
import type {WireFrame, WireRequest, WireRow} from '../../src/core/rows/wire.ts';
import {fixture} from '../snapshot/fixture.ts';
import {edited, type Rows} from './edit.ts';
import {type Trap, trap} from './trap.ts';

const wire = fixture('wire');
const [ONE, TWO, THREE] = ['10.77.0.11', '10.77.0.12', '10.77.0.13'];
const VOTE = {network: 'vote', node: 'swarm-01'};
const MYNET = {network: 'mynet0', node: 'swarm-01'};

/** The snapshot with what a node saw on the wire changed, packet by packet. */
function seen(node: string, change: (frame: WireFrame) => readonly WireRow[], from = wire): Snapshot {
  return edited(from, 'probe.wire', node, rows => rows.flatMap(row => (row.kind === 'frame' ? change(row) : [row])));
}

/** The same on all nodes. */
function everywhere(change: (frame: WireFrame) => readonly WireRow[]): Snapshot {
  return ['swarm-01', 'swarm-02', 'swarm-03'].reduce((snapshot, node) => seen(node, change, snapshot), wire);
}

/** As if nobody had got an answer: what does not come cannot be answered. */
function unanswered(from: Snapshot): Snapshot {
  return ['swarm-01', 'swarm-02', 'swarm-03'].reduce(
    (snapshot, node) =>
      edited(snapshot, 'probe.wire', node, rows =>
        rows.map(row => (row.kind === 'request' ? {...row, isAnswered: false} : row)),
      ),
    from,
  );
}

function besides(node: string, row: WireRow, from = wire): Snapshot {
  return edited(from, 'probe.wire', node, rows => [...rows, row]);
}

function vniOf(network: string): number {
  const rows = wire.facts.get('docker.networks@swarm-01')!.rows as Rows<'docker.networks'>;
  return rows.find(({name}) => name === network)!.vxlanidList[0]!;
}

/** What swarm-01 asked swarm-02 over a network. */
function asked(network: string): WireRequest {
  const rows = wire.facts.get('probe.wire@swarm-01')!.rows as Rows<'probe.wire'>;
  return rows.find(
    (row): row is WireRequest => row.kind === 'request' && row.vni === vniOf(network) && row.dst === TWO,
  )!;
}

const isOf = (network: string) => (frame: WireFrame) => frame.vni === vniOf(network);
const toTwo = (frame: WireFrame) => isOf('mynet0')(frame) && frame.src === ONE && frame.dst === TWO;
const isEsp = (frame: WireFrame) => frame.protocol === 'esp';
const without = (gone: (frame: WireFrame) => boolean) => (frame: WireFrame) => (gone(frame) ? [] : [frame]);

const inClear: WireFrame = {
  kind: 'frame',
  protocol: 'udp',
  src: ONE,
  dst: TWO,
  dport: 4789,
  vni: vniOf('vote'),
  inner: {src: '10.0.2.9', dst: '10.0.2.10'},
  isMarked: false,
};

export const WIRE_TRAPS: readonly Trap[] = [
  trap(
    'wire.encrypted',
    VOTE,
    'nothing at all is on the wire',
    unanswered(everywhere(() => [])),
    'silent',
    'it has not even left swarm-01',
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'only plain frames of ingress and of another overlay are there, which is not to its credit',
    unanswered(everywhere(without(isEsp))),
    'silent',
    'swarm-02: what swarm-01 sent over vote did not come',
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'it left the one node and did not come to the other',
    unanswered(seen('swarm-02', without(isEsp))),
    'silent',
    'though it has left swarm-01',
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'the ESP that is there is of other traffic',
    unanswered(everywhere(frame => [isEsp(frame) ? {...frame, length: frame.length! + 64} : frame])),
    'silent',
    'did not come',
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'beside ESP one packet of the network passes in clear',
    besides('swarm-02', inClear),
    'in_clear',
    `${ONE} > ${TWO} udp 4789 VNI ${vniOf('vote')}`,
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'one packet passes in clear from an address that is no node',
    besides('swarm-02', {...inClear, src: '10.99.0.11'}),
    'in_clear',
    '10.99.0.11',
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'a packet leaves in clear, and is lost on its way',
    besides('swarm-01', inClear),
    'in_clear',
    'in clear on the wire',
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'the request itself passes in clear, to another port and under another number',
    besides('swarm-02', {...inClear, dport: 5789, vni: 77, isMarked: true, inner: asked('vote').inner}),
    'in_clear',
    `${ONE} > ${TWO} udp 5789 VNI 77`,
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'the request was answered, and the capture holds nothing of it',
    everywhere(without(isEsp)),
    null,
    'swarm-02: swarm-01 got its answer over vote, but the capture holds no ESP of it',
  ),
  trap(
    'wire.vxlan',
    MYNET,
    'the request was answered, and the capture holds nothing of it',
    everywhere(without(isOf('mynet0'))),
    null,
    'swarm-02: swarm-01 got its answer over mynet0, but the capture holds no VXLAN of it',
  ),
  trap('wire.encrypted', MYNET, 'the network is not encrypted', wire, 'in_clear', `VNI ${vniOf('mynet0')}`),
  trap(
    'wire.encrypted',
    {network: 'ingress', node: 'swarm-01'},
    'ingress is never encrypted',
    wire,
    'in_clear',
    `VNI ${vniOf('ingress')}`,
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'a node listened on a bridge inside the tunnel',
    listeningOn('br0'),
    null,
    'swarm-02 listened on br0, which is no interface of the node itself',
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'a node reaches the other by another interface than that it listened on',
    edited(wire, 'probe.wire', 'swarm-02', rows =>
      rows.map(row => (row.kind === 'capture' ? {...row, peers: row.peers.filter(peer => peer !== ONE)} : row)),
    ),
    null,
    'by which it does not reach swarm-01',
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'there was more than the capture could hold',
    cut('swarm-02'),
    null,
    'swarm-02: there was more on the wire',
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'a node had nothing to send with',
    edited(wire, 'probe.wire', 'swarm-01', rows =>
      rows.map(row => (row.kind === 'request' ? {...row, isAnswered: false, problem: 'Network is unreachable'} : row)),
    ),
    null,
    'Network is unreachable',
  ),
  trap(
    'wire.encrypted',
    VOTE,
    'there were too many networks to ask over this one',
    edited(wire, 'probe.wire', 'swarm-01', rows =>
      rows.filter(row => row.kind !== 'request' || row.vni !== vniOf('vote')),
    ),
    null,
    'swarm-01 did not ask swarm-02 over vote',
  ),
  trap(
    'wire.vxlan',
    MYNET,
    'only frames of ingress are there',
    unanswered(everywhere(without(frame => !isOf('ingress')(frame)))),
    'silent',
    'swarm-02: what swarm-01 sent over mynet0 did not come',
  ),
  trap(
    'wire.vxlan',
    MYNET,
    'frames of the network are there, but none with the request',
    everywhere(frame => [isOf('mynet0')(frame) ? {...frame, isMarked: false} : frame]),
    'not_marked',
    'not in any of the frames',
  ),
  trap(
    'wire.vxlan',
    MYNET,
    'the mark is in a frame between two other nodes',
    unanswered(
      seen(
        'swarm-02',
        without(frame => isOf('mynet0')(frame) && frame.src === ONE && frame.dst === TWO),
      ),
    ),
    'silent',
    'though it has left swarm-01',
  ),
  trap(
    'wire.vxlan',
    MYNET,
    'the frame has the number of another network',
    everywhere(frame => [isOf('mynet0')(frame) ? {...frame, vni: vniOf('ingress')} : frame]),
    'other_vni',
    `VNI ${vniOf('ingress')}, not ${vniOf('mynet0')}`,
  ),
  trap(
    'wire.vxlan',
    MYNET,
    'the forwarding row led to a third node',
    seen('swarm-01', frame => [toTwo(frame) ? {...frame, dst: THREE} : frame], seen('swarm-02', without(toTwo))),
    'other_vtep',
    `goes ${ONE} > ${THREE}, not ${ONE} > ${TWO}`,
  ),
  trap(
    'wire.vxlan',
    MYNET,
    "the frame is not to the swarm's data-path port",
    edited(wire, 'docker.info', 'swarm-01', rows => rows.map(row => ({...row, dataPathPort: 5789}))),
    'other_port',
    'goes to port 4789, not to 5789',
  ),
  trap('wire.vxlan', VOTE, 'the network is encrypted', wire, 'only_esp', 'is encrypted on the wire'),
  trap(
    'wire.vxlan',
    MYNET,
    'there was more than the capture could hold, and the frame is not in it',
    cut('swarm-02', without(isOf('mynet0'))),
    null,
    'there was more on the wire',
  ),
];

function listeningOn(dev: string): Snapshot {
  return edited(wire, 'probe.wire', 'swarm-02', rows =>
    rows.map(row => (row.kind === 'capture' ? {...row, dev} : row)),
  );
}

function cut(node: string, change: (frame: WireFrame) => readonly WireRow[] = frame => [frame]): Snapshot {
  return edited(wire, 'probe.wire', node, rows =>
    rows.flatMap((row): readonly WireRow[] => {
      if (row.kind === 'capture') return [{...row, isWhole: false}];
      return row.kind === 'frame' ? change(row) : [row];
    }),
  );
}
