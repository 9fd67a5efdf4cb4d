import {useSyncExternalStore} from 'react';
import {EMPTY, line} from '../render/line.ts';
import type {Session} from '../session/session.ts';
import {finishedRows, isPaneLive, liveRows, restingTop} from './output-pane.ts';
import {Rows} from './rows.tsx';
import {shownRuns} from './shown-runs.ts';
import {clampTop} from './step-focus.ts';
import type {Snapshot, Store} from './store.ts';
import {styled} from './styled.ts';

interface Props {
  readonly store: Store;
  readonly snapshot: Snapshot;
  readonly width: number;
  readonly height: number;
}

/** The output of the shown run. Only this part is drawn anew while lines stream in. */
export function OutputView({store, snapshot, width, height}: Props) {
  const {state, view} = snapshot;
  const runs = shownRuns(state, view);
  const live = isPaneLive(runs);
  const tails = live ? runs.map(run => tailOf(store.session, snapshot, run.node)) : [];
  useSyncExternalStore(
    tell => {
      const stops = tails.map(tail => tail?.subscribe(tell));
      return () => {
        for (const stop of stops) stop?.();
      };
    },
    () => tails.reduce((sum, tail) => sum + (tail?.total ?? 0), 0),
  );
  const rows = live ? streaming() : finished();
  return <Rows rows={rows.map(row => styled(row, store.theme))} height={height} />;

  function streaming() {
    const share = Math.max(2, Math.floor(height / Math.max(1, runs.length)));
    return runs
      .flatMap((run, index) => liveRows(tails[index], run.node, width, share, view.outputTop))
      .slice(0, height);
  }

  function finished() {
    if (runs.length === 0) return [EMPTY, line('The output of a command appears here.', 'faint')];
    const all = finishedRows(snapshot, runs, width);
    const top = clampTop(view.outputTop ?? restingTop(runs, all.length), all.length, height);
    const shown = all.slice(top, top + height);
    const more = all.length - top - shown.length;
    return more > 0 ? [...shown.slice(0, -1), line(`↓ ${more + 1} more rows`, 'faint')] : shown;
  }
}

function tailOf(session: Session, {view}: Snapshot, node: string) {
  return view.shownRun === null ? undefined : session.tail(view.shownRun, node);
}
