import type {OutputFile} from '../../session/output-file.ts';
import {openOutput} from '../../session/output-file.ts';
import type {RunResult} from '../../session/state.ts';
import {searchWords} from '../../session/words.ts';
import {shownRuns} from '../shown-runs.ts';
import type {Store} from '../store.ts';
import {inspect} from './inspect.ts';
import {pagedResult} from './large.ts';
import {moveHit} from './sheet.ts';

/** A frame costs more than what is read meanwhile. */
const TELL_MS = 100;

interface Opened {
  readonly result: RunResult;
  readonly file: OutputFile | undefined;
  readonly closing: AbortController;
}

/** Keeps the file of the shown output open while it is looked at, counts its lines, and searches it. */
export function watchOutputFile(store: Store): () => void {
  let opened: Opened | undefined;
  let searching: {readonly words: string; readonly stop: AbortController} | undefined;
  let hits: number[] = [];
  let isSearched = true;
  let told = 0;

  function close(): void {
    searching?.stop.abort();
    opened?.closing.abort();
    opened?.file?.close();
    searching = undefined;
    opened = undefined;
    hits = [];
    store.setOutputFile(undefined);
  }

  function tell(isLast = true): void {
    if (opened === undefined || (!isLast && Date.now() - told < TELL_MS)) return;
    told = Date.now();
    const {result, file} = opened;
    store.setOutputFile({result, file, words: searching?.words ?? '', hits, isSearched});
    // The first line that is found is shown at once, as in an output that is in memory.
    if (hits.length > 0 && store.snapshot().view.find.hit === null && searching !== undefined)
      store.update((view, snapshot) => {
        const seen = inspect(store.session, snapshot);
        return seen === undefined ? view : moveHit(view, seen.sheet, seen.height, 1);
      });
  }

  function open(result: RunResult): void {
    const closing = new AbortController();
    const file = openOutput(result.file!);
    opened = {result, file, closing};
    tell();
    void file
      ?.countLines(closing.signal, () => tell(false))
      .then(() => {
        if (!closing.signal.aborted) tell();
      });
  }

  function search(words: string): void {
    searching?.stop.abort();
    const stop = new AbortController();
    searching = {words, stop};
    hits = [];
    const wanted = searchWords(words);
    isSearched = wanted.length === 0 || opened?.file === undefined;
    tell();
    if (isSearched) return;
    void opened!
      .file!.find(wanted, hits, stop.signal, () => tell(false))
      .then(() => {
        if (stop.signal.aborted) return;
        isSearched = true;
        tell();
      });
  }

  function look(): void {
    const {state, view} = store.snapshot();
    const wanted = pagedResult(view, shownRuns(state, view));
    if (opened !== undefined && opened.result !== wanted) close();
    if (wanted === undefined) return;
    if (opened === undefined) open(wanted);
    if ((searching?.words ?? '') !== view.find.text) search(view.find.text);
  }

  const stop = store.subscribe(look);
  look();
  return () => {
    stop();
    if (opened !== undefined) close();
  };
}
