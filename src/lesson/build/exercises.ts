import type * as z from 'zod';
import type {Check, Eventually, Json} from '../../core/lesson.ts';
import {placeIn, type Spot} from '../../core/source.ts';
import type {Locator, Path} from '../../core/yaml/locate.ts';
import {readYaml} from '../../core/yaml/read-yaml.ts';
import type {Comment} from '../comment.ts';
import {check as checkSchema, type EventuallyYaml, quiz as quizSchema, task as taskSchema} from '../schema/exercise.ts';
import {isId} from '../schema/fields.ts';
import {readAnswer, strangeWrong} from './answer.ts';
import {type Builder, push, scopeNow} from './builder.ts';
import type {Draft} from './draft.ts';
import {usesInYaml} from './uses.ts';

/** Polling costs the nodes something, and a student waits for it. */
const MAX_WITHIN_MS = 10 * 60_000;
const MIN_EVERY_MS = 250;
const DEFAULT_EVERY_MS = 2000;

export function addCheck(builder: Builder, comment: Comment, spot: Spot): void {
  const {context, draft} = builder;
  const id = exerciseId(builder, comment);
  const read = readYaml(checkSchema, comment.yaml, context.report);
  if (!read.ok) {
    draft.unread.add(id);
    return;
  }
  const {value, where} = read;
  const check = toCheck(builder, {comment, spot, id, yaml: value, where, base: []});
  push(builder, {kind: 'check', check: {...check, ...(value.title !== undefined && {title: value.title})}});
}

export function addTask(builder: Builder, comment: Comment, spot: Spot): void {
  const {context, draft} = builder;
  const id = exerciseId(builder, comment);
  const read = readYaml(taskSchema, comment.yaml, context.report);
  if (!read.ok) {
    draft.unread.add(id);
    return;
  }
  const {value, where} = read;
  const at = placeIn(context.lessonFile, spot);
  const title = value.title ?? (builder.heading || id);
  const yaml = {...value.check, points: value.points};
  const check = {...toCheck(builder, {comment, spot, id, yaml, where, base: ['check']}), title};
  const task = {id, title, points: value.points, check, at};
  draft.tasks.push({task, scope: scopeNow(builder), spot: comment.argumentSpot});
  push(builder, {kind: 'task', task});
}

/** Returns the quiz that the next paragraph has the question of. */
export function addQuiz(builder: Builder, comment: Comment, spot: Spot): Draft['quizzes'][number] | undefined {
  const {context, draft} = builder;
  const id = exerciseId(builder, comment);
  const read = readYaml(quizSchema, comment.yaml, context.report);
  if (!read.ok) {
    draft.unread.add(id);
    return undefined;
  }
  const {value, where} = read;
  const {answer: raw, ...rest} = value;
  const scope = scopeNow(builder);
  const answer = readAnswer(raw, value, where, context.report);
  strangeWrong(value, where, context.report);
  const quiz = {...rest, id, question: '', answer, at: placeIn(context.lessonFile, spot)};
  const quizDraft = {quiz, where, scope, spot: comment.argumentSpot};
  draft.quizzes.push(quizDraft);
  for (const key of ['answer', 'wrong', 'choices'] as const) {
    const part = (key === 'answer' ? raw : value[key]) as Json;
    const counted = key === 'answer' && answer.kind === 'call' && answer.name === 'count';
    draft.uses.push(...usesInYaml(part, [key], where, {scope, purpose: counted ? 'count' : 'text'}));
  }
  push(builder, {kind: 'quiz', quiz});
  return quizDraft;
}

interface Judged {
  readonly comment: Comment;
  readonly spot: Spot;
  readonly id: string;
  readonly yaml: Omit<z.infer<typeof checkSchema>, 'title'>;
  readonly where: Locator;
  /** Path of the check in the YAML. */
  readonly base: readonly string[];
}

function toCheck(builder: Builder, {comment, spot, id, yaml, where, base}: Judged): Check {
  const {draft, context} = builder;
  const scope = scopeNow(builder);
  const eventually = yaml.eventually && toEventually(yaml.eventually, where, [...base, 'eventually'], builder);
  const check: Check = {
    id,
    use: yaml.use,
    with: yaml.with,
    ...(yaml.of !== undefined && {of: yaml.of}),
    ...(eventually !== undefined && {eventually}),
    points: yaml.points,
    else: yaml.else,
    ...(yaml.already !== undefined && {already: yaml.already}),
    at: placeIn(context.lessonFile, spot),
  };
  draft.checks.push({check, where, base, scope, spot: comment.argumentSpot});
  for (const key of ['with', 'else'] as const) {
    draft.uses.push(...usesInYaml(yaml[key], [...base, key], where, {scope, purpose: 'text'}));
  }
  return check;
}

function toEventually(yaml: EventuallyYaml, where: Locator, path: Path, {context}: Builder): Eventually {
  const {within, stableFor} = yaml;
  const every = yaml.every ?? Math.min(DEFAULT_EVERY_MS, Math.max(MIN_EVERY_MS, within));
  const refuse = (key: string, message: string): void =>
    context.report(where.value([...path, key]), `${path.join('.')}.${key}: ${message}`);
  if (within > MAX_WITHIN_MS) refuse('within', 'at most 10m');
  if (every < MIN_EVERY_MS) refuse('every', 'at least 250ms');
  else if (every > within)
    refuse(yaml.every === undefined ? 'within' : 'every', 'the time between polls is longer than "within"');
  return {withinMs: within, everyMs: every, stableFor};
}

function exerciseId({context}: Builder, {kind, argument, argumentSpot}: Comment): string {
  if (argument === undefined) context.report(argumentSpot, `@${kind} needs an id: <!-- @${kind} id`);
  else if (!isId(argument)) {
    context.report(argumentSpot, `expected an id of small letters, digits and single dashes, found "${argument}"`);
  }
  return argument ?? '';
}
