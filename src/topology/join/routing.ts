import {factKey} from '../../core/facts.ts';
import type {Route, Rule} from '../../core/rows/route.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {routeText, routingRuleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Looked, rowsIfKnown} from './looked.ts';
import {isInside} from './packet.ts';

/** What is known of a packet where its way on is chosen. What is undefined may be anything. */
export interface Leaving {
  /** Undefined: whoever it is for, so that the way for everybody is chosen. */
  readonly destination?: string | undefined;
  readonly source?: string | undefined;
  /** `lo` where it is sent from the namespace itself. */
  readonly inInterface?: string | undefined;
  /** As `ip rule` prints it. */
  readonly protocol?: string;
}

/** Of what a program sends from its own namespace. */
export const SENT = {inInterface: 'lo', protocol: 'tcp'} as const;
/** Where a packet that the kernel itself sends has no source yet, when its route is chosen. */
export const NO_SOURCE = '0.0.0.0';

/** The route that is chosen, if one is; `refusedBy` is a rule that sends nothing at all. */
export interface Chosen extends Looked {
  readonly route: Route | undefined;
  readonly refusedBy: Witness | undefined;
}

type Outcome =
  | {readonly kind: 'on'}
  | {readonly kind: 'route'; readonly route: Route}
  | {readonly kind: 'refused'}
  | {readonly kind: 'goto'; readonly priority: number}
  | {readonly kind: 'unseen'; readonly what: string};

const MAIN = 'main';
/** Rules that one packet may come to: by `goto` some may be met again and again. */
const MOST_RULES = 2_000;

/**
 * The route by which a packet leaves a namespace: that of the first table, in the order of its rules, which has one. Without
 * the rules, which a snapshot may lack, the main table is taken.
 */
export function chooseRoute(facts: Facts, node: string, netns: string, packet: Leaving): Chosen {
  const rows = facts.rows('ns.routes', node, netns);
  const rules = facts.once(`routing rules of ${node}/${netns}`, () => {
    const known = rowsIfKnown(facts, 'ns.rules', node, netns);
    return known && [...known].sort((a, b) => a.priority - b.priority);
  });
  if (rules === undefined) {
    const untold = [`the routing rules (ip rule) of ${netns === 'host' ? node : netns}`];
    return {route: routeIn(rows, MAIN, packet.destination), refusedBy: undefined, witnesses: [], untold};
  }
  const witness = (rule: Rule): Witness => ({fact: factKey('ns.rules', node, netns), row: routingRuleText(rule)});
  let steps = 0;
  const from = (start: number): {readonly outcome: Outcome; readonly rule: Rule | undefined} => {
    for (let index = start; index < rules.length; index++) {
      const rule = rules[index]!;
      if (++steps > MOST_RULES)
        throw new Unknown('unsupported', `${node}: ${netns} has too many routing rules to follow`);
      const met = meets(rule, packet, () => isUnmarked(facts, node, netns));
      if (met === false) continue;
      const outcome = outcomeOf(rule, rows, packet.destination);
      if (outcome.kind === 'on') continue;
      if (outcome.kind === 'unseen')
        throw new Unknown('missing-fact', `${node}: the routing rule ${witness(rule).row} in ${netns} ${outcome.what}`);
      const target =
        outcome.kind === 'goto' ? rules.findIndex((one, at) => at > index && one.priority >= outcome.priority) : 0;
      const taken = outcome.kind === 'goto' ? from(target < 0 ? rules.length : target) : {outcome, rule};
      if (met === true) return taken;
      const other = from(index + 1);
      if (isSame(taken.outcome, other.outcome)) return other;
      const what = `whether the routing rule ${witness(rule).row} in ${netns} takes packets`;
      throw new Unknown('ambiguous', `${node}: ${what} depends on more than is known`);
    }
    return {outcome: {kind: 'on'}, rule: undefined};
  };
  const {outcome, rule} = from(0);
  const seen = rule === undefined ? [] : [witness(rule)];
  return {
    route: outcome.kind === 'route' ? outcome.route : undefined,
    refusedBy: outcome.kind === 'refused' ? seen[0] : undefined,
    witnesses: seen,
    untold: [],
  };
}

export function isOfMain({table = MAIN}: Route): boolean {
  return table === MAIN;
}

/** The route of a table for an address, by the longest prefix; of several the one with the least metric. */
function routeIn(rows: readonly Route[], name: string, destination: string | undefined): Route | undefined {
  return rows
    .filter(({flags, table = MAIN}) => !flags.includes('dead') && table === name)
    .filter(({dst}) => dst === 'default' || (destination !== undefined && isInside(destination, dst) === true))
    .sort((a, b) => bits(b) - bits(a) || (a.metric ?? 0) - (b.metric ?? 0))[0];
}

function outcomeOf(rule: Rule, rows: readonly Route[], destination: string | undefined): Outcome {
  const {action, table, goto, selectors = {}} = rule;
  if (action === 'nop') return {kind: 'on'};
  if (action === 'goto') return goto === undefined ? {kind: 'on'} : {kind: 'goto', priority: goto};
  if (action !== 'lookup') return {kind: 'refused'};
  if (table === undefined) return {kind: 'unseen', what: 'looks up a table that is not known'};
  if (selectors.suppress_ifgroup !== undefined)
    return {kind: 'unseen', what: 'leaves out routes of a group of interfaces, which are not known'};
  const isTold = table === MAIN || rows.some(row => row.table !== undefined);
  // The local table is for the namespace's own addresses, and the default one is empty unless somebody fills it.
  if (!isTold && table !== 'local' && table !== 'default')
    return {kind: 'unseen', what: 'looks up a table whose routes are not known'};
  const least = Number(selectors.suppress_prefixlength ?? -1);
  const route = routeIn(rows, table, destination);
  const isLeft = route === undefined || route.type === 'throw' || bits(route) <= least;
  return isLeft ? {kind: 'on'} : {kind: 'route', route};
}

/** Whether a rule takes a packet; undefined where that is not known of it. */
function meets(rule: Rule, packet: Leaving, isUnmarked: () => boolean): boolean | undefined {
  // Of packets to or from a device of a VRF, of which engines have none; and of an interface that is gone.
  if (rule.flags.includes('l3mdev') || rule.flags.includes('detached')) return false;
  const {
    suppress_prefixlength: _,
    suppress_ifgroup: __,
    protocol: ___,
    realms: ____,
    ipproto,
    ...more
  } = rule.selectors ?? {};
  const answers = [
    inPrefix(rule.src, packet.source),
    inPrefix(rule.dst ?? 'all', packet.destination),
    rule.iif === undefined || (packet.inInterface === undefined ? undefined : packet.inInterface === rule.iif),
    // It is for programs that are bound to an interface.
    rule.oif === undefined,
    rule.fwmark === undefined || (isUnmarked() ? (rule.fwmark & (rule.fwmask ?? 0xffffffff)) === 0 : undefined),
    ipproto === undefined || (packet.protocol === undefined ? undefined : packet.protocol === ipproto),
    Object.keys(more).length === 0 || undefined,
  ];
  const all = answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
  return rule.not && all !== undefined ? !all : all;
}

function inPrefix(prefix: string, address: string | undefined): boolean | undefined {
  if (prefix === 'all') return true;
  return address === undefined ? undefined : isInside(address, prefix);
}

/** Whether nothing in a namespace marks packets. */
function isUnmarked(facts: Facts, node: string, netns: string): boolean {
  return !facts
    .rows('ns.iptables', node, netns)
    .some(({rules}) => rules.some(({target}) => target === 'MARK' || target === 'CONNMARK'));
}

function isSame(one: Outcome, other: Outcome): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== 'route' || other.kind !== 'route' || routeText(one.route) === routeText(other.route);
}

function bits({dst}: Route): number {
  if (dst === 'default') return 0;
  return Number(dst.split('/')[1] ?? 32);
}
