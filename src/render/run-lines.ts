import {neutralise} from '../core/neutral.ts';
import {besideWords} from './beside-words.ts';
import {cells, expandTabs} from './cells.ts';
import {markValues} from './fill.ts';
import {EMPTY, ends, indent, type Line, lineCells, type Span, span} from './line.ts';
import {missingWords} from './missing-words.ts';
import {previewLines} from './output-lines.ts';
import type {Edit, RunShown, StepBlock} from './step-block.ts';
import {wordDifference} from './word-difference.ts';
import {wrap} from './wrap.ts';
import {wrapCommand} from './wrap-command.ts';

type RunBlock = Extract<StepBlock, {kind: 'run'}>;

/** A command as it would run, where, how it stands, and the head of its output. */
export function runLines(block: RunBlock, width: number): readonly Line[] {
  return [
    ...commandLines(block, width),
    ...indent(whereLines(block, width - 2), [span('  ')]),
    ...partnerLines(block, width),
    ...missingLines(block, width),
    ...block.edits.flatMap(edit => editLines(edit, width)),
    ...block.results.flatMap(result => resultLines(block, result, width)),
  ];
}

function commandLines(block: RunBlock, width: number): readonly Line[] {
  const templates = block.run.line.split('\n');
  const rows = neutralise(block.line).split('\n').map(expandTabs);
  return rows.flatMap((row, index) => {
    // A value never holds a line break, so the rows of the template and of the filled line go together.
    const spans = block.run.raw ? [span(row, 'strong')] : markValues(templates[index] ?? '', row, 'strong');
    return indent(wrapCommand(spans, width - 2), index === 0 ? [span('$ ', 'prompt')] : [span('  ')], [span('  ')]);
  });
}

/** Where it runs and how it stands: on one row where there is room, else nothing of it is cut. */
function whereLines(block: RunBlock, width: number): readonly Line[] {
  const how = status(block);
  const [on, room] = [where(block), how.text === '' ? width : width - cells(how.text) - 1];
  if (lineCells(on) <= room) return [ends(on, [how], width)];
  const rows = wrap(on, width);
  const last = rows.at(-1) ?? EMPTY;
  if (lineCells(last) <= room) return [...rows.slice(0, -1), ends(last, [how], width)];
  return [...rows, [how]];
}

function where({run, nodes, picked}: RunBlock): Line {
  const changes: readonly Span[] =
    run.mutates === undefined ? [] : [span(' · '), span(`changes ${run.mutates}`, 'warn')];
  if (nodes.length === 0) return [span('on a node not known yet', 'faint'), ...changes];
  if (nodes.length === 1) return [span(`on ${nodes[0]}`, 'faint'), ...changes];
  const choices = nodes.flatMap((node, index): readonly Span[] => {
    const chosen = picked === null || picked === node;
    return [span(' '), span(`${index + 1}`, 'accent'), span(` ${node}`, chosen ? 'strong' : 'faint')];
  });
  const all = picked === null ? span(' (all)', 'faint') : span(' (@ all)', 'faint');
  return [span('on', 'faint'), ...choices, all, ...changes];
}

function status(block: RunBlock): Span {
  switch (block.status) {
    case 'idle':
      return span('');
    case 'running':
      return span('… running', 'accent');
    case 'streaming':
      return span('● live, s stops it', 'accent');
    case 'done':
      return span(`✔ done${took(block.results)}`, 'good');
    case 'stopped':
      return span('■ stopped', 'faint');
    case 'error':
      return span(`✘ ${shortEnd(block.results.find(result => !result.ok)?.end ?? 'not done')}`, 'bad');
  }
}

function took(results: readonly RunShown[]): string {
  const longest = Math.max(0, ...results.map(result => result.durationMs));
  return longest < 100 ? '' : ` ${(longest / 1000).toFixed(1)} s`;
}

function partnerLines({run, partner}: RunBlock, width: number): readonly Line[] {
  if (partner === null) return [];
  return indent(wrap([span(besideWords(run, partner), 'faint')], width - 2), [span('  ')]);
}

function missingLines(block: RunBlock, width: number): readonly Line[] {
  return missingWords(block.missing).flatMap(({text, role}) =>
    indent(wrap([span(text, role)], width - 2), [span('  ')]),
  );
}

/** What the student changed before it ran. */
function editLines({nodes, before, after}: Edit, width: number): readonly Line[] {
  const head = span(`you ran this on ${nodes}: `, 'warn');
  return indent(wrap([head, ...wordDifference(before, after)], width - 2), [span('  ')]);
}

/** `node unreachable: no route to host` → the part that fits beside the nodes. */
function shortEnd(end: string): string {
  return end.split(': ', 1)[0] ?? end;
}

function resultLines(block: RunBlock, result: RunShown, width: number): readonly Line[] {
  const room = width - 4;
  const several = block.results.length > 1;
  const detailed = !result.ok && result.end !== shortEnd(result.end);
  const end = detailed || (several && !result.ok) ? [span(several ? ` · ${result.end}` : result.end, 'bad')] : [];
  const name = several ? [span(result.node, 'faint'), ...end] : end;
  const problem = result.problem === undefined ? [] : wrap([span(`! ${result.problem}`, 'warn')], room);
  const head = name.length === 0 ? [] : wrap(name, room);
  if (block.preview === 0) return indent([...(result.ok ? [] : head), ...problem], [span('  ')]);
  return indent(
    [...head, ...previewLines(result.text, room, block.preview, result.notes), ...problem],
    [span('  │ ', 'faint')],
  );
}
