import type {Json} from '../../core/lesson.ts';
import {suggest} from '../../core/nearest.ts';
import {holes} from '../../core/template.ts';
import {valueAt} from '../../core/yaml/describe.ts';
import type {BuildContext} from '../build/builder.ts';
import type {CheckDraft, Draft} from '../build/draft.ts';
import type {ArgumentIssue} from '../known.ts';
import {exclusive} from './arms.ts';
import {builtIn} from './built-in.ts';
import {type CapturesByName, capturesByName} from './captures.ts';
import {unknownFieldsOf} from './fields.ts';
import {strangeNodes} from './node-names.ts';
import {exampleOf} from './samples.ts';
import {nodeWords} from './targets.ts';

/** Every check names an assertion, and its arguments fit once placeholders are filled in. */
export function checks(draft: Draft, context: BuildContext): void {
  const byName = capturesByName(draft);
  for (const one of draft.checks) {
    checkOne(one, byName, context);
    waitsForNothing(one, context);
    if (context.known.deltas?.has(one.check.use)) namesChange(one, draft, context);
    else asksForFields(one, draft, context);
  }
}

/** What a command has printed is the same at each look. */
function waitsForNothing({check, where, base}: CheckDraft, {known, report}: BuildContext): void {
  if (check.eventually === undefined || known.judging?.get(check.use) !== 'output') return;
  const words = `eventually: ${check.use} judges what a command has printed, and that is not run again; let the command wait`;
  report(where.key([...base, 'eventually']), words, 'warning');
}

/** What compares with the time before a run must say which run, and that must change something. */
function namesChange({check, where, base, scope}: CheckDraft, {runs}: Draft, {report}: BuildContext): void {
  const {use, of} = check;
  if (of === undefined) {
    report(
      where.value([...base, 'use']),
      `of: missing; ${use} compares with the time before a run: name one with mutates`,
    );
    return;
  }
  const named = runs.filter(({run, scope: other}) => run.id === of && !exclusive(scope, other));
  if (named.length === 0 || named.some(({run}) => run.mutates !== undefined)) return;
  report(
    where.value([...base, 'of']),
    `of: ${use} compares with the time before a run that changes something; run "${of}" has no mutates`,
  );
}

/** A query over what a run printed. */
function asksForFields({check, where, base, scope}: CheckDraft, {runs}: Draft, context: BuildContext): void {
  const {of, with: args} = check;
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return;
  const {query} = args as {readonly [key: string]: Json};
  const named = runs.find(({run, scope: other}) => run.id === of && !exclusive(scope, other));
  if (typeof query !== 'string' || named === undefined) return;
  const spot = where.value([...base, 'with', 'query']);
  unknownFieldsOf(query, {parser: named.run.parse, spot, label: 'with.query'}, context);
}

function checkOne(draft: CheckDraft, byName: CapturesByName, context: BuildContext): void {
  const {check, where, base} = draft;
  const {known, report} = context;
  const validate = known.assertions.get(check.use);
  if (validate === undefined) {
    if (known.mayBeOwn === true) return;
    report(
      where.value([...base, 'use']),
      `use: no assertion "${check.use}"${suggest(check.use, known.assertions.keys())}`,
    );
    return;
  }
  const words = known.words?.get(check.use);
  for (const {path, message} of issuesOf(check.with, validate, byName, context)) {
    const at = [...base, 'with', ...path];
    const [argument] = path;
    const unknown = path.length === 1 && words !== undefined && !words.arguments.includes(String(argument));
    const text = unknown ? `no argument "${argument}"${suggest(String(argument), words.arguments)}` : message;
    const label = unknown || path.length === 0 ? '' : `${path.join('.')}: `;
    report(unknown ? where.key(at) : where.value(at), `with: ${label}${text} (assertion ${check.use})`);
  }
  for (const {argument, message} of strangeNodes(check.with, words?.choosesNodes ?? [], nodeWords(context.nodes)))
    report(where.value([...base, 'with', argument]), message);
  if (words === undefined) return;
  for (const code of Object.keys(check.else)) {
    if (words.codes.includes(code)) continue;
    report(
      where.key([...base, 'else', code]),
      `else: ${check.use} has no reason "${code}"${suggest(code, words.codes)}`,
    );
  }
}

/** Placeholders of numbers are tried as numbers as well: how an assertion takes them is its own affair. */
function issuesOf(
  args: Readonly<Record<string, Json>>,
  validate: (args: unknown) => readonly ArgumentIssue[],
  byName: CapturesByName,
  context: BuildContext,
): readonly ArgumentIssue[] {
  const fill = (numbers: boolean): Json =>
    mapStrings(args, text => {
      if (!knownExamples(text, byName, context)) return text;
      const example = exampleOf(text, byName, context.images);
      return numbers && isNumber(text, byName) ? Number(example) : example;
    });
  const asText = validate(fill(false));
  if (asText.length === 0) return [];
  const asNumbers = validate(fill(true));
  const issues = asNumbers.length < asText.length ? asNumbers : asText;
  // A value without an example was reported where it is captured.
  return issues.filter(({path}) => {
    const value = valueAt(args, path);
    return typeof value !== 'string' || knownExamples(value, byName, context);
  });
}

function knownExamples(text: string, byName: CapturesByName, {images}: BuildContext): boolean {
  return holes(text).every(hole => {
    const capture = byName.get(hole.name)?.[0];
    if (capture === undefined) return builtIn(hole.name, images).kind === 'value';
    return capture.from !== undefined && exampleOf(`<${hole.name}>`, byName, images) !== '';
  });
}

function isNumber(text: string, byName: CapturesByName): boolean {
  const [hole, ...more] = holes(text);
  if (hole === undefined || more.length > 0 || !text.startsWith('<') || !text.endsWith('>')) return false;
  const type = byName.get(hole.name)?.[0]?.capture.type;
  return type === 'int' || type === 'port';
}

function mapStrings(value: Json, map: (text: string) => Json): Json {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map(item => mapStrings(item, map));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, map)]));
}
