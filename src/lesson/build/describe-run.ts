import {suggest} from '../../core/nearest.ts';
import {noUndo} from '../../core/no-undo.ts';
import {placeIn, type Spot} from '../../core/source.ts';
import type {Locator} from '../../core/yaml/locate.ts';
import {readYaml} from '../../core/yaml/read-yaml.ts';
import type {Comment} from '../comment.ts';
import {unknownFields, unknownFieldsOf} from '../rules/fields.ts';
import {type NotesYaml, notes as notesSchema, type RunYaml, run as runSchema} from '../schema/run.ts';
import type {BuildContext} from './builder.ts';
import {checkBeside} from './check-beside.ts';
import {ANY, type Draft, type RunDraft, type Scope} from './draft.ts';
import {declaredNames, readCapture, unreadCapture} from './read-capture.ts';
import {usesInYaml} from './uses.ts';

/** A `@run` or `@notes` comment, kept until all fences are known: it may stand before or after its run. */
export interface Description {
  readonly comment: Comment;
  readonly scope: Scope;
}

export function describeRun(draft: Draft, {comment, scope}: Description, context: BuildContext): void {
  const runs = runsNamed(draft, comment, scope, context);
  const first = runs.find(run => run.described !== undefined);
  if (first !== undefined) {
    const {line} = placeIn(context.lessonFile, first.described!);
    context.report(comment.argumentSpot, `@run ${comment.argument} stands on line ${line} already`);
    return;
  }
  const read = readYaml(runSchema, comment.yaml, context.report);
  for (const run of runs) run.described = comment.argumentSpot;
  if (!read.ok) {
    if (read.raw === undefined) draft.unread.add(ANY);
    for (const name of declaredNames(read.raw)) {
      const spot = comment.argumentSpot;
      draft.captures.push({capture: unreadCapture(name, context, comment), scope, spot, sampleKey: () => spot});
    }
    return;
  }
  if (runs.length === 0) {
    for (const [name, capture] of Object.entries(read.value.capture)) {
      const spot = read.where.key(['capture', name]);
      const unread = {...unreadCapture(name, context, comment), type: capture.type};
      draft.captures.push({capture: unread, scope, spot, sampleKey: () => spot});
    }
    return;
  }
  checkUndo(read.value, read.where, context);
  checkReverts(draft, read.value, read.where, context);
  for (const run of runs) checkBeside(draft, run, read.value, read.where, context);
  for (const run of runs) fill(draft, run, read.value, read.where, context);
}

function fill(draft: Draft, target: RunDraft, yaml: RunYaml, where: Locator, context: BuildContext): void {
  const {run, scope} = target;
  if (yaml.mutates !== undefined) run.mutates = yaml.mutates;
  if (yaml.undo !== undefined) run.undo = yaml.undo;
  if (yaml.reverts !== undefined) run.reverts = yaml.reverts;
  if (yaml.timeout !== undefined) run.timeoutMs = yaml.timeout;
  if (yaml.exit !== undefined) run.exit = yaml.exit;
  if (yaml.beside !== undefined) run.beside = yaml.beside;
  if (yaml.ready !== undefined) run.ready = yaml.ready;
  run.distinct = yaml.require?.distinct ?? [];
  const captures = Object.entries(yaml.capture).map(([name, capture]) => {
    const spot = where.key(['capture', name]);
    const read = readCapture(name, capture, where, spot, context);
    const label = `capture.${name}.from`;
    unknownFieldsOf(capture.from, {parser: run.parse, spot: where.value(['capture', name, 'from']), label}, context);
    const sampleKey = (node: string): Spot => where.key(['capture', name, 'sample', node]);
    draft.captures.push({capture: read, from: target, scope, spot, sampleKey});
    return read;
  });
  run.captures = captures;
  if (captures.length > 0 && run.parse === undefined) {
    context.report(
      where.key(['capture']),
      `capture: run ${run.id} has no parser to capture from: add parse=… to its fence`,
    );
  }
  for (const [i, name] of run.distinct.entries()) {
    if (captures.some(capture => capture.name === name)) continue;
    const near = suggest(name, Object.keys(yaml.capture));
    context.report(
      where.value(['require', 'distinct', i]),
      `require.distinct: run ${run.id} captures no "${name}"${near}`,
    );
  }
  for (const key of ['mutates', 'undo'] as const) {
    draft.uses.push(...usesInYaml(yaml[key], [key], where, {scope, purpose: 'undo', run: target}));
  }
}

function checkUndo({mutates, undo}: RunYaml, where: Locator, {report}: BuildContext): void {
  if (mutates !== undefined && undo === undefined) {
    report(
      where.key(['mutates']),
      'a run that mutates needs an undo: the command that takes it back, or "none, because …"',
    );
  }
  if (mutates === undefined && undo !== undefined) {
    report(where.key(['undo']), 'undo without mutates: say what the command changes, such as service/redis');
  }
  if (undo !== undefined && noUndo(undo) === '') {
    report(where.value(['undo']), 'undo: say why there is none: "none, because …"');
  }
}

function checkReverts(draft: Draft, {mutates, reverts}: RunYaml, where: Locator, {report}: BuildContext): void {
  if (reverts === undefined) return;
  if (mutates === undefined) {
    report(where.key(['reverts']), 'reverts without mutates: say what the command changes, such as service/redis');
  }
  const ids = draft.runs.map(({run}) => run.id);
  if (!ids.includes(reverts)) {
    report(where.value(['reverts']), `reverts: no run "${reverts}"${suggest(reverts, ids)}`);
  }
}

export function describeNotes(draft: Draft, {comment, scope}: Description, context: BuildContext): void {
  const runs = runsNamed(draft, comment, scope, context);
  const read = readYaml(notesSchema, comment.yaml, context.report);
  if (!read.ok) return;
  const {value, where} = read;
  for (const target of runs) {
    const notes = value.map((note, i) => ({
      ...(note.in !== undefined && {in: note.in}),
      row: note.row,
      say: note.say,
      at: placeIn(context.lessonFile, where.value([i])),
    }));
    target.run.notes = [...target.run.notes, ...notes];
    if (target.run.parse === undefined) {
      context.report(
        comment.argumentSpot,
        `@notes: run ${target.run.id} has no rows to note: add parse=… to its fence`,
      );
    }
    for (const [i, note] of value.entries()) {
      checkFields(
        target,
        note,
        (key, of) => (of === 'key' ? where.key([i, ...key]) : where.value([i, ...key])),
        context,
      );
      const noted = {scope, purpose: 'note', run: target} as const;
      draft.uses.push(...usesInYaml(note.row, [i, 'row'], where, noted));
      draft.uses.push(...usesInYaml(note.say, [i, 'say'], where, noted));
    }
  }
}

/** A name that no row has would make the note stay away, or leave a hole in what it says. */
function checkFields(
  {run: {id, parse: parser}}: RunDraft,
  note: NotesYaml[number],
  place: (key: readonly string[], of: 'key' | 'value') => Spot,
  context: BuildContext,
): void {
  const label = `@notes ${id}`;
  for (const name of Object.keys(note.row))
    unknownFields({parser, names: name.split('.'), spot: place(['row', name], 'key'), label}, context);
  const told = [...note.say.matchAll(/\{([\w.-]+)\}/g)].flatMap(([, path = '']) => path.split('.'));
  unknownFields({parser, names: told, spot: place(['say'], 'value'), label}, context);
  if (note.in !== undefined) unknownFieldsOf(note.in, {parser, spot: place(['in'], 'value'), label}, context);
}

/** The runs that the comment names: those in its own arms of a `@when`, all of them when it stands outside. */
function runsNamed(draft: Draft, comment: Comment, scope: Scope, {report}: BuildContext): readonly RunDraft[] {
  const {kind, argument, argumentSpot} = comment;
  if (argument === undefined) {
    report(argumentSpot, `@${kind} needs the id of its run: <!-- @${kind} id`);
    return [];
  }
  const named = draft.runs.filter(({run}) => run.id === argument);
  const inside = named.filter(run => scope.arms.every((arm, i) => sameArm(arm, run.scope.arms[i])));
  if (inside.length > 0) return inside;
  if (named.length > 0) report(argumentSpot, `@${kind} ${argument} stands in another arm of @when than its run`);
  else if (!draft.unread.has(ANY)) {
    const ids = draft.runs.map(({run}) => run.id);
    report(argumentSpot, `@${kind}: no run "${argument}"${suggest(argument, ids)}`);
  }
  return [];
}

function sameArm(a: Scope['arms'][number], b: Scope['arms'][number] | undefined): boolean {
  return b !== undefined && a.group === b.group && a.index === b.index;
}
