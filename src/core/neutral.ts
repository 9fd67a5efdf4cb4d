// CSI, OSC (ended by BEL or ST), two-byte escapes. Bounded or negated classes only, so it stays linear.
// biome-ignore lint/complexity/useRegexLiterals: written as a string so that the control characters are visible
const SEQUENCES = new RegExp(
  '\\u001b\\[[0-?]*[ -/]*[@-~]|\\u001b[\\]PX^_][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?|\\u001b[ -/]*[0-~]?|\\u009b[0-?]*[ -/]*[@-~]',
  'g',
);
// Other C0 and C1 controls but tab and newline, and the bidirectional overrides that can disguise text.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Makes text of a node harmless for a terminal: escape sequences go, other control characters become `·`, CR LF is LF. */
export function neutralise(text: string): string {
  return text.replace(SEQUENCES, '').replace(/\r+\n/g, '\n').replace(CONTROLS, '·');
}
