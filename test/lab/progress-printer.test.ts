import {expect, test} from 'vitest';
import type {LabEvent} from '../../src/lab/progress.ts';
import {progressPrinter} from '../../src/lab/progress-printer.ts';

const events: readonly LabEvent[] = [
  {kind: 'phase', text: 'start'},
  {kind: 'line', text: 'Get:1 \u001b[1mx\u0007'},
  {kind: 'done', text: 'start', milliseconds: 1234},
];

function printed(terminal: {isTTY?: boolean; columns?: number}): string {
  let text = '';
  const printer = progressPrinter({...terminal, write: more => (text += more)});
  for (const event of events) printer.tell(event);
  return text;
}

test('without a terminal every finished phase is one line', () => {
  expect(printed({})).toBe('✔ start (1.2 s)\n');
});

test('on a terminal the line under way is redrawn, and shows text only', () => {
  const erase = '\r\u001b[K';
  expect(printed({isTTY: true})).toBe(`${erase}… start${erase}… start: Get:1 x${erase}✔ start (1.2 s)\n`);
});

test('a line never grows wider than the terminal', () => {
  const widest = printed({isTTY: true, columns: 10}).split('\r\u001b[K').slice(0, -1);
  expect(Math.max(...widest.map(line => line.length))).toBe(9);
});
