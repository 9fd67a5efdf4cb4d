import {Text, Transform} from 'ink';
import {useMemo} from 'react';

interface Props {
  /** Finished rows, already fitted to the place's width and styled. */
  readonly rows: readonly string[];
  readonly height: number;
}

/**
 * Shows `height` rows. They are put in at paint time: Ink lays out and measures the same blank text each frame, so
 * scrolling and streaming cost no layout and fill no cache.
 */
export function Rows({rows, height}: Props) {
  const blank = useMemo(() => Array.from({length: height}, () => ' ').join('\n'), [height]);
  return (
    <Transform transform={(_, row) => rows[row] ?? ''}>
      <Text>{blank}</Text>
    </Transform>
  );
}
