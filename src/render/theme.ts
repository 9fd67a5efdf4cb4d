import type {Line, Role} from './line.ts';

/** Select Graphic Rendition parameters by role; no entry = the terminal's own text colour. */
export type Theme = Readonly<Partial<Record<Role, string>>>;

/**
 * Only the first eight colours, bold, faint, underline and inverse: they follow the palette of the terminal, so they
 * are readable on dark and on light. Never white, black or the bright half, which vanish on one of the two.
 */
export const COLOURS: Theme = {
  strong: '1',
  emphasis: '3',
  code: '36',
  heading: '1',
  value: '1;36',
  missing: '4;33',
  good: '32',
  bad: '31',
  warn: '33',
  faint: '2',
  link: '4;34',
  note: '36',
  prompt: '35',
  added: '32',
  removed: '31',
  accent: '1;34',
  badge: '7',
  cursor: '7',
  keyword: '35',
  string: '32',
  number: '36',
};

export const PLAIN: Theme = {};

/** NO_COLOR (any non-empty value) and FORCE_COLOR=0 turn all styling off; words and symbols carry the meaning anyway. */
export function themeFor(env: Readonly<Partial<Record<'NO_COLOR' | 'FORCE_COLOR', string | undefined>>>): Theme {
  const force = env.FORCE_COLOR;
  if (force !== undefined && force !== '') return force === '0' || force === 'false' ? PLAIN : COLOURS;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return PLAIN;
  return COLOURS;
}

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The only place where control sequences are made; whatever of them is left in a text goes. */
export function styleLine(row: Line, theme: Theme): string {
  let out = '';
  for (const {text, role} of row) {
    const safe = text.replace(UNSAFE, '');
    const codes = role === undefined ? undefined : theme[role];
    out += codes === undefined || safe === '' ? safe : `\u001b[${codes}m${safe}\u001b[0m`;
  }
  return out;
}
