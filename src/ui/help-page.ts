import {EMPTY, indent, type Line, line, span} from '../render/line.ts';
import {STATUS} from '../render/status.ts';
import {drawTable} from '../render/table.ts';
import {textWidth} from './geometry.ts';
import {KEYS, type KeyBinding, keyLabel} from './key-table.ts';
import type {Page} from './pages.ts';
import type {View} from './view.ts';

const MEANINGS = {
  pass: 'it holds, and the row that proves it was seen',
  fail: 'it does not hold; w tells what was expected and what was found',
  wait: 'no evidence yet, or the cluster has not settled',
  error: 'could not look; this never costs a point',
  old: 'a later command changed the cluster; run it again',
} as const;

/** The keys of the screen that help was opened from, then the others, then what the five verdicts mean. */
export function helpPage(view: View): Page {
  const width = textWidth(view.columns) - 4;
  const from = view.trail.at(-1) ?? 'home';
  const here = KEYS.filter(binding => binding.on?.includes(from) ?? true);
  const others = KEYS.filter(binding => !here.includes(binding));
  const rows = [
    ...section('here', here, width),
    ...(others.length > 0 ? section('on other screens', others, width) : []),
    line('verdicts', 'faint'),
    ...drawTable(
      [],
      Object.entries(MEANINGS).map(([status, meaning]) => {
        const {symbol, word, role} = STATUS[status as keyof typeof MEANINGS];
        return [[span(`${symbol} ${word}`, role)], line(meaning)];
      }),
      width,
      [],
    ),
  ];
  return {rows: [EMPTY, ...indent(rows, [span('  ')])], choices: 0};
}

function section(title: string, bindings: readonly KeyBinding[], width: number): readonly Line[] {
  const byAction = new Map<string, KeyBinding>();
  for (const binding of bindings) {
    const id = `${binding.action} ${binding.keys.join()}`;
    if (!byAction.has(id)) byAction.set(id, binding);
  }
  const rows = [...byAction.values()].map(({keys, label, on}) => [
    [span(keys.map(keyLabel).join(' '), 'accent')],
    [span(label), span(title === 'here' || on === undefined ? '' : `  (${on.join(', ')})`, 'faint')],
  ]);
  return [line(title, 'faint'), ...drawTable([], rows, width, []), EMPTY];
}
