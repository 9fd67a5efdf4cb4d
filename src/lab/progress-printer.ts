import type {LabEvent} from './progress.ts';

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressPrinter {
  tell(event: LabEvent): void;
  /** Takes away the line that is redrawn. */
  clear(): void;
}

const ERASE_LINE = '\r\u001b[K';

/** Prints a line a finished phase; on a terminal also one that is redrawn with what is under way. */
export function progressPrinter(out: Terminal): ProgressPrinter {
  let current = '';
  const redraw = (detail: string) => {
    if (!out.isTTY) return;
    const text = detail === '' ? current : `${current}: ${printable(detail)}`;
    out.write(`${ERASE_LINE}${text.slice(0, (out.columns ?? 80) - 1)}`);
  };
  const clear = () => {
    if (out.isTTY) out.write(ERASE_LINE);
  };
  const tell = (event: LabEvent) => {
    if (event.kind === 'line') return redraw(event.text);
    if (event.kind === 'phase') {
      current = `… ${event.text}`;
      return redraw('');
    }
    clear();
    out.write(`✔ ${event.text} (${(event.milliseconds / 1000).toFixed(1)} s)\n`);
  };
  return {tell, clear};
}

/** Tools colour and redraw their own lines; here they are only text. */
function printable(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
}
