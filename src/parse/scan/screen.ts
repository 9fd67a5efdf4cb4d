/** Wider than any terminal; bounds what one cursor movement can cost. */
const MAX_COLUMN = 1000;
const STEP = /\r|\n|\x08|\x1b\[([0-9;]*)([@-~])|[^\r\n\x08\x1b]+|[\s\S]/g;

/**
 * What stands on the screen after the cursor movements in `text` (docker redraws its progress lines in place).
 * Rows that have scrolled out of a real screen are kept.
 */
export function renderScreen(text: string): string {
  const rows: string[][] = [[]];
  let y = 0;
  let x = 0;
  const moveTo = (row: number): void => {
    y = Math.max(0, Math.min(row, rows.length - 1));
  };
  for (const [step, parameters = '', command] of text.matchAll(STEP)) {
    const count = Math.max(1, Number.parseInt(parameters, 10) || 1);
    if (step === '\r') x = 0;
    else if (step === '\b') x = Math.max(0, x - 1);
    else if (step === '\n') {
      x = 0;
      y++;
      if (y === rows.length) rows.push([]);
    } else if (command === 'A') moveTo(y - count);
    else if (command === 'B') moveTo(y + count);
    else if (command === 'C') x = Math.min(x + count, Math.max(x, MAX_COLUMN));
    else if (command === 'D') x = Math.max(0, x - count);
    else if (command === 'G') x = Math.min(count - 1, MAX_COLUMN);
    else if (command === 'K') eraseInLine(rows[y]!, x, parameters);
    else if (command === undefined) x = write(rows[y]!, x, step);
  }
  return rows.map(cells => cells.join('')).join('\n');
}

function eraseInLine(cells: string[], x: number, mode: string): void {
  if (mode === '2') cells.length = 0;
  else if (mode === '1') cells.fill(' ', 0, x + 1);
  else cells.length = Math.min(cells.length, x);
}

function write(cells: string[], from: number, text: string): number {
  let x = from;
  for (let blank = cells.length; blank < x; blank++) cells.push(' ');
  for (const char of text) cells[x++] = char;
  return x;
}
