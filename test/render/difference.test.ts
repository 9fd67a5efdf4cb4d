import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {rowDifferenceLines, textDifferenceLines} from '../../src/render/difference-lines.ts';
import {lineText} from '../../src/render/line.ts';
import {lineDifference} from '../../src/render/line-difference.ts';
import {rowTables, rowText} from '../../src/render/parsed-rows.ts';
import {rowDifference} from '../../src/render/row-difference.ts';

const fdb = (...rows: readonly (readonly [mac: string, dst?: string])[]) => ({
  rows: rows.map(([mac, dst]) => ({mac, ...(dst !== undefined && {dst}), flags: ['self'], state: 'permanent'})),
});

describe('lineDifference', () => {
  test('marks what came and what went, where it was', () => {
    const changes = lineDifference(['a', 'b', 'c'], ['a', 'x', 'c', 'd']);
    expect(changes.map(({kind, text}) => `${kind} ${text}`)).toEqual([
      'same a',
      'removed b',
      'added x',
      'same c',
      'added d',
    ]);
  });

  test('holds both texts', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), {maxLength: 12});
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changes = lineDifference(before, after);
        expect(changes.filter(one => one.kind !== 'added').map(one => one.text)).toEqual(before);
        expect(changes.filter(one => one.kind !== 'removed').map(one => one.text)).toEqual(after);
      }),
    );
  });

  test('long unlike texts are compared all the same', () => {
    const many = (from: number) => Array.from({length: 3000}, (_, n) => `line ${from + n}`);
    const changes = lineDifference(many(0), many(1500));
    expect(changes.filter(one => one.kind === 'added')).toHaveLength(1500);
    expect(changes.filter(one => one.kind === 'removed')).toHaveLength(1500);
  });
});

describe('rowDifference', () => {
  test('a new tunnel endpoint and a lost one', () => {
    const changes = rowDifference(
      fdb(['m1', '10.0.0.1'], ['m2', '10.0.0.2']),
      fdb(['m3', '10.0.0.3'], ['m1', '10.0.0.1']),
    );
    expect(rowDifferenceLines(changes, 80).map(lineText)).toEqual([
      '+ mac m3 · dst 10.0.0.3 · flags self · state permanent',
      '- mac m2 · dst 10.0.0.2 · flags self · state permanent',
    ]);
  });

  test('a row that points elsewhere now', () => {
    const changes = rowDifference(fdb(['m1', '10.0.0.1']), fdb(['m1', '10.0.0.9']));
    expect(changes).toEqual([{kind: 'changed', path: 'rows', text: 'm1: dst 10.0.0.1 → 10.0.0.9'}]);
  });

  test('two rows of one address are told apart by their endpoint', () => {
    const changes = rowDifference(fdb(['m1'], ['m1', '10.0.0.1']), fdb(['m1', '10.0.0.1'], ['m1']));
    expect(changes).toEqual([]);
  });

  test('counters that ran on are no change', () => {
    const rules = (packets: number) => ({
      chains: [
        {
          name: 'PREROUTING',
          rules: [{num: 1, target: 'MARK', packets: {value: packets, exact: true, text: `${packets}`}}],
        },
      ],
    });
    expect(rowDifference(rules(1), rules(99))).toEqual([]);
  });

  test('a rule put before the others is the only change', () => {
    const rules = (...targets: readonly string[]) => ({
      chains: [{name: 'INPUT', rules: targets.map((target, index) => ({num: index + 1, target}))}],
    });
    expect(rowDifference(rules('ACCEPT'), rules('DROP', 'ACCEPT'))).toMatchObject([
      {kind: 'added', path: 'chains[INPUT].rules'},
    ]);
  });

  test('nothing changed against itself, and everything is new against nothing', () => {
    const row = fc.record({name: fc.string({minLength: 1}), mtu: fc.nat()});
    fc.assert(
      fc.property(fc.array(row), rows => {
        expect(rowDifference({rows}, {rows})).toEqual([]);
        const texts = new Set(rows.map(rowText));
        expect(rowDifference({rows: []}, {rows}).length).toBeLessThanOrEqual(Math.max(texts.size, rows.length));
      }),
    );
  });
});

test('equal texts are said to be equal', () => {
  expect(textDifferenceLines('a\nb\n', 'a\nb\n', 40).map(lineText)).toEqual(['no difference']);
});

test('tables inside rows of one name stay apart', () => {
  const data = {
    services: [
      {name: 'x', servers: [{host: 'a'}]},
      {name: 'x', servers: [{host: 'b'}]},
    ],
  };
  expect(rowTables(data).map(table => table.path)).toEqual([
    'services',
    'services[x].servers',
    'services[x#2].servers',
  ]);
});
