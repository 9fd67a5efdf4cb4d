const SHOWN: Readonly<Record<string, string>> = {
  enter: 'Enter',
  tab: 'Tab',
  esc: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  space: 'Space',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  'ctrl-c': 'Ctrl-C',
  'ctrl-z': 'Ctrl-Z',
};

/** A key as the footer and the help name it. */
export function keyLabel(key: string): string {
  return SHOWN[key] ?? key;
}
