import {Box} from 'ink';
import {type Line, line, span} from '../render/line.ts';
import {liveHeight} from './live-height.ts';
import {OutputView} from './output-view.tsx';
import {Rows} from './rows.tsx';
import {clampTop, focusOn, uncovered} from './step-focus.ts';
import type {Snapshot, Store} from './store.ts';
import {styled} from './styled.ts';

interface Props {
  readonly store: Store;
  readonly snapshot: Snapshot;
}

/** Text and output side by side; on narrower screens one of them, or the live output below the text. */
export function StepView({store, snapshot}: Props) {
  const {geometry, view} = snapshot;
  const {body, columns, twoPanes} = geometry;
  if (twoPanes) {
    const rule = styled(line('│', view.pane === 'output' ? 'accent' : 'faint'), store.theme);
    return (
      <Box height={body}>
        <Box width={geometry.text}>
          <Rows rows={textRows(store, snapshot, body)} height={body} />
        </Box>
        <Box width={2}>
          <Rows rows={Array.from({length: body}, () => rule)} height={body} />
        </Box>
        <OutputView store={store} snapshot={snapshot} width={geometry.output - 1} height={body} />
      </Box>
    );
  }
  if (view.pane === 'output') return <OutputView store={store} snapshot={snapshot} width={columns} height={body} />;
  const below = liveHeight(snapshot);
  if (below === 0) return <Rows rows={textRows(store, snapshot, body)} height={body} />;
  return (
    <Box flexDirection="column" height={body}>
      <Rows rows={textRows(store, snapshot, body - below)} height={body - below} />
      <Rows rows={[styled(line('─'.repeat(columns), 'faint'), store.theme)]} height={1} />
      <OutputView store={store} snapshot={snapshot} width={columns} height={below - 1} />
    </Box>
  );
}

/** The rows of the text in sight, with the mark of the focus in the gutter. */
function textRows(store: Store, {document, view, situation}: Snapshot, height: number): readonly string[] {
  // What is answered or edited stays in sight above the line that it is typed in.
  const isTyped = view.prompt?.kind === 'answer' || view.prompt?.kind === 'edit';
  const from = !situation.inSight
    ? view.top
    : isTyped
      ? focusOn(document, view, height, view.focus ?? '').top
      : // Nor does what is said below the text cover what Enter would run.
        uncovered(document, view, height);
  const top = clampTop(from, document.rows.length, height);
  const focus = document.places.find(place => place.block.id === view.focus);
  return document.rows.slice(top, top + height).map((row, index) => {
    const at = top + index;
    const inFocus = focus !== undefined && at >= focus.start && at < focus.end;
    return styled(GUTTER[inFocus ? 'focus' : 'plain'], store.theme) + styled(row, store.theme);
  });
}

const GUTTER: Readonly<Record<'focus' | 'plain', Line>> = {focus: [span('▌ ', 'accent')], plain: [span('  ')]};
