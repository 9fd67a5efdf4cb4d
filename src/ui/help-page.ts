import {EMPTY, indent, type Line, line, span} from '../render/line.ts';
import {STATUS} from '../render/status.ts';
import {drawTable} from '../render/table.ts';
import {textWidth} from './geometry.ts';
import {keyLabel} from './key-label.ts';
import {KEYS, type KeyBinding} from './key-table.ts';
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
  const from = view.trail.at(-1)?.screen ?? 'home';
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

/** Without those that another one begins with: `next` beside `next step`. */
function different(labels: readonly string[]): readonly string[] {
  return labels.filter(label => !labels.some(other => other.startsWith(`${label} `)));
}

/** One row for each set of keys, with all that they do. */
function section(title: string, bindings: readonly KeyBinding[], width: number): readonly Line[] {
  const labels = new Map<string, Set<string>>();
  for (const {keys, label} of bindings) {
    const shown = keys.map(keyLabel).join(' ');
    labels.set(shown, (labels.get(shown) ?? new Set()).add(label));
  }
  const rows = [...labels].map(([keys, does]) => [[span(keys, 'accent')], line(different([...does]).join(', '))]);
  return [line(title, 'faint'), ...drawTable([], rows, width, []), EMPTY];
}
