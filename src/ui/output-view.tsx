import {useSyncExternalStore} from 'react';
import {tabsLine} from './node-tabs.ts';
import {paneRows} from './output-pane.ts';
import {Rows} from './rows.tsx';
import {shownSides} from './shown-runs.ts';
import type {Snapshot, Store} from './store.ts';
import {styled} from './styled.ts';

interface Props {
  readonly store: Store;
  readonly snapshot: Snapshot;
  readonly width: number;
  readonly height: number;
}

/** The outputs of the shown command, or of a pair. Only this part is drawn anew while lines stream in. */
export function OutputView({store, snapshot, width, height}: Props) {
  const sides = shownSides(snapshot.state, snapshot.view);
  const tail = (run: string, node: string) => store.session.tail(run, node);
  const tails = sides.flatMap(side =>
    side.on.flatMap(run => (run.result === undefined ? (tail(side.run, run.node) ?? []) : [])),
  );
  useSyncExternalStore(
    tell => {
      const stops = tails.map(one => one.subscribe(tell));
      return () => {
        for (const stop of stops) stop();
      };
    },
    () => tails.reduce((sum, one) => sum + one.total, 0),
  );
  const tabs = tabsLine(snapshot.state, snapshot.view, width);
  const rows = [...tabs, ...paneRows({snapshot, sides, tail, width, height: Math.max(1, height - tabs.length)})];
  return <Rows rows={rows.map(row => styled(row, store.theme))} height={height} />;
}
