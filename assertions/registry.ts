import {answerMatches} from './answer.ts';
import type {Assertion} from './assertion.ts';
import {cmdOutput} from './command-output.ts';
import {fdbComplete, fdbHasRemoteMac} from './fdb.ts';
import {fdbAdded} from './fdb-added.ts';
import {fdbReverse} from './fdb-reverse.ts';
import {gwbridgeMember} from './gateway.ts';
import {gossipSeen} from './gossip.ts';
import {ingressDnat, ingressMark} from './ingress.ts';
import {ingressAccept} from './ingress-accept.ts';
import {ingressWalk} from './ingress-walk.ts';
import {ifaceRole, vethPair} from './interfaces.ts';
import {ipvsBackends, ipvsSameEverywhere} from './ipvs.ts';
import {markToFwm} from './marks.ts';
import {netOnDemand, netPeers} from './members.ts';
import {lbSpread, meshReachable} from './mesh.ts';
import {meshOutside} from './mesh-outside.ts';
import {netMtu} from './mtu.ts';
import {dnsTasks, dnsVip} from './names.ts';
import {neighHas} from './neighbours.ts';
import {netEncrypted, netExists, netVni} from './networks.ts';
import {outputQuery} from './output-query.ts';
import {portsControl} from './ports.ts';
import {sboxHas} from './sandbox.ts';
import {publishSpec, svcReplicas, svcSpread} from './services.ts';
import {ipvsSnat} from './snat.ts';
import {swarmOneCluster, swarmSize} from './swarm.ts';
import {vipBound, vipMark} from './vips.ts';
import {vxlanDevice} from './vxlan.ts';
import {wireEncrypted, wireVxlan} from './wire.ts';
import {xfrmPairs} from './xfrm.ts';

const all: readonly Assertion[] = [
  swarmSize,
  swarmOneCluster,
  portsControl,
  netExists,
  netOnDemand,
  netEncrypted,
  netVni,
  netPeers,
  vxlanDevice,
  netMtu,
  ifaceRole,
  vethPair,
  gwbridgeMember,
  sboxHas,
  fdbHasRemoteMac,
  fdbComplete,
  fdbReverse,
  fdbAdded,
  neighHas,
  xfrmPairs,
  svcReplicas,
  svcSpread,
  vipBound,
  vipMark,
  markToFwm,
  ipvsBackends,
  ipvsSameEverywhere,
  ipvsSnat,
  publishSpec,
  ingressDnat,
  ingressAccept,
  ingressMark,
  ingressWalk,
  dnsVip,
  dnsTasks,
  meshReachable,
  meshOutside,
  lbSpread,
  wireEncrypted,
  wireVxlan,
  gossipSeen,
  outputQuery,
  cmdOutput,
  answerMatches,
];

/** Every assertion by its id. */
export const assertions: ReadonlyMap<string, Assertion> = new Map(all.map(one => [one.id, one]));
