/** What one sub-command of the collector's script printed. */
export interface Frame {
  /** `ns.fdb 1-abcdef`: the kind of fact, and the namespace it was read in. */
  readonly label: string;
  /** Null when the script went on, or ended, without telling how the sub-command ended. */
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Open {
  readonly label: string;
  readonly lines: string[];
}

interface Piece {
  readonly label: string;
  readonly exit: number | null;
  readonly text: string;
}

/**
 * Takes the two streams of a collector apart. Only a line that is the nonce and the rest of a marker is one, so no
 * output can pass itself off as another's: the nonce is fresh and is known to nothing that ran before.
 */
export function readFrames(stdout: string, stderr: string, nonce: string): readonly Frame[] {
  const errors = [...pieces(stderr, nonce)];
  let next = 0;
  return [...pieces(stdout, nonce)].map(({label, exit, text}): Frame => {
    // Both streams carry the same markers in the same order, but either may have been cut.
    const found = errors.findIndex((piece, index) => index >= next && piece.label === label);
    if (found >= 0) next = found + 1;
    return {label, exit, stdout: text, stderr: errors[found]?.text ?? ''};
  });
}

function* pieces(text: string, nonce: string): Generator<Piece> {
  let open: Open | undefined;
  for (const line of text.split('\n')) {
    const marker = line.startsWith(`${nonce} `) ? line.slice(nonce.length + 1) : undefined;
    if (marker?.startsWith('begin ')) {
      if (open !== undefined) yield close(open, null);
      open = {label: marker.slice('begin '.length), lines: []};
    } else if (marker !== undefined && /^end \d{1,3}$/.test(marker)) {
      if (open !== undefined) yield close(open, Number(marker.slice('end '.length)));
      open = undefined;
    } else {
      open?.lines.push(line);
    }
  }
  if (open !== undefined) yield close(open, null);
}

function close({label, lines}: Open, exit: number | null): Piece {
  return {label, exit, text: lines.join('\n')};
}
