import * as arguments_ from '../../../assertions/arguments.ts';
import {judgeEach, pass} from '../../../assertions/each.ts';
import {linesOf, notingCuts, parsedData, requireExit, seen, selectOutputs} from '../../../assertions/outputs.ts';
import {factKey, type UnknownCause} from '../../core/facts.ts';
import {expectedForm, matchesType} from '../../core/value-type.ts';
import {envelope} from '../../parse/scan/envelope.ts';
import {splitWords} from '../../parse/scan/keywords.ts';
import {normalise, rowsOf, takeLines} from '../../parse/scan/normalise.ts';
import {Failed, type Failure} from '../../topology/failed.ts';
import * as rowText from '../../topology/row-text.ts';
import {Unknown} from '../../topology/unknown.ts';
import {atOnce, attempt, type Guard} from './attempt.ts';

/** What a parser of a module's own is given to work with; `own-types.ts` in `author` tells of each. */
export function parserKit() {
  return {
    perLine,
    linesIn: (text: string) => rowsOf(normalise(text)),
    result,
    splitWords,
  };
}

function perLine<Row extends object>(text: string, read: (line: string, number: number) => Row | null | undefined) {
  const input = normalise(text);
  const rows: Row[] = [];
  const unparsed = takeLines(input, (line, number) => {
    const row = read(line, number);
    // Null is for a line that is understood, and no row.
    if (typeof row === 'object' && row !== null) rows.push(row);
    return row !== undefined;
  });
  return envelope(input, {command: '', variant: 'text', data: {rows}, unparsed});
}

function result<T>(text: string, data: T, unparsed: readonly {readonly number: number; readonly text: string}[] = []) {
  return envelope(normalise(text), {command: '', variant: 'text', data, unparsed});
}

/** What an assertion of a module's own is given to work with. */
export function assertionKit(guard: Guard) {
  return {
    output: <Spec extends object>(spec: Spec) => ({...spec, kind: 'output' as const}),
    snapshot: <Spec extends object>(spec: Spec) => ({...spec, kind: 'snapshot' as const}),
    delta: <Spec extends object>(spec: Spec) => ({...spec, kind: 'delta' as const}),
    take: {
      name: arguments_.name,
      nodes: arguments_.nodes,
      mac: arguments_.mac,
      ifname: arguments_.ifname,
      port: arguments_.port,
      vni: arguments_.vni,
      mark: arguments_.mark,
      flag: arguments_.flag,
      words: arguments_.words,
      ipv4: ofType('ipv4'),
      cidr: ofType('cidr'),
      count: arguments_.count,
      custom: customArgument(guard),
      optional: (schema: ReturnType<typeof arguments_.argument>) => schema.optional(),
    },
    pass,
    fail: (failure: Failure): never => {
      throw new Failed(failure);
    },
    cannotLook: (cause: UnknownCause, detail: string): never => {
      throw new Unknown(cause, detail);
    },
    judgeEach,
    selectOutputs,
    requireExit,
    parsedData,
    linesOf,
    seen,
    notingCuts,
    factKey,
    rowText: {...rowText},
  };
}

const READ_MS = 1000;

/** A value that its reading breaks on is refused, and what broke is told with it. */
function customArgument(guard: Guard) {
  return <Value>(expected: string, read: (value: string | number) => Value | undefined) =>
    arguments_.argument(expected, value => {
      const done = attempt(guard, READ_MS, () => atOnce(read(value)) as Value | undefined);
      if (done.kind === 'made') return done.made;
      throw new Refused(done.kind === 'late' ? `not read within ${READ_MS / 1000} s` : done.why);
    });
}

/** Code of a module that reads an argument broke. */
export class Refused extends Error {}

function ofType(type: 'ipv4' | 'cidr') {
  return arguments_.argument(expectedForm(type), value => {
    const text = String(value);
    return matchesType(type, text) ? text : undefined;
  });
}
