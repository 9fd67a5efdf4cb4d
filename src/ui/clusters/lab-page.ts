import {neutralise} from '../../core/neutral.ts';
import {EMPTY, ends, indent, type Line, line, span} from '../../render/line.ts';
import {wrap} from '../../render/wrap.ts';
import {textWidth} from '../geometry.ts';
import type {Page} from '../pages.ts';
import type {View} from '../view.ts';
import type {ClustersShown, Making} from './clusters.ts';

/** What making a lab means, before it is begun; then how far it is. */
export function labPage(view: View, {asked, making}: ClustersShown, now: number): Page {
  const width = textWidth(view.columns) - 4;
  const gap = view.rows < 16 ? [] : [EMPTY];
  const rows = making === null ? questionLines(asked, width) : makingLines(making, now, width, gap);
  return {rows: [...gap, ...indent(rows, [span('  ')])], choices: 0};
}

function questionLines(asked: ClustersShown['asked'], width: number): readonly Line[] {
  if (asked?.use.kind !== 'make') return [];
  return [
    ...wrap([span(`Make ${asked.name}? `, 'strong'), span(`It takes ${asked.use.takes}.`)], width),
    EMPTY,
    ...asked.use.does.flatMap(text => indent(wrap(line(text), width - 2), [span('· ', 'faint')], [span('  ')])),
  ];
}

function makingLines(making: Making, now: number, width: number, gap: readonly Line[]): readonly Line[] {
  const {name, takes, since, phases, end} = making;
  const head = `${name}: ${seconds(now - since)} so far`;
  return [
    ...(end === null ? wrap([span('Making '), span(head, 'strong'), span(`, it takes ${takes}`, 'faint')], width) : []),
    ...(end === null ? gap : []),
    ...phases.map(phase => phaseLine(phase, end === null, now, width)),
    ...(end === null && making.line !== ''
      ? [line(`  ${neutralise(making.line).replaceAll('\n', ' ')}`, 'faint')]
      : []),
    ...endLines(making, width, gap),
  ];
}

function phaseLine(
  {text, since, milliseconds}: Making['phases'][number],
  live: boolean,
  now: number,
  width: number,
): Line {
  const done = milliseconds !== undefined;
  const mark = done ? span('✔ ', 'good') : live ? span('… ', 'accent') : span('✘ ', 'bad');
  return ends(
    [mark, span(text)],
    line(done || live ? seconds(milliseconds ?? now - since) : 'not finished', 'faint'),
    width,
  );
}

function endLines({end, stopping, name}: Making, width: number, gap: readonly Line[]): readonly Line[] {
  if (end === null)
    return stopping ? [...gap, ...wrap(line('stopping, and removing what was made', 'warn'), width)] : [];
  if (end.kind === 'stopped') {
    return [...gap, ...wrap(line(`Stopped: ${name} was removed, and nothing is left of it.`, 'warn'), width)];
  }
  const words = neutralise(end.message).split('\n');
  return [
    ...gap,
    ...wrap(line(`${name} could not be made:`, 'bad'), width),
    ...words.flatMap(text => indent(wrap(line(text), width - 2), [span('  ')])),
  ];
}

function seconds(milliseconds: number): string {
  return `${Math.max(0, Math.round(milliseconds / 1000))} s`;
}
