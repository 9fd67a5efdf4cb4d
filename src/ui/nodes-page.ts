import {EMPTY, indent, type Line, line, span} from '../render/line.ts';
import {wrap} from '../render/wrap.ts';
import {noAnswerWords} from '../session/no-answer.ts';
import type {NodeState, SessionState} from '../session/state.ts';
import {textWidth} from './geometry.ts';
import type {Page} from './pages.ts';
import type {View} from './view.ts';

/** The machines, whether they answer, and what is known of them. */
export function nodesPage(state: SessionState, view: View): Page {
  const width = textWidth(view.columns) - 4;
  const {nodes} = state.cluster;
  const rows: Line[] = [];
  let selected = 0;
  let until = 0;
  for (const [index, node] of nodes.entries()) {
    const chosen = index === view.cursor;
    if (rows.length > 0 || view.rows >= 16) rows.push(EMPTY);
    if (chosen) selected = rows.length;
    rows.push(...indent(nodeLines(node, chosen, width), [span(chosen ? '▌ ' : '  ', 'accent')]));
    if (chosen) until = rows.length;
  }
  const remedy = noAnswerWords(state.cluster);
  if (remedy !== undefined)
    rows.push(EMPTY, ...indent(wrap(line(`${remedy}; Enter asks them again`), width), [span('  ')]));
  // What is said of all of them belongs to the last.
  if (view.cursor === nodes.length - 1) until = rows.length;
  return {rows, selected, until, choices: nodes.length};
}

/** What was probed as holding or not, in words. */
const YES_OR_NO: Readonly<Record<string, string>> = {true: 'yes', false: 'no'};

function nodeLines(node: NodeState, chosen: boolean, width: number): readonly Line[] {
  const reached = {
    yes: span('✔ answers', 'good'),
    no: span('✘ no answer', 'bad'),
    unknown: span('○ not asked yet', 'faint'),
  };
  const head: Line = [
    span(node.id, chosen ? 'heading' : 'strong'),
    span(node.role === undefined ? '  ' : `  ${node.role}  `, 'faint'),
    reached[node.reached],
  ];
  const facts = Object.entries(node.probed).flatMap(([name, value], index) => [
    span(index > 0 ? '   ' : ''),
    span(`${name} `, 'faint'),
    span(YES_OR_NO[value] ?? value),
  ]);
  const problem = node.problem === undefined ? [] : wrap(line(node.problem, 'bad'), width - 2);
  const known = facts.length === 0 ? [] : wrap(facts, width - 2);
  return [...wrap(head, width), ...indent([...known, ...problem], [span('  ')])];
}
