import {render} from 'ink';
import {App} from './app.tsx';
import {withKnownKeys} from './known-keys.ts';
import type {Screen} from './screen.ts';
import type {Store} from './store.ts';

export interface Mounted {
  /** Rejects when drawing fails: a bug. */
  readonly ended: Promise<unknown>;
  unmount(): void;
}

/** Starts Ink on our painter: in debug mode it hands over every frame whole, at once, and writes nothing by itself. */
export function mountApp(
  store: Store,
  onKey: (key: string) => void,
  screen: Screen,
  stdin: NodeJS.ReadStream,
): Mounted {
  const app = render(<App store={store} onKey={onKey} />, {
    // Ink uses no more of its stdout than what Screen has.
    stdout: screen as unknown as NodeJS.WriteStream,
    stdin: withKnownKeys(stdin),
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  return {ended: app.waitUntilExit(), unmount: () => app.unmount()};
}
