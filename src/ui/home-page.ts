import type {Lesson} from '../core/lesson.ts';
import {EMPTY, ends, indent, type Line, line, type Span, span} from '../render/line.ts';
import {wrap} from '../render/wrap.ts';
import type {SessionState} from '../session/state.ts';
import {badgeText} from './badge.ts';
import {textWidth} from './geometry.ts';
import type {Page} from './pages.ts';
import {lessonScore} from './points.ts';
import type {View} from './view.ts';

/** The module, what it runs on, and its lessons with minutes and progress. */
export function homePage(state: SessionState, view: View): Page {
  const width = textWidth(view.columns) - 4;
  const rows: Line[] = [];
  const low = view.rows < 16;
  if (!low) rows.push(EMPTY, ...indent(wrap(line(state.module.summary), width), [span('  ')]), EMPTY);
  rows.push(...indent(clusterLines(state, view, width), [span('  ')]), EMPTY);
  let selected = 0;
  for (const [index, lesson] of state.module.lessons.entries()) {
    const chosen = index === view.cursor;
    if (chosen) selected = rows.length;
    rows.push(...lessonLines(state, lesson, index, chosen, width));
    if (!low) rows.push(EMPTY);
  }
  return {rows, selected, choices: state.module.lessons.length};
}

/** The row of the lesson that the student is in. */
export function lessonIndex({module: all, lesson}: SessionState): number {
  return Math.max(
    0,
    all.lessons.findIndex(one => one.id === lesson),
  );
}

function clusterLines(state: SessionState, view: View, width: number): readonly Line[] {
  const {cluster} = state;
  const nodes = `${cluster.nodes.length === 1 ? '1 node' : `${cluster.nodes.length} nodes`}: ${cluster.nodes.map(node => node.id).join(', ')}`;
  const badge = badgeText(cluster);
  if (badge !== undefined) {
    if (view.rows < 16) return wrap([span(badge, 'strong')], width);
    const said = 'A recording of a real cluster answers your commands; nothing runs on a machine.';
    return [
      ...wrap([span(badge, 'strong'), span(`  ${nodes}`, 'faint')], width),
      ...wrap([span(`${said} For a real one of your own: `, 'faint'), span('deepdive lab up', 'code')], width),
    ];
  }
  const over = cluster.transport === 'local' ? 'this machine' : `over ${cluster.transport}`;
  return wrap([span(cluster.name, 'strong'), span(` ${over}  ${nodes}`, 'faint')], width);
}

function lessonLines(
  state: SessionState,
  lesson: Lesson,
  index: number,
  chosen: boolean,
  width: number,
): readonly Line[] {
  const score = lessonScore(state, lesson);
  const bar: Line = [span('●'.repeat(score.passed), 'good'), span('○'.repeat(score.steps - score.passed), 'faint')];
  const points = score.maxPoints === 0 ? '' : `  ${score.points}/${score.maxPoints} points`;
  const mark: Span = chosen ? span('▌ ', 'accent') : span('  ');
  const digits = String(state.module.lessons.length).length;
  const title = ends(
    [span(`${String(index + 1).padStart(digits)}  `, 'faint'), span(lesson.title, chosen ? 'heading' : 'prose')],
    line(`${lesson.minutes} min`, 'faint'),
    width,
  );
  const done =
    score.passed === score.steps && score.steps > 0
      ? span('  ✔ done', 'good')
      : span(resume(state, lesson, score.passed), 'faint');
  return indent(
    [
      title,
      [
        span(' '.repeat(digits + 2)),
        ...(score.steps > 24 ? [] : bar),
        span(`  ${score.passed}/${score.steps} steps${points}`, 'faint'),
        done,
      ],
    ],
    [mark],
  );
}

function resume(state: SessionState, lesson: Lesson, passed: number): string {
  if (lesson.id !== state.lesson) return '';
  const at = lesson.steps.findIndex(step => step.id === state.step);
  return passed === 0 && at <= 0 ? '' : `  you are at step ${at + 1}`;
}
