import type {Target} from '../../core/lesson.ts';
import {suggest} from '../../core/nearest.ts';
import {placeIn, type Spot, shift} from '../../core/source.ts';
import {holes} from '../../core/template.ts';
import type {Block, Fence} from '../blocks.ts';
import type {Attribute} from '../info-string.ts';
import {nodeTarget, nodeWords} from '../rules/targets.ts';
import {FENCE_KEYS, isFlag} from '../schema/fence-keys.ts';
import {isId} from '../schema/fields.ts';
import {type Builder, push, scopeNow} from './builder.ts';
import type {RunDraft} from './draft.ts';
import {usesInText} from './uses.ts';

const RUN_KEYS = Object.keys(FENCE_KEYS);
const SHELLS = ['sh', 'bash', 'shell'];
const DEFAULT_TIMEOUT_MS = 30_000;
/** A command is something a person reads and types. */
const MAX_COMMAND = 16 * 1024;

type FenceBlock = Extract<Block, {kind: 'fence'}>;

export function addFence(builder: Builder, block: FenceBlock): void {
  const {context} = builder;
  const {attributes, language, open, braces} = block.info;
  const at = placeIn(context.lessonFile, block.spot);
  if (attributes === undefined) {
    maybeMeant(builder, block);
    push(builder, {kind: 'code', language, text: block.text, at});
    return;
  }
  if (open) context.report(shift(block.infoSpot, braces), 'the "{" of this fence is never closed: expected "}"');
  const found = readAttributes(builder, block, attributes);
  const sample = found.get('sample');
  if (sample !== undefined) {
    addSample(builder, block, sample);
    return;
  }
  const id = found.get('#');
  if (id === undefined) {
    context.report(shift(block.infoSpot, braces), 'a runnable fence needs an id: {#id …}');
    return;
  }
  addRun(builder, block, id, found);
}

/** `sh {make}` for `sh {#make}`: nothing else would tell that the command is only shown. */
function maybeMeant({context}: Builder, {infoSpot, info, end}: FenceBlock): void {
  if (!SHELLS.includes(info.language)) return;
  const {source, offset} = shift(infoSpot, info.braces);
  const word = /^\{([a-z][\w-]*)\}?[ \t]*(?:\n|$)/.exec(source.text.slice(offset, end))?.[1];
  if (word !== undefined)
    context.report({source, offset}, `{${word}} is no id, and the fence is only shown: write {#${word}}`, 'warning');
}

function readAttributes(
  {context}: Builder,
  {infoSpot, info}: Fence,
  all: readonly Attribute[],
): Map<string, Attribute> {
  const found = new Map<string, Attribute>();
  const sample = all.some(({key}) => key === 'sample');
  const valid = sample ? ['sample'] : RUN_KEYS;
  for (const attribute of all) {
    const {key, value, offset} = attribute;
    const shown = key === '#' ? `#${value}` : key;
    const refuse = (message: string): void => context.report(shift(infoSpot, offset), message);
    if (!valid.includes(key)) {
      const beside = sample ? ' beside "sample"' : '';
      refuse(`unknown fence key "${shown}"${beside}${suggest(key, [...RUN_KEYS.slice(1), 'sample'])}`);
    } else if (found.has(key)) refuse(key === '#' ? 'a fence has one id' : `"${key}" is said twice`);
    else if (isFlag(key) && value !== undefined) refuse(`"${key}" takes no value`);
    else if (!isFlag(key) && (value === undefined || value === '')) refuse(`"${shown}" needs a value`);
    else found.set(key, attribute);
  }
  if (sample && info.language === '') context.report(infoSpot, 'a sample needs a language: ```text {sample=id}');
  return found;
}

function addSample(builder: Builder, block: FenceBlock, {value: of = '', valueOffset}: Attribute): void {
  const {context, draft} = builder;
  const spot = shift(block.infoSpot, valueOffset);
  draft.samples.push({of, text: block.text, textSpot: block.at, spot, scope: scopeNow(builder)});
  push(builder, {kind: 'sample', of, text: block.text, at: placeIn(context.lessonFile, block.spot)});
}

function addRun(builder: Builder, block: FenceBlock, id: Attribute, found: ReadonlyMap<string, Attribute>): void {
  const {context, draft} = builder;
  const {language} = block.info;
  const spotOf = (key: string): Spot => shift(block.infoSpot, found.get(key)?.valueOffset ?? id.valueOffset);
  const idSpot = shift(block.infoSpot, id.offset);
  if (!isId(id.value!))
    context.report(idSpot, `expected an id of small letters, digits and single dashes, found "${id.value}"`);
  if (language === '') context.report(block.infoSpot, `a runnable fence needs a language: \`\`\`sh {#${id.value} …}`);
  else if (!SHELLS.includes(language)) {
    context.report(block.infoSpot, `a runnable fence is run by sh, found the language "${language}"`);
  }
  const line = block.text.trimEnd();
  if (line.trim() === '') context.report(block.spot, 'this runnable fence holds no command');
  const quote = /[“”„‘’]/.exec(line);
  if (quote !== null) {
    const words = `${quote[0]} is no quote of the shell: write " or '`;
    context.report(block.at(quote.index), words, 'warning');
  }
  const raw = found.has('raw');
  const parse = found.get('parse')?.value;
  const solves = found.get('solves')?.value;
  const targets = readTargets(builder, found.get('on'), block.infoSpot);
  const run: RunDraft['run'] = {
    id: id.value!,
    line,
    language,
    on: targets.map(({target}) => target),
    ...(parse !== undefined && {parse}),
    stream: found.has('stream'),
    raw,
    ...(solves !== undefined && {solves}),
    timeoutMs: DEFAULT_TIMEOUT_MS,
    exit: [0],
    captures: [],
    distinct: [],
    notes: [],
    at: placeIn(context.lessonFile, block.spot),
  };
  const scope = scopeNow(builder);
  const runDraft = {run, scope, spot: idSpot, parseSpot: spotOf('parse'), solvesSpot: spotOf('solves')};
  draft.runs.push(runDraft);
  if (line.length > MAX_COMMAND) {
    context.report(block.spot, `this command has ${line.length} characters; at most ${MAX_COMMAND} are run`);
  } else if (!block.unclosed)
    draft.uses.push(...usesInText(line, block.at, {scope, purpose: raw ? 'raw' : 'command', run: runDraft}));
  for (const {target, spot} of targets) {
    if (target.kind !== 'capture') continue;
    const hole = {kind: 'hole', name: target.name, offset: 0} as const;
    draft.uses.push({hole, spot, scope, purpose: 'target', run: runDraft});
  }
  push(builder, {kind: 'run', run});
}

interface Placed {
  readonly target: Target;
  readonly spot: Spot;
}

function readTargets(builder: Builder, on: Attribute | undefined, infoSpot: Spot): readonly Placed[] {
  const {nodes, report} = builder.context;
  if (on?.value === undefined) {
    const target = defaultTarget(nodes);
    if (target !== undefined) return [{target, spot: infoSpot}];
    report(infoSpot, `on=… is missing: say where this runs, one of ${nodeWords(nodes).join(', ')}, all`);
    return [];
  }
  const placed: Placed[] = [];
  let offset = on.valueOffset;
  for (const word of on.value.split(',')) {
    const spot = shift(infoSpot, offset);
    offset += word.length + 1;
    const target = readTarget(word, nodes);
    if (target !== undefined) placed.push({target, spot});
    else {
      report(spot, `on: no node "${word}"${suggest(word, [...nodeWords(nodes), 'all'])}`);
    }
  }
  return placed;
}

function readTarget(word: string, nodes: BuilderNodes): Target | undefined {
  if (word === 'all') return {kind: 'all'};
  const [hole] = holes(word);
  if (hole !== undefined && hole.node === undefined && word === `<${hole.name}>`) {
    return {kind: 'capture', name: hole.name};
  }
  return nodeTarget(word, nodes, () => false);
}

/** Where a fence runs that does not say: on the manager, or on the only node; where there are several it must say. */
function defaultTarget(nodes: BuilderNodes): Target | undefined {
  const [first, ...more] = nodes;
  if (first?.role !== undefined) return {kind: 'role', role: 'manager'};
  return first === undefined || more.length > 0 ? undefined : {kind: 'node', id: first.id};
}

type BuilderNodes = Builder['context']['nodes'];
