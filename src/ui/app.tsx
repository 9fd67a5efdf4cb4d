import {Box, useInput} from 'ink';
import {useSyncExternalStore} from 'react';
import {type Line, line} from '../render/line.ts';
import {footerLines} from './footer.ts';
import {LEAST} from './geometry.ts';
import {headerLines} from './header.ts';
import {InspectorView} from './inspector/inspector-view.tsx';
import {keyNames} from './key-name.ts';
import {pageOf} from './page-of.ts';
import {type Page, visibleRows} from './pages.ts';
import {Rows} from './rows.tsx';
import {StepView} from './step-view.tsx';
import type {Snapshot, Store} from './store.ts';
import {styled} from './styled.ts';

interface Props {
  readonly store: Store;
  readonly onKey: (key: string) => void;
}

/** The whole screen: header, the screen's body, footer. */
export function App({store, onKey}: Props) {
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) onKey(name);
  });
  const {view, state, geometry, situation} = snapshot;
  if (view.columns < LEAST.columns || view.rows < LEAST.rows) {
    return (
      <Rows rows={[`needs ${LEAST.columns}×${LEAST.rows}`.slice(0, view.columns)]} height={Math.max(1, view.rows)} />
    );
  }
  const paint = (lines: readonly Line[]) => lines.map(row => styled(row, store.theme));
  const footer = footerLines(situation);
  return (
    <Box flexDirection="column" width={view.columns} height={view.rows}>
      <Rows rows={paint(headerLines(state, view))} height={geometry.header} />
      <Box height={geometry.body}>
        <Body store={store} snapshot={snapshot} />
      </Box>
      <Rows rows={paint(footer)} height={footer.length} />
    </Box>
  );
}

function Body({store, snapshot}: {readonly store: Store; readonly snapshot: Snapshot}) {
  const {view, geometry} = snapshot;
  if (view.screen === 'step') return <StepView store={store} snapshot={snapshot} />;
  if (view.screen === 'output') {
    return <InspectorView store={store} snapshot={snapshot} />;
  }
  const rows = visibleRows(pageOf(store, snapshot) ?? NOTHING, view.scroll, view.columns, geometry.body);
  return <Rows rows={rows.map(row => styled(row, store.theme))} height={geometry.body} />;
}

const NOTHING: Page = {rows: [line('')], choices: 0};
