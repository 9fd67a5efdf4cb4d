import {EMPTY, ends, indent, type Line, line, type Span, span} from '../../render/line.ts';
import {wrap} from '../../render/wrap.ts';
import type {SessionState} from '../../session/state.ts';
import {textWidth} from '../geometry.ts';
import type {Page} from '../pages.ts';
import type {View} from '../view.ts';
import type {Choice, ClustersShown} from './clusters.ts';

const STANDING: Readonly<Record<Choice['use']['kind'], Span>> = {
  ready: span('✔ ready', 'good'),
  make: span('○ not running', 'faint'),
  missing: span('✘ not usable', 'bad'),
};

/** Where the student can work, how each stands, and how far they are there. */
export function clustersPage(state: SessionState, view: View, {choices}: ClustersShown): Page {
  const width = textWidth(view.columns) - 4;
  const gap = view.rows < 16 ? [] : [EMPTY];
  if (choices === undefined) return {rows: [...gap, line('  one moment: looking for clusters', 'faint')], choices: 0};
  const lead = 'Where do you want to work? Progress is kept for each by itself.';
  const rows: Line[] = [...gap, ...indent(wrap(line(lead), width), [span('  ')]), ...gap];
  let selected = 0;
  for (const [index, choice] of choices.entries()) {
    const chosen = index === view.cursor;
    if (choice.kind !== choices[index - 1]?.kind && choices.some(({kind}) => kind === 'module')) {
      rows.push([span('  '), span(choice.kind === 'module' ? 'modules' : 'clusters', 'faint')]);
    }
    if (chosen) selected = rows.length;
    const here = choice.name === (choice.kind === 'module' ? state.module.id : state.cluster.name);
    rows.push(...indent(choiceLines(choice, here, chosen, width), [span(chosen ? '▌ ' : '  ', 'accent')]), ...gap);
  }
  return {rows, selected, choices: choices.length};
}

function choiceLines(choice: Choice, here: boolean, chosen: boolean, width: number): readonly Line[] {
  const {progress, use} = choice;
  const steps = progress === null ? [] : line(`${progress.passed}/${progress.steps} steps`, 'faint');
  const title: Line = [
    span(choice.title, chosen ? 'heading' : 'strong'),
    span('  '),
    here ? span('✔ you are here', 'accent') : STANDING[use.kind],
  ];
  const missing = use.kind === 'missing' ? use.missing : [];
  return [
    ends(title, steps, width),
    ...indent(
      [
        ...wrap(line(choice.about, 'faint'), width - 2),
        ...missing.flatMap(({what, mend}) => [
          ...wrap([span('! ', 'warn'), span(what)], width - 2),
          ...(mend === undefined ? [] : wrap([span('  '), span(mend, 'code')], width - 2)),
        ]),
      ],
      [span('  ')],
    ),
  ];
}
