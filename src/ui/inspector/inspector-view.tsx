import {Box} from 'ink';
import {useSyncExternalStore} from 'react';
import {OutputView} from '../output-view.tsx';
import {Rows} from '../rows.tsx';
import {shownSides} from '../shown-runs.ts';
import type {Snapshot, Store} from '../store.ts';
import {styled} from '../styled.ts';
import {inspect, inspectorLines} from './inspect.ts';

interface Props {
  readonly store: Store;
  readonly snapshot: Snapshot;
}

/** One output on the whole screen, from its first line to its last. */
export function InspectorView({store, snapshot}: Props) {
  const {state, view, geometry} = snapshot;
  const [side] = shownSides(state, view);
  const [run] = side?.on ?? [];
  const prints = side !== undefined && run !== undefined && run.result === undefined;
  const tail = prints ? store.session.tail(side.run, run.node) : undefined;
  useSyncExternalStore(
    tell => tail?.subscribe(tell) ?? (() => undefined),
    () => tail?.total ?? 0,
  );
  const seen = inspect(store.session, snapshot);
  if (seen === undefined)
    return <OutputView store={store} snapshot={snapshot} width={view.columns} height={geometry.body} />;
  const rows = inspectorLines(snapshot, seen).map(row => styled(row, store.theme));
  return (
    <Box height={geometry.body}>
      <Rows rows={rows} height={geometry.body} />
    </Box>
  );
}
