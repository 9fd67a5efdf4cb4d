import {answerMatches} from './answer.ts';
import type {Assertion} from './assertion.ts';
import {cmdOutput} from './command-output.ts';
import {fdbComplete, fdbHasRemoteMac} from './fdb.ts';
import {ingressDnat, ingressMark} from './ingress.ts';
import {ifaceRole, vethPair} from './interfaces.ts';
import {ipvsBackends} from './ipvs.ts';
import {markToFwm} from './marks.ts';
import {netEncrypted, netExists, netVni} from './networks.ts';
import {outputQuery} from './output-query.ts';
import {svcReplicas} from './services.ts';
import {vxlanDevice} from './vxlan.ts';

const all: readonly Assertion[] = [
  svcReplicas,
  netExists,
  netEncrypted,
  netVni,
  vxlanDevice,
  fdbHasRemoteMac,
  fdbComplete,
  ifaceRole,
  vethPair,
  markToFwm,
  ipvsBackends,
  ingressDnat,
  ingressMark,
  outputQuery,
  cmdOutput,
  answerMatches,
];

/** Every assertion by its id. */
export const assertions: ReadonlyMap<string, Assertion> = new Map(all.map(one => [one.id, one]));
