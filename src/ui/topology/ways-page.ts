import {ALL_FACTS} from '../../core/facts.ts';
import {EMPTY, type Line, line, span} from '../../render/line.ts';
import {wrap} from '../../render/wrap.ts';
import {factsOf} from '../../topology/facts.ts';
import {clientsOf} from '../../topology/walk/client.ts';
import type {Goal, Start} from '../../topology/walk.ts';
import {textWidth} from '../geometry.ts';
import type {Page} from '../pages.ts';
import type {View} from '../view.ts';
import type {Scene} from './scene.ts';

interface Choice<Chosen> {
  readonly chosen: Chosen;
  readonly name: string;
  readonly what: string;
}

/** Where a packet can start: outside, at each node, and in each container that runs. */
export function startsIn({snapshot}: Scene): readonly Choice<Start>[] {
  const {clients} = clientsOf(factsOf(snapshot, ALL_FACTS));
  return [
    ...snapshot.nodes.map(({id}) => ({
      chosen: {kind: 'outside', node: id} as const,
      name: id,
      what: 'a client outside sends to this node',
    })),
    ...clients.map(({name, node}) => ({
      chosen: {kind: 'container', name, node} as const,
      name,
      what: `a program in this container on ${node} asks`,
    })),
  ];
}

/** From outside the published ports; from a container every service by its name, and every task by its addresses. */
export function goalsOf({whole}: Scene, from: Start): readonly Choice<Goal>[] {
  const {services} = whole;
  if (from.kind === 'outside') {
    return services.flatMap(({name, ports}) =>
      ports
        .filter(({mode}) => mode === 'ingress')
        .map(({published}) => ({
          chosen: {kind: 'port', port: published} as const,
          name: `:${published}`,
          what: `the published port of ${name}`,
        })),
    );
  }
  return [
    ...services.map(({name}) => ({chosen: {kind: 'service', name} as const, name, what: 'the service, by its name'})),
    ...services.flatMap(({tasks}) =>
      tasks.flatMap(({name, node, addresses}) =>
        addresses.map(each => {
          const address = each.replace(/\/.*$/, '');
          return {chosen: {kind: 'address', address} as const, name: address, what: `the task ${name} on ${node}`};
        }),
      ),
    ),
  ];
}

/** Why a packet from there has nowhere to go. */
export function noGoalWords({kind}: Start): string {
  return kind === 'outside'
    ? 'no service that this look shows publishes a port'
    : 'this look shows no service that it could ask for';
}

/** The one question, then the other. */
export function waysPage(scene: Scene, view: View): Page {
  const {from} = view.map;
  const choices: readonly Choice<unknown>[] = from === null ? startsIn(scene) : goalsOf(scene, from);
  const width = textWidth(view.columns) - 4;
  const question =
    from === null
      ? 'Where does the packet start?'
      : `From ${from.kind === 'outside' ? `outside to ${from.node}` : from.name}: where is it to go?`;
  const head: readonly Line[] = [
    ...(view.rows >= 16 ? [EMPTY] : []),
    ...wrap(line(question, 'heading'), width).map(row => [span('  '), ...row]),
  ];
  const longest = Math.max(...choices.map(({name}) => name.length));
  const rows = choices.map(({name, what}, index) => [
    span(index === view.cursor ? '▌ ' : '  ', 'accent'),
    span(name.padEnd(Math.min(longest, 24)), index === view.cursor ? 'strong' : 'prose'),
    span(`  ${what}`, 'faint'),
  ]);
  return {rows: [...head, ...rows], selected: head.length + view.cursor, choices: choices.length};
}
