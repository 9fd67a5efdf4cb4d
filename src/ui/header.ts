import {ends, type Line, line, type Span, span} from '../render/line.ts';
import {lessonOf, type SessionState, stepOf} from '../session/state.ts';
import {badgeText} from './badge.ts';
import {headerRows} from './geometry.ts';
import {lessonScore} from './points.ts';
import type {ScreenName, View} from './view.ts';

const TITLES: Readonly<Record<Exclude<ScreenName, 'step'>, string>> = {
  home: 'Home',
  why: 'Why',
  list: 'All steps',
  nodes: 'Nodes',
  values: 'Values',
  report: 'Report',
  help: 'Keys',
  trust: 'Before anything runs',
  search: 'Search',
  clusters: 'Clusters',
  lab: 'A lab',
  output: 'Output',
  topology: 'Topology',
  evidence: 'Rows',
  ways: 'The way of a packet',
};

/** Module, lesson, step, progress, points and what cluster this is. */
export function headerLines(state: SessionState, view: View): readonly Line[] {
  const {columns, rows, screen} = view;
  const lesson = lessonOf(state);
  const score = lessonScore(state, lesson);
  const cluster = badge(state, columns);
  const points = line(score.maxPoints === 0 ? '' : `${score.points}/${score.maxPoints} points`, 'faint');
  const nth = `${lesson.steps.findIndex(step => step.id === state.step) + 1}/${lesson.steps.length}`;
  if (headerRows(rows) === 1) {
    const title =
      screen === 'step'
        ? [span(`${nth} `, 'accent'), span(stepOf(state).title, 'strong')]
        : line(TITLES[screen], 'strong');
    return [ends(title, cluster, columns)];
  }
  const home = screen === 'home';
  const where = home ? [] : [span(' › ', 'faint'), span(lesson.title)];
  const second =
    screen === 'step'
      ? [
          span(' step ', 'faint'),
          span(nth, 'strong'),
          span('  '),
          ...progress(state),
          span(`  ${stepOf(state).title}`, 'strong'),
        ]
      : [span(` ${TITLES[screen]}`, 'strong')];
  return [
    ends([span(` ${state.module.title}`, 'heading'), ...where], [...cluster, span(' ')], columns),
    ends(second, home ? [] : [...points, span(' ')], columns),
    line('─'.repeat(columns), 'faint'),
  ];
}

/** What the student works on: a badge for playback, else the cluster's name. */
function badge({cluster}: SessionState, columns: number): Line {
  const text = badgeText(cluster);
  if (text === undefined) return [span(cluster.name, 'faint')];
  return [span(` ${columns < 60 ? 'RECORDED' : text} `, 'badge')];
}

/** One mark a step: done, done with help, here, still to come. */
function progress(state: SessionState): Line {
  const lesson = lessonOf(state);
  if (lesson.steps.length > 24) return [];
  return lesson.steps.map((step): Span => {
    const status = state.steps[`${lesson.id}/${step.id}`]?.status;
    const here = step.id === state.step;
    if (status === 'passed') return span(here ? '◉' : '●', 'good');
    if (status === 'assisted') return span(here ? '◉' : '◐', 'warn');
    return here ? span('◎', 'accent') : span('○', 'faint');
  });
}
