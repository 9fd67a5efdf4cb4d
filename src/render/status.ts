import type {Status} from '../core/verdict.ts';
import type {Role, Span} from './line.ts';

export type CheckStatus = Status | 'checking';

interface Look {
  readonly symbol: string;
  readonly word: string;
  readonly role: Role;
}

/** Symbol, word and colour of a verdict; the word alone is enough. */
export const STATUS: Readonly<Record<CheckStatus, Look>> = {
  pass: {symbol: '✔', word: 'PASS', role: 'good'},
  fail: {symbol: '✘', word: 'FAIL', role: 'bad'},
  wait: {symbol: '○', word: 'WAIT', role: 'faint'},
  error: {symbol: '!', word: 'ERROR', role: 'warn'},
  old: {symbol: '↺', word: 'OLD', role: 'warn'},
  checking: {symbol: '…', word: 'LOOKING', role: 'accent'},
};

export function statusSpan(status: CheckStatus): Span {
  const {symbol, word, role} = STATUS[status];
  return {text: `${symbol} ${word}`, role};
}
